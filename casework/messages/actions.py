"""What people and commands do with messages: release what could not be sent, give it up, hold everything."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from casework.access.policy import Person
from casework.database import keep_once
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.messages.models import Chore, Message


def release(message_id: UUID, *, now: datetime) -> Message:
    """Lets what could not be sent be tried anew. Raises Conflict where it is not dead any more."""
    row = _dead(message_id)
    row.state, row.due_at, row.released_at, row.attempts, row.ended_at = "waiting", now, now, 0, None
    db.session.flush()
    return row


def give_up(message_id: UUID, reason: str, *, actor: Person, now: datetime) -> Message:
    """It is not sent. Raises NotAcceptable without a reason, Conflict where it is not dead any more."""
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    row = _dead(message_id)
    row.state, row.ended_at, row.reason, row.closed_by_id = "withdrawn", now, reason.strip(), actor.id
    row.answer = "given_up"
    db.session.flush()
    return row


def _dead(message_id: UUID) -> Message:
    row = db.session.get(Message, message_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != "dead":
        raise Conflict("message_moved_on")
    return row


def hold_all(*, now: datetime) -> int:
    """Holds all that waits until a person releases it: what a backup holds may have been sent since."""
    waits = Message.state.in_(("waiting", "leased"))
    rows = list(db.session.scalars(select(Message.id).where(waits).with_for_update()))
    held = {"state": "dead", "answer": "held", "ended_at": now}
    db.session.execute(update(Message).where(Message.id.in_(rows)).values(held))
    return len(rows)


def begin(name: str, on: date, lasts: timedelta, *, now: datetime) -> bool:
    """Takes the day's work for this process alone, for so long; False where it is done or being done."""
    row = _chore(name, on)
    if row is None:
        keep_once(db.session(), Chore(name=name, on=on, leased_until=now))
        row = _chore(name, on)
    if row is None:
        return False
    if row.done_at is not None or row.leased_until > now:
        return False
    row.leased_until = now + lasts
    return True


def _chore(name: str, on: date) -> Chore | None:
    return db.session.get(Chore, (name, on), with_for_update=True, populate_existing=True)


def finish(name: str, on: date, *, now: datetime) -> None:
    """The day's work is done."""
    db.session.get_one(Chore, (name, on)).done_at = now
