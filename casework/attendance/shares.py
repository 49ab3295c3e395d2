"""How much of their time many students missed together, month by month: sums, and nothing of one student.

By the same rules as a single student's register: only registered lessons of their own timetable count, and
what is no day of theirs (leave, what the school arranges) is in neither sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
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


def shares_of(students: Mapping[UUID, Days]) -> dict[date, Share]:
    """The share of each month that has any lesson, by its first day; each student counts on their days."""
    held, missed = Counter[date](), Counter[date]()
    if not students:
        return {}
    first, last = min(days[0] for days in students.values()), max(days[1] for days in students.values())
    stays = _stays(students, first, last)
    _add_held(stays, first, last, held)
    for month, minutes, is_missed in _entries(stays, first, last):
        (missed if is_missed else held)[month] += minutes if is_missed else -minutes
    return {month: Share(missed[month], held[month]) for month in sorted(held) if held[month]}


def _stays(students: Mapping[UUID, Days], first: date, last: date) -> dict[UUID, list[Stay]]:
    """In which groups each is from when until when, within their own days."""
    found: dict[UUID, list[Stay]] = {}
    for some in portions(students):
        for student_id, stays in stays_of(some, first, last).items():
            begins, ends = students[student_id]
            clipped = ((group, max(one, begins), min(other, ends)) for group, one, other in stays)
            found[student_id] = [stay for stay in clipped if stay[1] <= stay[2]]
    return found


def _add_held(stays: Mapping[UUID, list[Stay]], first: date, last: date, held: Counter[date]) -> None:
    """The minutes of all registered lessons, as often as there are students who have them."""
    alike = Counter(stay for those in stays.values() for stay in those)
    by_group: dict[UUID, list[tuple[date, int]]] = {}
    rows = (
        select(Lesson.group_id, Lesson.day, func.sum(Lesson.minutes))
        .where(Lesson.group_id.in_({group for group, _, _ in alike}), Lesson.day.between(first, last))
        .where(Lesson.registered_at.is_not(None), Lesson.is_cancelled.is_(False))
        .group_by(Lesson.group_id, Lesson.day)
    )
    for group_id, day, minutes in db.session.execute(rows):
        by_group.setdefault(group_id, []).append((day, int(minutes)))
    for (group_id, begins, ends), number in alike.items():
        for day, minutes in by_group.get(group_id, ()):
            if begins <= day <= ends:
                held[day.replace(day=1)] += minutes * number


def _outcome() -> ColumnElement[str]:
    """What was said in a row's lesson, as registers read it: absence on days of granted leave is leave."""
    is_on_leave = exists().where(
        StudentLeave.student_id == AttendanceEntry.student_id,
        StudentLeave.state == "granted",
        Lesson.day.between(StudentLeave.first_day, StudentLeave.last_day),
    )
    is_leave = and_(AttendanceEntry.outcome == "absent", is_on_leave)
    return case((is_leave, "approved_leave"), else_=AttendanceEntry.outcome)


def _entries(stays: Mapping[UUID, list[Stay]], first: date, last: date) -> Iterator[tuple[date, int, bool]]:
    """What was missed (month, minutes, True) and what is no time of theirs (month, minutes, False)."""
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
                yield day.replace(day=1), int(told), is_missed
