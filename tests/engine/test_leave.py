"""Who may grant leave of which length; absence on leave is leave, and nothing else is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.engine.leave import fits, granting, together
from casework.engine.quantities import Amount
from casework.engine.register import Entry, Register, Timetable
from casework.engine.school_calendar import ONE_DAY, SchoolCalendar
from tests.engine.attending import SE, lesson, on
from tests.engine.test_other_models import model

LINES = model("each-guardian").rules.leave
MONDAY = on(9, 7)
OUTCOMES = ("absent", "late", "left_early", "school_activity", "not_offered", "unknown", "present")


@pytest.mark.parametrize(
    ("days", "who"),
    [
        (1, ("mentor", "coordinator", "rector")),
        (2, ("mentor", "coordinator", "rector")),
        (3, ("coordinator", "rector")),
        (12, ("coordinator", "rector")),  # of these ten are school days
        (15, ("rector",)),
    ],
)
def test_the_longer_the_leave_the_fewer_may_grant_it(days: int, who: tuple[str, ...]) -> None:
    assert granting(LINES, MONDAY, MONDAY + timedelta(days=days - 1), SE) == who


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (on(9, 10), on(9, 11), (on(9, 10), on(9, 17))),  # a week-end lies between, and then nothing
        (on(9, 18), on(9, 18), (on(9, 14), on(9, 21))),  # on both sides
        (on(9, 9), on(9, 10), (on(9, 9), on(9, 10))),  # a Friday with school lies between
        (on(10, 23), on(10, 23), (on(10, 23), on(10, 23))),  # a whole break lies between
        (on(9, 1), on(9, 30), (on(9, 1), on(9, 30))),
    ],
)
def test_leave_counts_with_the_leave_next_to_it(first: date, last: date, found: tuple[date, date]) -> None:
    others = [(on(9, 16), on(9, 17)), (on(9, 14), on(9, 15)), (on(9, 21), on(9, 21)), (on(11, 2), on(11, 3))]
    assert together((first, last), others, SE) == found


def test_where_the_routine_says_nothing_the_principal_grants_any() -> None:
    assert granting((), MONDAY, MONDAY + timedelta(days=200), SE) == ("rector",)


LONGEST = [
    ("days", 3, on(9, 9)), ("weeks", 1, on(9, 13)), ("months", 1, on(10, 6)), ("school_weeks", 1, on(9, 13)),
    ("school_days", 5, on(9, 13)),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "number", "last"), LONGEST)
def test_the_last_day_that_fits_counts(unit: str, number: int, last: date) -> None:
    amount = Amount(number=number, unit=unit)
    assert fits(amount, MONDAY, last, SE)
    assert not fits(amount, MONDAY, last + timedelta(days=1), SE)


@pytest.mark.parametrize(("unit", "other"), [("school_days", "days"), ("school_weeks", "weeks")])
def test_what_the_calendar_does_not_know_fits_into_no_number_of_school_days(unit: str, other: str) -> None:
    begins, ends = SE.terms[0].first, SE.terms[-1].last
    days = ((begins - ONE_DAY, begins), (ends, ends + ONE_DAY), (ends + ONE_DAY, ends + 2 * ONE_DAY))
    for first, last in days:
        assert not fits(Amount(number=90, unit=unit), first, last, SE)
        assert fits(Amount(number=90, unit=other), first, last, SE)
    assert fits(Amount(number=90, unit=unit), ends, ends, SE)
    assert not fits(Amount(number=90, unit=unit), ends, ends, SchoolCalendar(()))


def test_whole_days_are_longer_than_any_part_of_one() -> None:
    assert not fits(Amount(number=300, unit="minutes"), MONDAY, MONDAY, SE)


@pytest.mark.usefixtures("effort")
@given(st.lists(st.sampled_from(OUTCOMES), min_size=6, max_size=6), st.integers(0, 5), st.integers(0, 5))
def test_absence_on_leave_is_leave_and_nothing_else_changes(said: list[str], begin: int, length: int) -> None:
    lessons = [lesson(MONDAY + timedelta(days=number), 1) for number in range(6)]
    entries = [Entry(one.key, what) for one, what in zip(lessons, said, strict=True)]  # type: ignore[arg-type]
    first = MONDAY + timedelta(days=begin)
    leave = [(first, first + timedelta(days=length))]
    table = Timetable.of(lessons)
    before, after = Register.of(table, entries).line, Register.of(table, entries, leave).line
    for place, one in enumerate(lessons):
        is_leave = said[place] == "absent" and first <= one.on <= leave[0][1]
        assert after[place] == (ord("v") if is_leave else before[place])
