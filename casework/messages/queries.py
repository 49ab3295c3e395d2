"""Finds messages: those about a student or a case for who reads it, those that a person must decide about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from casework.errors import NotHere
from casework.extensions import db
from casework.messages.models import Message
from casework.people.models import Guardian, Student, Unit, User


@dataclass(frozen=True)
class Told:
    """A message with the name of whom it goes to, empty for the student."""

    message: Message
    receiver: str


def messages_about(student_id: UUID, *, limit: int, offset: int = 0) -> tuple[Sequence[Told], int]:
    """Those to the home about the student, the newest first, and how many in all."""
    return _found(Message.student_id == student_id, limit, offset)


def messages_in(
    case_id: UUID, student_id: UUID, since: datetime, until: datetime | None, *, limit: int, offset: int = 0
) -> tuple[Sequence[Told], int]:
    """Those in the case, and those to the home while it was open."""
    while_open = (Message.student_id == student_id) & (Message.opened_at >= since)
    if until:
        while_open &= Message.opened_at <= until
    return _found(or_(Message.case_id == case_id, while_open), limit, offset)


def _found(where: ColumnElement[bool], limit: int, offset: int) -> tuple[Sequence[Told], int]:
    rows: Select[Message, str | None, str | None] = (
        select(Message, Guardian.name, User.name)
        .outerjoin(Guardian, Guardian.id == Message.guardian_id)
        .outerjoin(User, User.id == Message.user_id)
        .where(where)
    )
    total = db.session.scalar(select(func.count()).select_from(Message).where(where)) or 0
    newest = rows.order_by(Message.opened_at.desc(), Message.id).limit(limit).offset(offset)
    return [Told(row, guardian or user or "") for row, guardian, user in db.session.execute(newest)], total


@dataclass(frozen=True)
class Dead:
    """A message that could not be sent, and the school it is about, where that may be said."""

    message: Message
    school: str


def dead(*, limit: int, offset: int = 0) -> tuple[Sequence[Dead], int]:
    """What a person must decide about, the oldest first: nothing of whom it is about or goes to.

    The school stands there for who can help; of students with a protected identity it does not.
    """
    is_dead = Message.state == "dead"
    rows = (
        select(Message, Unit.name)
        .outerjoin(Student, (Student.id == Message.student_id) & Student.is_protected.is_(False))
        .outerjoin(Unit, Unit.id == Student.unit_id)
        .where(is_dead)
        .order_by(Message.opened_at, Message.id)
    )
    found = [Dead(row, school or "") for row, school in db.session.execute(rows.limit(limit).offset(offset))]
    return found, dead_count()


def dead_count() -> int:
    """How many a person must decide about."""
    return db.session.scalar(select(func.count()).where(Message.state == "dead")) or 0


def dead_one(message_id: UUID) -> Message:
    """One of them; else NotHere."""
    found = db.session.get(Message, message_id)
    if found is None or found.state != "dead":
        raise NotHere
    return found


@dataclass(frozen=True)
class Backlog:
    """How many messages wait, and since when the oldest has been due."""

    count: int
    due_since: datetime | None


def backlog(now: datetime) -> Backlog:
    """What ought to have been sent by now."""
    waits = Message.state.in_(("waiting", "leased")) & (Message.due_at <= now)
    count, oldest = db.session.execute(select(func.count(), func.min(Message.due_at)).where(waits)).one()
    return Backlog(count, oldest)
