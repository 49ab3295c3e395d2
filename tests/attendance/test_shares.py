"""What many students missed together is the sum of what stands in the register of each."""

from __future__ import annotations

from datetime import date
from itertools import product

from flask import Flask

from casework.attendance.actions import Said
from casework.attendance.queries import registers_of
from casework.attendance.shares import Share, Together, shares_of
from casework.engine.absence import NOT_A_DAY
from tests.attendance.classes import MONDAY, Class, make_class
from tests.factories import work

FIRST, LAST = date(2026, 8, 1), date(2026, 11, 30)
OCTOBER = date(2026, 10, 5)
SAID = (
    Said("absent"),
    Said("late", missed=20),
    Said("left_early", missed=5),
    Said("approved_leave"),
    Said("unknown"),
)


def lessons(here: Class) -> None:
    """Lessons in two months, with everything that is said of students; one not registered, one cancelled."""
    for (number, said), day in product(enumerate(SAID), (MONDAY, OCTOBER)):
        here.said(here.lesson(480 + 60 * number, day=day), said, SAID[(number + 1) % len(SAID)])
    here.lesson(1000)
    here.lesson(1100).is_cancelled = True


def summed(here: Class, first: date, last: date) -> Share:
    """The same from the registers."""
    missed = held = 0
    for register in registers_of([one.id for one in here.students], first, last).values():
        neutral = [one for one in register.misses if one.entry.outcome in NOT_A_DAY]
        missed += sum(one.minutes for one in register.misses if one not in neutral)
        held += register.timetable.known_minutes[-1] - sum(one.lesson.minutes for one in neutral)
    return Share(missed, held)


def test_each_month_is_the_sum_of_the_registers(app: Flask) -> None:
    with work(app):
        here = make_class()
        lessons(here)
        found = shares_of({one.id: [(FIRST, LAST)] for one in here.students})
        assert {month: one.share for month, one in found.items()} == {
            date(2026, 9, 1): summed(here, FIRST, date(2026, 9, 30)),
            date(2026, 10, 1): summed(here, OCTOBER, LAST),
        }
        assert found[date(2026, 9, 1)] == Together(Share(170, 360), 2)
        assert shares_of({}) == {}


def test_absence_on_leave_is_no_time_of_theirs_as_in_the_registers(app: Flask) -> None:
    with work(app):
        here = make_class()
        lessons(here)
        days = {here.students[0].id: [(MONDAY, date(2026, 9, 30))]}
        before = shares_of(days)[date(2026, 9, 1)].share
        leave = here.leave(here.students[0].id, MONDAY)
        found = shares_of({one.id: [(FIRST, LAST)] for one in here.students})
        assert found[date(2026, 9, 1)].share == summed(here, FIRST, date(2026, 9, 30))
        there = shares_of(days)[date(2026, 9, 1)].share
        assert (there.missed, there.held) == (before.missed - 60, before.held - 60)
        leave.state = "taken_back"
        assert shares_of(days)[date(2026, 9, 1)].share == before


def test_each_student_counts_on_their_own_days(app: Flask) -> None:
    with work(app):
        here = make_class()
        lessons(here)
        first, second = here.students
        days = {first.id: [(FIRST, date(2026, 9, 30))], second.id: [(OCTOBER, LAST)]}
        alone = {one.id: shares_of({one.id: [(FIRST, LAST)]}) for one in here.students}
        assert shares_of(days) == {
            date(2026, 9, 1): alone[first.id][date(2026, 9, 1)],
            date(2026, 10, 1): alone[second.id][date(2026, 10, 1)],
        }


def test_a_time_between_two_times_counts_for_nothing_and_for_nobody(app: Flask) -> None:
    with work(app):
        here = make_class()
        lessons(here)
        first, second = (one.id for one in here.students)
        apart = [(FIRST, date(2026, 8, 31)), (OCTOBER, LAST)]
        found = shares_of({first: apart, second: [(FIRST, LAST)]})
        assert {month: one.students for month, one in found.items()} == {
            date(2026, 9, 1): 1,
            date(2026, 10, 1): 2,
        }
        assert found[date(2026, 9, 1)] == shares_of({second: [(FIRST, LAST)]})[date(2026, 9, 1)]
