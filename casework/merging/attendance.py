"""The attendance of two rows of one student: what moves, and where the two say different things.

What was registered of the row that goes is true of the one that stays, unless something else is known there.
What nobody knows gives way to what somebody does. Where both are known and differ, a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, func, select, update

from casework.access.policy import Person
from casework.attendance import actions
from casework.attendance.actions import PRESENT, Said
from casework.attendance.many import AT_ONCE, Having
from casework.attendance.marks import kept_said
from casework.attendance.models import AttendanceEntry, Lesson, Placement
from casework.engine.school_calendar import school_year
from casework.extensions import db
from casework.people.models import Student

Word = Literal["into", "from"]


@dataclass(frozen=True)
class Differing:
    """A lesson of which the two say different things."""

    lesson: Lesson
    into: Said
    other: Said


@dataclass(frozen=True)
class Both:
    """What the two say: entries that move, lessons where the other's word is taken, and where they differ."""

    moving: tuple[UUID, ...]
    taken: tuple[tuple[Lesson, Said], ...]
    differing: tuple[Differing, ...]


def compared(into: Student, other: Student) -> Both:
    """What becomes of each lesson of which something is said of one of them."""
    mine, theirs = _entries(into.id), _entries(other.id)
    moving, taken, differing = list[UUID](), list[tuple[Lesson, Said]](), list[Differing]()
    having = Having()
    for lesson in _lessons(mine.keys() | theirs.keys()):
        having.learn({lesson.group_id})
        here = having.on(lesson.group_id, lesson.day)
        is_registered = lesson.registered_at is not None
        held, said = (
            kept_said(rows[lesson.id])
            if lesson.id in rows
            else (PRESENT if is_registered and one.id in here else None)
            for one, rows in ((into, mine), (other, theirs))
        )
        if said is None or said == held:
            continue
        if held is None:
            moving += [lesson.id] if lesson.id in theirs else []
        elif held.outcome == "unknown":
            taken.append((lesson, said))
        elif said.outcome != "unknown":
            differing.append(Differing(lesson, held, said))
    return Both(tuple(moving), tuple(taken), tuple(differing))


def move(
    both: Both, into: Student, other: Student, decided: Mapping[UUID, Word], reason: str, *,
    actor: Person, now: datetime,
) -> None:  # fmt: skip
    """Moves what moves, and takes the other's word where somebody has decided so."""
    for begin in range(0, len(both.moving), AT_ONCE):
        some = AttendanceEntry.lesson_id.in_(both.moving[begin : begin + AT_ONCE])
        mine = update(AttendanceEntry).where(some, AttendanceEntry.student_id == other.id)
        db.session.execute(mine.values(student_id=into.id), execution_options={"synchronize_session": False})
    db.session.expire_all()
    chosen = [(one.lesson, one.other) for one in both.differing if decided.get(one.lesson.id) == "from"]
    for lesson, said in (*both.taken, *chosen):
        actions.correct(lesson, into.id, said, reason, actor=actor, now=now)


def move_timetable(into: Student, other: Student, now_on: date) -> int:
    """Gives the row that stays the lessons that the other had; answers how many groups that were.

    Without any group of its own, it has the lessons of its class, which then become a group of its own.
    """
    theirs = db.session.scalars(select(Placement).where(Placement.student_id == other.id)).all()
    stays = [(one.group_id, one.first_day, one.last_day) for one in theirs] or _as_class(other)
    has_own = db.session.scalars(select(Placement.group_id).where(Placement.student_id == into.id)).all()
    stays = [one for one in stays if has_own or one[0] != into.group_id]
    if stays and not has_own and into.group_id:
        first = db.session.scalar(select(func.min(Lesson.day)).where(Lesson.group_id == into.group_id))
        actions.place(into.id, into.group_id, first or school_year(now_on)[0])
    for group_id, first_day, last_day in stays:
        if db.session.get(Placement, (into.id, group_id, first_day)) is None:
            actions.place(into.id, group_id, first_day, last_day)
    db.session.execute(delete(Placement).where(Placement.student_id == other.id))
    return len({one[0] for one in stays})


def _as_class(student: Student) -> list[tuple[UUID, date, date | None]]:
    """From when until when something is said of the student in lessons of the class."""
    days = select(func.min(Lesson.day), func.max(Lesson.day)).join(
        AttendanceEntry, AttendanceEntry.lesson_id == Lesson.id
    )
    of_class = (AttendanceEntry.student_id == student.id) & (Lesson.group_id == student.group_id)
    first, last = db.session.execute(days.where(of_class)).one()
    return [(student.group_id, first, last)] if student.group_id and first else []


def _entries(student_id: UUID) -> dict[UUID, AttendanceEntry]:
    rows = db.session.scalars(select(AttendanceEntry).where(AttendanceEntry.student_id == student_id))
    return {row.lesson_id: row for row in rows}


def _lessons(ids: Iterable[UUID]) -> list[Lesson]:
    every, found = sorted(ids), list[Lesson]()
    for begin in range(0, len(every), AT_ONCE):
        found += db.session.scalars(select(Lesson).where(Lesson.id.in_(every[begin : begin + AT_ONCE])))
    return sorted(found, key=lambda one: (one.day, one.starts, one.subject, one.id))
