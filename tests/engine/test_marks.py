"""What the rules of a model ask people to say of a student, and who may."""

from __future__ import annotations

import pytest

from casework.engine.marks import Sayable, may_say, sayable
from casework.engine.workflow import load_workflow
from tests.engine.attending import rules
from tests.engine.test_other_models import OWN, model


def test_a_concern_is_said_by_all_whom_one_of_its_rules_names() -> None:
    (found,) = sayable(rules("ljusnarsberg"))
    assert (found.mark, found.title) == ("continued_scattered_absence", "Ströfrånvaron fortsätter")
    assert set(found.by) == {"attendance_team", "student_health_team", "mentor"}


@pytest.mark.parametrize("name", ["nine-weeks", "norwegian-routine", "five-step", "bengtsfors"])
def test_a_concern_that_asks_for_a_report_at_once_is_raised_by_writing_it(name: str) -> None:
    assert sayable(rules(name)) == ()


def test_what_rules_ask_of_the_student_is_said_by_whoever_decides_about_signals() -> None:
    found = sayable(model("each-guardian").rules)
    assert found == (Sayable("new_here", "New at the school"),), "a mark that no rule asks for is not said"


def test_who_may_say_it_holds_one_of_the_roles() -> None:
    said = Sayable("m", "M", ("mentor",))
    assert said.is_for(frozenset({"mentor", "rector"}))
    assert not said.is_for(frozenset({"rector"}))
    assert Sayable("m", "M", ("any_staff",)).is_for(frozenset({"rector"}))
    assert Sayable("m", "M").is_for(frozenset({"rector"}))


def test_who_may_say_it_may_end_it_and_what_no_rule_looks_for_is_for_anybody() -> None:
    workflow, mark, rector = rules("ljusnarsberg"), "continued_scattered_absence", frozenset({"rector"})
    assert may_say(workflow, mark, frozenset({"mentor"}))
    assert not may_say(workflow, mark, rector)
    assert may_say(workflow, "gone", rector)


def test_a_concern_about_no_mark_is_called_as_its_rule() -> None:
    text = (OWN / "each-guardian.yaml").read_text("utf-8")
    raised = text.replace("when: {overdue: call_guardian}", "when: {concern: {raised_by: [rector]}}")
    found = sayable(load_workflow(raised, "each-guardian.yaml").rules)
    assert found[1] == Sayable("", "A guardian has not been reached in time", ("rector",))
