"""What the engine counts from: registers of students, made of what is stored; and lessons nobody registered.

Students with the same groups share one timetable, so that its sums are worked out once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from casework.attendance.leave_models import StudentLeave
from casework.attendance.models import AttendanceEntry, Lesson, Placement
from casework.engine import register
from casework.engine.register import Entry, Register, Timetable, as_entry, as_lesson
from casework.expressions import PlainId, RowsTogether
from casework.extensions import db
from casework.people.models import Student

AT_ONCE = 500  # students; databases take only so many values in one question
Stay = tuple[UUID, date, date]


def students_of(lesson: Lesson) -> set[UUID]:
    """Who has the lesson: students placed in its group on the day, and those of the class placed nowhere."""
    here = and_(
        Placement.group_id == lesson.group_id,
        Placement.first_day <= lesson.day,
        or_(Placement.last_day.is_(None), Placement.last_day >= lesson.day),
    )
    placed = set(db.session.scalars(select(Placement.student_id).where(here)))
    is_placed = select(Placement.student_id).where(Placement.student_id == Student.id).exists()
    of_class = select(Student.id).where(Student.group_id == lesson.group_id, ~is_placed)
    return placed | set(db.session.scalars(of_class))


def entries_of(lesson: Lesson) -> dict[UUID, AttendanceEntry]:
    """What is said of each student in the lesson, where anything is."""
    rows = db.session.scalars(select(AttendanceEntry).where(AttendanceEntry.lesson_id == lesson.id))
    return {row.student_id: row for row in rows}


def state_of(lesson: Lesson) -> str:
    """What a page shows of the lesson, so that it can be told whether somebody has registered since."""
    total = select(func.coalesce(func.sum(AttendanceEntry.revision), 0))
    revisions = db.session.scalar(total.where(AttendanceEntry.lesson_id == lesson.id))
    return f"{int(lesson.registered_at is not None)}.{revisions}"


def is_registered_after(day: date) -> bool:
    """Whether a lesson of a later day is registered."""
    wanted = select(Lesson.id).where(Lesson.day > day, Lesson.registered_at.is_not(None))
    return db.session.scalar(wanted.limit(1)) is not None


def registers_of(students: Collection[UUID], first: date, last: date) -> dict[UUID, Register]:
    """The register of each of the students for the days, both included."""
    found: dict[UUID, Register] = {}
    tables: dict[tuple[Stay, ...], Timetable] = {}
    lessons: dict[UUID, list[register.Lesson]] = {}
    for some in portions(students):
        stays, entries = stays_of(some, first, last), _entries(some, first, last)
        leave = leave_days(some, first, last)
        missing = {group for each in stays.values() for group, _, _ in each} - lessons.keys()
        lessons |= _lessons(missing, first, last)
        for student_id in some:
            key = stays[student_id]
            if key not in tables:
                tables[key] = _timetable(key, lessons)
            found[student_id] = Register.of(
                tables[key], entries.get(student_id, ()), leave.get(student_id, ())
            )
    return found


def leave_days(students: Sequence[UUID], first: date, last: date) -> dict[UUID, list[tuple[date, date]]]:
    """The leave of each student who has been granted any that touches the days: its first and last day."""
    found: dict[UUID, list[tuple[date, date]]] = {}
    columns = (StudentLeave.student_id, StudentLeave.first_day, StudentLeave.last_day)
    here = StudentLeave.student_id.in_(students) & (StudentLeave.state == "granted")
    wanted = select(*columns).where(here, StudentLeave.first_day <= last, StudentLeave.last_day >= first)
    for student_id, begins, ends in db.session.execute(wanted.order_by(*columns)):
        found.setdefault(student_id, []).append((begins, ends))
    return found


def portions(students: Collection[UUID]) -> Iterator[list[UUID]]:
    """The students, as many at a time as databases take values."""
    every = sorted(students)
    for begin in range(0, len(every), AT_ONCE):
        yield every[begin : begin + AT_ONCE]


def stays_of(students: Collection[UUID], first: date, last: date) -> dict[UUID, tuple[Stay, ...]]:
    """In which groups each student is from when until when, within the days."""
    found: dict[UUID, list[Stay]] = {}
    placed = (Placement.group_id, Placement.first_day, Placement.last_day)
    rows = select(Student.id, Student.group_id, *placed).outerjoin(
        Placement, Placement.student_id == Student.id
    )
    for student_id, now_in, group_id, begins, ends in db.session.execute(
        rows.where(Student.id.in_(students))
    ):
        stays = found.setdefault(student_id, [])
        is_placed: bool = begins is not None
        if is_placed:
            stays.append((group_id, max(begins, first), min(ends or last, last)))
        elif now_in:
            stays.append((now_in, first, last))
    return {student_id: tuple(sorted(stays)) for student_id, stays in found.items()}


def _lessons(groups: Collection[UUID], first: date, last: date) -> dict[UUID, list[register.Lesson]]:
    """The lessons of each group: many, so they come in one row."""
    found: dict[UUID, list[register.Lesson]] = {group: [] for group in groups}
    told = (PlainId(Lesson.id), Lesson.day, Lesson.starts, Lesson.minutes, Lesson.subject)
    flags = (Lesson.registered_at.is_not(None), Lesson.is_cancelled)
    wanted = (
        select(Lesson.group_id, RowsTogether(*told, *flags))
        .where(Lesson.group_id.in_(groups), Lesson.day.between(first, last))
        .group_by(Lesson.group_id)
    )
    day_of = cache(date.fromisoformat)
    for group, rows in db.session.execute(wanted):
        found[group] = [
            as_lesson((key, day_of(day), starts, minutes, subject, bool(known), bool(cancelled)))
            for key, day, starts, minutes, subject, known, cancelled in rows
        ]
    return found


def _timetable(stays: tuple[Stay, ...], lessons: Mapping[UUID, list[register.Lesson]]) -> Timetable:
    held = [one for group, first, last in stays for one in lessons[group] if first <= one.on <= last]
    return Timetable.of(held)


def _entries(students: Sequence[UUID], first: date, last: date) -> dict[UUID, list[Entry]]:
    """What is said of each student: much, so it comes in one row."""
    said = (
        PlainId(AttendanceEntry.lesson_id),
        AttendanceEntry.outcome,
        AttendanceEntry.missed,
        AttendanceEntry.validity,
        AttendanceEntry.is_reported,
        AttendanceEntry.is_documented,
        AttendanceEntry.code,
        AttendanceEntry.revision,
    )
    wanted = (
        select(AttendanceEntry.student_id, RowsTogether(*said))
        .where(AttendanceEntry.student_id.in_(students), AttendanceEntry.day.between(first, last))
        .group_by(AttendanceEntry.student_id)
    )
    return {
        student_id: [
            as_entry((lesson, outcome, missed, validity, bool(reported), bool(documented), code, revision))
            for lesson, outcome, missed, validity, reported, documented, code, revision in rows
        ]
        for student_id, rows in db.session.execute(wanted)
    }


def unregistered(groups: Collection[UUID], first: date, day: date, minute: int) -> list[Lesson]:
    """The groups' lessons since the first day that are over on the day at the minute, and not registered."""
    is_over: ColumnElement[bool] = or_(
        Lesson.day < day, and_(Lesson.day == day, Lesson.starts + Lesson.minutes <= minute)
    )
    wanted = (
        select(Lesson)
        .where(Lesson.group_id.in_(groups), Lesson.day >= first, is_over)
        .where(Lesson.registered_at.is_(None), Lesson.is_cancelled.is_(False))
        .order_by(Lesson.day, Lesson.starts, Lesson.subject)
    )
    return list(db.session.scalars(wanted))
