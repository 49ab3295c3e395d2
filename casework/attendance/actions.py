"""Registers attendance and corrects it. Everything has a natural key: the same said twice is said once.

Each action answers with the students whose figures it may have changed; only these are worked out anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.attendance import queries
from casework.attendance.models import AttendanceEntry, AttendanceRevision, Lesson, Placement
from casework.engine.register import Outcome, Validity
from casework.errors import NotAcceptable
from casework.extensions import db

PARTLY = ("late", "left_early")
LONGEST_REASON = 1000  # signs


@dataclass(frozen=True)
class Said:
    """What somebody says of a student in a lesson; `missed` are the minutes of a late or early one."""

    outcome: Outcome
    missed: int = 0
    validity: Validity = "undecided"
    is_reported: bool = False
    is_documented: bool = False
    code: str = ""


PRESENT, UNKNOWN = Said("present"), Said("unknown")
NAMES = tuple(one.name for one in fields(Said))


def schedule(group_id: UUID, day: date, starts: int, minutes: int, *, subject: str = "") -> Lesson:
    """The lesson of the group at that time: the one that is there, or a new one."""
    key = (Lesson.group_id == group_id, Lesson.day == day, Lesson.starts == starts, Lesson.subject == subject)
    lesson = db.session.scalars(select(Lesson).where(*key)).one_or_none()
    if lesson is None:
        lesson = Lesson(group_id=group_id, day=day, starts=starts, minutes=minutes, subject=subject)
        db.session.add(lesson)
        db.session.flush()
    return lesson


def place(student_id: UUID, group_id: UUID, first_day: date, last_day: date | None = None) -> set[UUID]:
    """Gives the student the lessons of the group from the first to the last day."""
    key = {"student_id": student_id, "group_id": group_id, "first_day": first_day}
    row = db.session.get(Placement, key)
    if row is not None and row.last_day == last_day:
        return set()
    if row is None:
        db.session.add(Placement(**key, last_day=last_day))
    else:
        row.last_day = last_day
    db.session.flush()
    return {student_id}


def repeat_week(groups: Collection[UUID], day: date) -> list[Lesson]:
    """Gives each of the groups that has no lesson on the day those that it had a week before."""
    before = day - timedelta(days=7)
    has_some = set(db.session.scalars(select(Lesson.group_id).where(Lesson.day == day)))
    wanted = select(Lesson).where(Lesson.group_id.in_(groups), Lesson.day == before)
    earlier = db.session.scalars(wanted.where(Lesson.is_cancelled.is_(False)).order_by(Lesson.starts)).all()
    return [
        schedule(one.group_id, day, one.starts, one.minutes, subject=one.subject)
        for one in earlier
        if one.group_id not in has_some
    ]


def register_lesson(
    lesson: Lesson,
    said: Mapping[UUID, Said],
    *,
    actor: Person,
    now: datetime,
    reason: str = "",
    unseen: Collection[UUID] = (),
) -> set[UUID]:
    """Registers the lesson: who is not in `said` was there. Registered again, it says what holds now.

    Of the `unseen`, who are kept from the actor, nothing is said: it stays as it is, or is unknown.

    Raises NotAcceptable for a student who does not have the lesson, for minutes that do not fit it.
    """
    having = _students(lesson, said)
    for one in said.values():
        _demand_minutes(lesson, one)
    rows = queries.entries_of(lesson)
    is_first = lesson.registered_at is None
    touched = having if is_first else set()
    if is_first:
        lesson.registered_at, lesson.registered_by_id = now, actor.id
    for student_id in having:
        row = rows.get(student_id)
        if student_id in unseen and not is_first:
            continue
        told = UNKNOWN if student_id in unseen else said.get(student_id, PRESENT)
        if _keep(lesson, student_id, row, told, reason, actor, now):
            touched = touched | {student_id}
    db.session.flush()
    return touched


def tell_ahead(lesson: Lesson, said: Mapping[UUID, Said], *, actor: Person, now: datetime) -> set[UUID]:
    """Keeps absence that is known before the lesson begins, or takes it back by what is unknown.

    By that nobody has registered the lesson, so it counts for nothing until somebody does. Raises
    NotAcceptable for a student who does not have the lesson.
    """
    _students(lesson, said)
    rows = queries.entries_of(lesson)
    news = {one: told for one, told in said.items() if told.outcome == "absent" or one in rows}
    touched = {one for one, told in news.items() if _keep(lesson, one, rows.get(one), told, "", actor, now)}
    db.session.flush()
    return touched


def decide_validity(
    lesson: Lesson, student_id: UUID, validity: Validity, reason: str, *, actor: Person, now: datetime
) -> set[UUID]:
    """Says whether the absence has a valid reason, and why. Raises NotAcceptable without either."""
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    row = queries.entries_of(lesson).get(student_id)
    if row is None or row.outcome not in ("absent", *PARTLY):
        raise NotAcceptable("no_absence")
    said = Said(**{name: getattr(row, name) for name in NAMES} | {"validity": validity})
    is_changed = _keep(lesson, student_id, row, said, reason.strip(), actor, now)
    db.session.flush()
    return {student_id} if is_changed else set()


def correct(
    lesson: Lesson, student_id: UUID, said: Said, reason: str, *, actor: Person, now: datetime
) -> None:
    """Says what is true of one student in a registered lesson, and why; what was said before is kept."""
    _keep(lesson, student_id, queries.entries_of(lesson).get(student_id), said, reason, actor, now)
    db.session.flush()


def cancel_lesson(lesson: Lesson, *, is_cancelled: bool = True) -> set[UUID]:
    """The lesson is not held: what was registered in it stays, and counts for nothing."""
    if lesson.is_cancelled == is_cancelled:
        return set()
    lesson.is_cancelled = is_cancelled
    db.session.flush()
    return queries.students_of(lesson)


def _students(lesson: Lesson, said: Mapping[UUID, Said]) -> set[UUID]:
    """Who has the lesson; these alone can be said something of."""
    having = queries.students_of(lesson)
    if not said.keys() <= having:
        raise NotAcceptable("student_not_in_lesson")
    return having


def _demand_minutes(lesson: Lesson, said: Said) -> None:
    """Whoever missed all of the lesson was absent, and neither late nor gone early."""
    fits = 0 < said.missed < lesson.minutes if said.outcome in PARTLY else not said.missed
    if not fits:
        raise NotAcceptable("minutes_do_not_fit")


def _keep(
    lesson: Lesson,
    student_id: UUID,
    row: AttendanceEntry | None,
    said: Said,
    reason: str,
    actor: Person,
    now: datetime,
) -> bool:
    """Keeps what is said where it is new, and what was said before it; answers whether it was."""
    told = {name: getattr(said, name) for name in NAMES}
    if row is None:
        if said == PRESENT:
            return False
        key = {"lesson_id": lesson.id, "student_id": student_id, "day": lesson.day}
        db.session.add(AttendanceEntry(**key, **told, reason=reason, at=now, by_id=actor.id))
        return True
    if all(getattr(row, name) == value for name, value in told.items()):
        return False
    _keep_earlier(row)
    for name, value in (*told.items(), ("reason", reason), ("at", now), ("by_id", actor.id)):
        setattr(row, name, value)
    row.revision += 1
    return True


def _keep_earlier(row: AttendanceEntry) -> None:
    names = ("lesson_id", "student_id", "revision", "reason", "at", "by_id", *NAMES)
    db.session.add(AttendanceRevision(**{name: getattr(row, name) for name in names}))
