"""How much of their time many students missed together, month by month: sums, and nothing of one student.

By the same rules as a single student's register: only registered lessons of their own timetable count, and
what is no day of theirs (leave, what the school arranges) is in neither sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, select

from casework.attendance.leave_models import StudentLeave
from casework.attendance.marks import ABSENT
from casework.attendance.models import AttendanceEntry, Lesson
from casework.attendance.queries import Stay, portions, stays_of
from casework.engine.absence import NOT_A_DAY
from casework.extensions import db

Days = tuple[date, date]


@dataclass(frozen=True)
class Share:
    """Missed and held minutes; lessons that nobody registered are in neither."""

    missed: int
    held: int

    @property
    def percent(self) -> Fraction:
        """From 0 to 100, exact."""
        return Fraction(100 * self.missed, self.held) if self.held else Fraction(0)


@dataclass(frozen=True)
class Together:
    """The share of many in a month, and how many of them had any time in it."""

    share: Share
    students: int


def shares_of(students: Mapping[UUID, Sequence[Days]]) -> dict[date, Together]:
    """The share of each month that has any lesson, by its first day; each student counts on their days."""
    if not students:
        return {}
    every = [days for those in students.values() for days in those]
    first, last = min(days[0] for days in every), max(days[1] for days in every)
    stays = _stays(students, first, last)
    held, missed = _held(stays, first, last), Counter[date]()
    for month, student_id, minutes, is_missed in _entries(stays, first, last):
        if is_missed:
            missed[month] += minutes
        else:
            held[month, student_id] -= minutes
    found: dict[date, list[int]] = {}
    for (month, _), minutes in held.items():
        if minutes:
            found.setdefault(month, []).append(minutes)
    return {
        month: Together(Share(missed[month], sum(each)), len(each)) for month, each in sorted(found.items())
    }


def _stays(students: Mapping[UUID, Sequence[Days]], first: date, last: date) -> dict[UUID, list[Stay]]:
    """In which groups each is from when until when, within their own days."""
    found: dict[UUID, list[Stay]] = {}
    for some in portions(students):
        for student_id, stays in stays_of(some, first, last).items():
            own = product(stays, students[student_id])
            clipped = ((group, max(one, days[0]), min(other, days[1])) for (group, one, other), days in own)
            found[student_id] = [stay for stay in clipped if stay[1] <= stay[2]]
    return found


def _held(stays: Mapping[UUID, list[Stay]], first: date, last: date) -> Counter[tuple[date, UUID]]:
    """The minutes of all registered lessons that each has, by month and student."""
    months: dict[Stay, Counter[date]] = {stay: Counter() for those in stays.values() for stay in those}
    by_group: dict[UUID, list[tuple[date, int]]] = {}
    rows = (
        select(Lesson.group_id, Lesson.day, func.sum(Lesson.minutes))
        .where(Lesson.group_id.in_({group for group, _, _ in months}), Lesson.day.between(first, last))
        .where(Lesson.registered_at.is_not(None), Lesson.is_cancelled.is_(False))
        .group_by(Lesson.group_id, Lesson.day)
    )
    for group_id, day, minutes in db.session.execute(rows):
        by_group.setdefault(group_id, []).append((day, int(minutes)))
    for (group_id, begins, ends), of_stay in months.items():
        for day, minutes in by_group.get(group_id, ()):
            if begins <= day <= ends:
                of_stay[day.replace(day=1)] += minutes
    held = Counter[tuple[date, UUID]]()
    for student_id, those in stays.items():
        for stay in those:
            for month, minutes in months[stay].items():
                held[month, student_id] += minutes
    return held


def _outcome() -> ColumnElement[str]:
    """What was said in a row's lesson, as registers read it: absence on days of granted leave is leave."""
    is_on_leave = exists().where(
        StudentLeave.student_id == AttendanceEntry.student_id,
        StudentLeave.state == "granted",
        Lesson.day.between(StudentLeave.first_day, StudentLeave.last_day),
    )
    is_leave = and_(AttendanceEntry.outcome == "absent", is_on_leave)
    return case((is_leave, "approved_leave"), else_=AttendanceEntry.outcome)


def _entries(
    stays: Mapping[UUID, list[Stay]], first: date, last: date
) -> Iterator[tuple[date, UUID, int, bool]]:
    """What was missed (month, student, minutes, True) and what is no time of theirs (the same, False)."""
    partly = func.coalesce(AttendanceEntry.missed, 0)
    for some in portions(stays):
        rows = (
            select(
                AttendanceEntry.student_id,
                Lesson.group_id,
                Lesson.day,
                Lesson.minutes,
                _outcome(),
                partly,
            )
            .join(Lesson, Lesson.id == AttendanceEntry.lesson_id)
            .where(AttendanceEntry.student_id.in_(some), Lesson.day.between(first, last))
            .where(Lesson.registered_at.is_not(None), Lesson.is_cancelled.is_(False))
            .where(AttendanceEntry.outcome.in_((*ABSENT, *NOT_A_DAY)))
        )
        for student_id, group_id, day, minutes, outcome, part in db.session.execute(rows):
            if any(stay[0] == group_id and stay[1] <= day <= stay[2] for stay in stays[student_id]):
                is_missed = outcome in ABSENT
                told = part if is_missed and outcome != "absent" else minutes
                yield day.replace(day=1), student_id, int(told), is_missed
