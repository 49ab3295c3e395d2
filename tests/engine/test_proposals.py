"""What the rules come to for one student: the highest stage, what was passed over, whom a rule is for."""

from __future__ import annotations

from datetime import date

from casework.engine.beside import Trigger
from casework.engine.counting import Counting, SchoolWeek
from casework.engine.facts import StudentFact, TaskFact
from casework.engine.looking import counting_for, look_at
from casework.engine.workflow import CLOSED
from tests.engine.attending import NO, SE, Pupil, at, in_case, on, rules

EVERY = {"occasions": {"at_least": 1, "in": "term"}}


def under(*triggers: dict, model: str = "nine-weeks") -> Pupil:
    """A student absent once, under these rules only."""
    student = Pupil(model).away(on(9, 7))
    made = [{"id": f"rule_{number}", "title": "Regel", **one} for number, one in enumerate(triggers)]
    parsed = tuple(Trigger.model_validate(one) for one in made)
    student.workflow = student.workflow.model_copy(update={"triggers": parsed})
    return student


def test_a_case_may_be_proposed_to_be_closed_where_nothing_higher_is() -> None:
    here = in_case("third_time", on(9, 7))
    assert under({"when": EVERY, "proposes": CLOSED}).seen(on(9, 7), facts=here).proposed == CLOSED
    assert under({"when": EVERY, "proposes": CLOSED}).seen(on(9, 7)).proposed == ""
    both = under({"when": EVERY, "proposes": CLOSED}, {"when": EVERY, "proposes": "six_weeks"})
    assert both.seen(on(9, 7), facts=here).proposed == "six_weeks"


def test_a_lower_stage_is_proposed_only_by_a_rule_that_says_where_the_case_stands() -> None:
    here = in_case("six_weeks", on(9, 7))
    assert under({"when": EVERY, "proposes": "third_time"}).seen(on(9, 7), facts=here).proposed == ""
    down = {"when": {"all": [{"in_stage": ["six_weeks"]}, EVERY]}, "proposes": "third_time"}
    assert under(down).seen(on(9, 7), facts=here).proposed == "third_time"
    elsewhere = {"when": {"any": [EVERY, {"in_stage": ["seventh_time"]}]}, "proposes": "third_time"}
    assert under(elsewhere).seen(on(9, 7), facts=here).proposed == ""
    up = {"when": EVERY, "proposes": "nine_weeks"}
    assert under(down, up).seen(on(9, 7), facts=here).proposed == "nine_weeks"


def test_a_rule_for_some_students_says_nothing_of_others() -> None:
    grown = {"when": EVERY, "proposes": "third_time", "for_students": {"age": {"at_least": 15}}}
    student = under(grown)
    assert student.seen(on(9, 7), student=StudentFact(15)).proposed == "third_time"
    assert student.seen(on(9, 7), student=StudentFact(14)).met == ()


def test_what_was_done_or_waived_in_a_lower_stage_is_not_listed() -> None:
    student = under({"when": EVERY, "proposes": "seventh_time"})
    here = in_case("first_time", on(9, 7))
    before = student.seen(on(9, 7), facts=here)
    assert (before.lower, before.unmet[0]) == (("third_time",), "meeting_third")
    done = TaskFact(
        visit="v1",
        round=1,
        at=at(on(9, 7)),
        task="t",
        action="meeting_third",
        stage="third_time",
        status="done",
    )
    found = student.seen(on(9, 7), facts=in_case("first_time", on(9, 7), tasks=(done,)))
    assert set(before.unmet) - set(found.unmet) == {"meeting_third"}


def test_year_groups_are_counted_as_the_model_says_for_them() -> None:
    blocks = (
        Counting(registered_by="lesson", for_year_groups=("7", "8")),
        Counting(registered_by="session", for_year_groups=("1",)),
    )
    workflow = rules("nine-weeks").model_copy(update={"counting": blocks})
    assert counting_for(workflow, frozenset({"1"})).registered_by == "session"
    assert counting_for(workflow, frozenset({"8"})).registered_by == "lesson"
    assert counting_for(rules("five-step")).registered_by == "lesson"


def test_a_school_week_may_have_other_days() -> None:
    block = Counting(registered_by="lesson", school_week=SchoolWeek(days=(1, 2, 3, 4)))
    student = Pupil("nine-weeks")
    student.workflow = student.workflow.model_copy(update={"counting": (block,)})
    look = look_at(student.workflow, student.register(), SE, on(9, 7))
    assert (look.calendar.is_open(on(9, 10)), look.calendar.is_open(on(9, 11))) == (True, False)
    assert SE.is_open(on(9, 11))


def test_stretches_follow_one_another_without_a_gap() -> None:
    for calendar in (SE, NO):
        first, last = calendar.term(on(9, 7))
        assert (first, calendar.term(on(1, 20))[0]) == (calendar.terms[0].first, calendar.terms[1].first)
        assert calendar.term(last) == (first, last)
        assert calendar.term(on(7, 20))[1] == on(7, 20)  # after the last term that is known
    assert SE.halves(on(1, 15), ("08-01", "01-16")) == (on(8, 1), on(1, 15))
    assert SE.halves(on(1, 16), ("08-01", "01-16"))[0] == on(1, 16)
    assert SE.quarters(on(2, 28), ()) == (on(1, 1), on(3, 31))
    assert SE.quarters(on(2, 28), ("02-29",))[0] == on(2, 28)  # no leap year
    assert SE.quarters(date(2028, 3, 1), ("02-29",))[0] == date(2028, 2, 29)
    assert SE.term(SE.terms[0].first.replace(month=3))[0].month == 1  # before anything is known


def test_the_calendar_counts_to_both_sides() -> None:
    assert SE.school_days_after(on(10, 23), 1) == on(11, 2)
    assert SE.last_open(on(11, 1)) == on(10, 23)
    assert SE.last_open(on(8, 1)) is None
    assert SE.next_open(on(7, 1)) is None
    assert SE.school_days_back(on(11, 2), 2) == on(10, 23)
    assert SE.school_weeks_back(on(11, 4), 2) == on(10, 19)
    assert SE.school_weeks_after(on(6, 10), 1) is None
    assert SE.count(on(11, 2), on(10, 23)) == 0
