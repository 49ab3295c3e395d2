"""What the engine counts from: registers of students, made of what is stored; and lessons nobody registered.

Students with the same groups share one timetable, so that its sums are worked out once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, String, and_, func, or_, select, type_coerce

from casework.attendance.leave_models import StudentLeave
from casework.attendance.models import AttendanceEntry, Lesson, Placement
from casework.engine import register
from casework.engine.register import Entry, Register, Timetable, as_entry, as_lesson
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
    found: dict[UUID, list[register.Lesson]] = {group: [] for group in groups}
    columns = (
        type_coerce(Lesson.group_id, String),
        type_coerce(Lesson.id, String),
        Lesson.day,
        Lesson.starts,
        Lesson.minutes,
        Lesson.subject,
        Lesson.registered_at.is_not(None),
        Lesson.is_cancelled,
    )
    wanted = select(*columns).where(Lesson.group_id.in_(groups), Lesson.day.between(first, last))
    by_hex = {group.hex: lessons for group, lessons in found.items()}
    for row in _plain_rows(wanted):
        by_hex[row[0]].append(as_lesson(row[1:]))
    return found


def _timetable(stays: tuple[Stay, ...], lessons: Mapping[UUID, list[register.Lesson]]) -> Timetable:
    held = [one for group, first, last in stays for one in lessons[group] if first <= one.on <= last]
    return Timetable.of(held)


def _entries(students: Collection[UUID], first: date, last: date) -> dict[UUID, list[Entry]]:
    """What is said of each student: many rows, so the ids are left as the database has them."""
    found: dict[str, list[Entry]] = {}
    columns = (
        type_coerce(AttendanceEntry.student_id, String),
        type_coerce(AttendanceEntry.lesson_id, String),
        AttendanceEntry.outcome,
        AttendanceEntry.missed,
        AttendanceEntry.validity,
        AttendanceEntry.is_reported,
        AttendanceEntry.is_documented,
        AttendanceEntry.code,
        AttendanceEntry.revision,
    )
    mine = AttendanceEntry.student_id.in_(students)
    wanted = select(*columns).where(mine, AttendanceEntry.day.between(first, last))
    for student_id, rows in groupby(_plain_rows(wanted.order_by(AttendanceEntry.student_id)), itemgetter(0)):
        found[student_id] = [as_entry(row[1:]) for row in rows]
    return {one: found[one.hex] for one in students if one.hex in found}


def _plain_rows(wanted: Executable) -> Sequence[Sequence[Any]]:
    """Many rows of plain columns, the first two of them ids; nothing of them is known to the session.

    The ids are as one writes them without dashes; SQLite keeps them so, PostgreSQL has a kind of its own.
    """
    db.session.flush()
    rows = db.session.connection().execute(wanted).all()
    if rows and isinstance(rows[0][0], UUID):
        return [(one.hex, other.hex, *more) for one, other, *more in rows]
    return rows


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
