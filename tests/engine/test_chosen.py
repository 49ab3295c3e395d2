"""Which absence a word chooses: by reason, report, document, code, kind and length."""

from __future__ import annotations

import pytest

from casework.engine.chosen import choose
from casework.engine.counting import Absences, NoReason
from casework.engine.quantities import Amount
from tests.engine.attending import Pupil, on

MONDAY = on(9, 7)
SAID = {
    1: {"validity": "valid", "is_reported": True, "is_documented": True, "code": "S"},
    2: {"validity": "invalid"},
    3: {"is_reported": True},
    4: {},
}


def pupil() -> Pupil:
    student = Pupil("nine-weeks")
    for number, said in SAID.items():
        student.away(on(9, 7), only=[number], **said)
    return student.away(on(9, 7), only=[5], outcome="late", missed=20)


def chosen(student: Pupil, name: str, *, is_over: bool = True, day=MONDAY, **own) -> list[int]:
    """The numbers of the lessons that the word chooses."""
    tally = student.seen(day, is_over=is_over).look.tally
    rules = {key: Absences(title=key, **rule) for key, rule in own.items()}
    return [int(miss.lesson.key[-1]) for miss in choose(tally, name, rules).misses]


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("any", [1, 2, 3, 4]), ("not_attended", [1, 2, 3, 4]), ("valid", [1, 3]), ("invalid", [2, 4]),
        ("reported", [1, 3]), ("unreported", [2, 4]), ("documented", [1]), ("undocumented", [2, 3, 4]),
    ],
)  # fmt: skip
def test_the_words_that_every_model_knows(name, numbers) -> None:
    assert chosen(pupil(), name) == numbers


def test_until_the_day_is_over_a_reason_may_still_come() -> None:
    assert chosen(pupil(), "invalid", is_over=False) == [2]
    assert chosen(pupil(), "invalid", is_over=False, day=on(9, 8)) == [2, 4]


@pytest.mark.parametrize(
    ("number", "unit", "last"),
    [
        (2, "days", on(9, 9)),
        (1, "school_days", on(9, 8)),
        (1, "school_weeks", on(9, 14)),
        (1, "weeks", on(9, 14)),
    ],
)
def test_the_grace_lasts_as_long_as_the_model_says(number, unit, last) -> None:
    student = pupil()
    rule = NoReason(becomes="invalid", after=Amount(number=number, unit=unit))
    block = student.workflow.counting[0].model_copy(update={"no_reason_given": rule})
    student.workflow = student.workflow.model_copy(update={"counting": (block,)})
    assert chosen(student, "invalid", day=last, is_over=False) == [2]
    assert chosen(student, "invalid", day=last) == [2, 4]


@pytest.mark.parametrize(
    ("rule", "numbers"),
    [
        ({"kinds": ["late"], "longer_than": "15 minutes"}, [5]),
        ({"kinds": ["late"], "longer_than": "19 minutes"}, [5]),
        ({"kinds": ["late"], "longer_than": "20 minutes"}, []),
        ({"kinds": ["absent", "late"]}, [1, 2, 3, 4, 5]),
        ({"codes": ["S"]}, [1]),
        ({"validity": "valid", "reported": True, "documented": False}, [3]),
        ({"longer_than": "3 lessons"}, [1, 2, 3, 4]),
        ({"longer_than": "4 lessons"}, []),
        ({"longer_than": "1 session", "kinds": ["absent"]}, []),
        ({"longer_than": "1 day"}, []),
    ],
)
def test_a_choice_of_the_models_own(rule, numbers) -> None:
    assert chosen(pupil(), "own", own=rule) == numbers


@pytest.mark.parametrize(("each", "numbers"), [("lesson", [2, 4]), ("day", [1, 2, 3, 4]), ("session", [4])])
def test_what_belongs_to_another_choice_is_left_to_it(each, numbers) -> None:
    other = {"reported": True, "each": each}
    if each == "session":
        other = {"each": "session"}
    assert chosen(pupil(), "own", own={"not_within": "other"}, other=other) == numbers


def test_leave_counts_where_the_model_counts_it() -> None:
    student = Pupil("nine-weeks").away(on(9, 7), only=[1], outcome="approved_leave")
    assert chosen(student, "any") == []
    block = student.workflow.counting[0].model_copy(update={"not_counted": ()})
    student.workflow = student.workflow.model_copy(update={"counting": (block,)})
    assert (chosen(student, "any"), chosen(student, "valid")) == ([1], [1])
