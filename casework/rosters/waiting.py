"""Deliveries that somebody has sent and is looking at: for a day at most, and only for who sent them.

What is older goes when the next delivery is sent or entered, by hand or by the work of the night.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete

from casework.access.policy import Person
from casework.errors import NotHere
from casework.extensions import db
from casework.rosters.feed import Feed
from casework.rosters.models import Waiting

HOLDS = timedelta(days=1)


def put(feed: Feed, *, actor: Person, now: datetime) -> Waiting:
    """Keeps what was sent, in place of all that the sender has sent before."""
    forget_old(now=now)
    db.session.execute(delete(Waiting).where(Waiting.sent_by_id == actor.id))
    row = Waiting(sent_at=now, sent_by_id=actor.id, feed=feed.model_dump_json())
    db.session.add(row)
    db.session.flush()
    return row


def waiting(waiting_id: UUID, *, actor: Person, now: datetime) -> Feed:
    """What the person has sent. Raises NotHere for what somebody else has, and for what is gone."""
    row = db.session.get(Waiting, waiting_id)
    if row is None or row.sent_by_id != actor.id or row.sent_at < now - HOLDS:
        raise NotHere
    return Feed.model_validate_json(row.feed)


def forget_old(*, now: datetime) -> None:
    """Takes away what nobody may look at any more."""
    db.session.execute(delete(Waiting).where(Waiting.sent_at < now - HOLDS))


def forget(waiting_id: UUID, *, actor: Person) -> None:
    """Takes away what the person has sent; nothing happens where it is gone."""
    db.session.execute(delete(Waiting).where(Waiting.id == waiting_id, Waiting.sent_by_id == actor.id))
