"""What is done with each guardian: a task for each, guards that ask for all, another way where it must be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casework.engine.consequences import consequences, newly_due
from casework.engine.facts import Facts, StudentFact
from casework.engine.guardians import (
    GuardianFact,
    Household,
    asks_each,
    for_whom,
    instead_of,
    is_reachable,
)
from tests.engine.examples import facts, five_step, found, guard, milestone, small, step_of, task

EACH = ("with: [home], covers", "with: [guardian], per: guardian, covers")
MODEL = small(EACH).rules
EVA, OLA = GuardianFact("eva"), GuardianFact("ola")


def home(*guardians: GuardianFact, stage: str = "notice", **given: object) -> Facts:
    """The facts of a case with these at home."""
    return replace(facts(stage, **given), guardians=guardians)


def opened(seen: Facts) -> list[str]:
    """For whom the call home opens now."""
    return [whom for action, whom in newly_due(MODEL, seen) if action.id == "call_home"]


def test_a_task_opens_for_each_guardian_and_once_where_nobody_is_known() -> None:
    assert asks_each(MODEL)
    assert not asks_each(five_step().rules)
    assert opened(home(EVA, OLA)) == ["eva", "ola"]
    assert opened(home()) == [""]
    assert opened(home(EVA, OLA, tasks=(task("call_home", "done", guardian="eva"),))) == ["ola"]
    assert opened(home(EVA, tasks=(task("call_home", "open", guardian="eva"),))) == []


def test_a_step_tells_for_whom_each_task_is_opened() -> None:
    step = step_of(MODEL, "open", target="notice")
    before = replace(home(EVA, OLA), stage="new", visit="")
    assert consequences(MODEL, step, before).guardians["call_home"] == ("eva", "ola")


def test_what_was_asked_for_nobody_in_particular_is_not_asked_again_for_each() -> None:
    assert opened(home(EVA, OLA, tasks=(task("call_home", "open"),))) == []
    for state, asked in (("done", []), ("waived", []), ("left", ["eva", "ola"])):
        assert opened(home(EVA, OLA, tasks=(task("call_home", state, visit="before"),))) == asked, state


def test_what_was_asked_for_nobody_in_particular_is_done_as_it_is_written_with_whom_one_may() -> None:
    action, barred = MODEL.action("call_home"), replace(OLA, may_be_contacted=False)
    homes = (Household(those, StudentFact(15)) for those in ((EVA, barred), (barred,), ()))
    assert [is_reachable(action, one, "") for one in homes] == [True, False, False]


def test_home_is_the_student_from_eighteen_years_on() -> None:
    action = MODEL.action("call_home")
    with_home = action.model_copy(update={"parties_": ("home",)})
    of_age = Household((EVA, OLA), StudentFact(18))
    assert for_whom(with_home, of_age) == ("",)
    assert is_reachable(with_home, of_age, "")
    assert for_whom(action, of_age) == ("eva", "ola")
    assert for_whom(with_home, replace(of_age, student=StudentFact(17))) == ("eva", "ola")


def test_who_may_not_be_contacted_is_work_for_who_is_responsible() -> None:
    action = MODEL.action("call_home")
    around = Household((EVA, replace(OLA, may_be_contacted=False)), StudentFact(15))
    assert [is_reachable(action, around, one) for one in ("eva", "ola")] == [True, False]
    other = instead_of(action, "rector")
    assert (other.title, other.by, other.due, other.natural) == (
        action.title,
        ("rector",),
        action.due,
        "instead",
    )


OF_EVA = {"guardian": "eva"}
OF_OLA = {"guardian": "ola"}
BOTH = (task("c", "done", **OF_EVA), task("c", "open", **OF_OLA))


@pytest.mark.parametrize(
    ("asked", "reported", "met"),
    [
        (guard(contact="c"), [milestone("c", "done", **OF_EVA)], False),
        (guard(contact="c"), [milestone("c", "done", **one) for one in (OF_EVA, OF_OLA)], True),
        (guard(contact="c"), [milestone("c", "done", **OF_EVA), milestone("c", "tried", **OF_OLA)], False),
        (
            guard(contact="c", is_=["reached"]),
            [milestone("c", "done", outcome="reached", **OF_EVA), milestone("c", "instead", **OF_OLA)],
            True,
        ),
        (guard(task="c"), [], False),
        (guard(times={"at_least": 1, "of": ["c"], "per": "guardian"}), [], False),
        (guard(times={"at_least": 1, "of": ["c"]}), [], True),
    ],
)
def test_a_guard_asks_for_every_guardian(asked, reported, met) -> None:
    seen = facts("notice", tasks=BOTH, milestones=tuple(reported))
    assert asked.need(seen, five_step().rules).is_met is met


def test_the_guards_are_met_once_both_are_done() -> None:
    seen = facts("notice", tasks=tuple(replace(one, status="done") for one in BOTH))
    for asked in (guard(task="c"), guard(times={"at_least": 1, "of": ["c"], "per": "guardian"})):
        assert asked.need(seen, five_step().rules).is_met
        assert not asked.need(replace(seen, tasks=BOTH), five_step().rules).is_met


def test_the_word_is_refused_where_it_makes_no_sense() -> None:
    assert found(EACH) == []
    told = found(("with: [home], covers", "with: [student], per: guardian, covers"))
    assert "needs a `guardian`" in str(told[0].message)


def test_a_form_is_filled_in_once_for_the_student() -> None:
    told = found(("do: form\n", "do: form\n        per: guardian\n"))
    assert "once for the student" in str(told[0].message)
