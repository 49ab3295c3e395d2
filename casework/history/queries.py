"""Reads chains: the events of a case, and whether a chain still holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.extensions import db, history_key
from casework.history import chain
from casework.history.models import Chain, Event, Payload
from casework.people.models import User


@dataclass(frozen=True)
class EventRow:
    """One event as a page reads it."""

    seq: int
    at: datetime
    kind: str
    by: str
    role: str
    says: Mapping[str, object]


@dataclass(frozen=True)
class Breach:
    """A place where a chain does not hold."""

    chain_id: UUID
    seq: int
    fault: str


def events_of(chain_id: UUID, *, limit: int | None = None) -> Sequence[EventRow]:
    """The events of the chain, newest first."""
    rows = db.session.execute(
        select(Event, User.name, Payload.body)
        .outerjoin(User, User.id == Event.actor_id)
        .outerjoin(Payload, Payload.event_id == Event.id)
        .where(Event.chain_id == chain_id)
        .order_by(Event.seq.desc())
        .limit(limit)
    )
    return [EventRow(e.seq, e.at, e.kind, name or "", e.role, body or {}) for e, name, body in rows]


def breaches(chain_id: UUID | None = None) -> Iterator[Breach]:
    """Every fault of the chain, or of all chains: changed, missing, swapped, added or cut-off events."""
    chains = db.session.scalars(
        select(Chain).where(Chain.id == chain_id) if chain_id else select(Chain)
    ).all()
    known = {row.id for row in chains}
    for row in chains:
        yield from _breaches_of(row)
    if chain_id is None:
        for lost in db.session.scalars(select(Event.chain_id).where(Event.chain_id.not_in(known)).distinct()):
            yield Breach(lost, 0, "no_chain")
        yield from _vanished(known)


def _vanished(known: set[UUID]) -> Iterator[Breach]:
    """Cases that a student's chain tells of and that have no chain any more."""
    told = select(Event.chain_id, Event.seq, Payload.body).join(Payload, Payload.event_id == Event.id)
    for chain_id, seq, body in db.session.execute(told.where(Event.kind == "student:case_opened")):
        if UUID(str(body["case"])) not in known:
            yield Breach(chain_id, seq, "case_gone")


def _breaches_of(row: Chain) -> Iterator[Breach]:
    key, head, length = history_key(), chain.start(history_key(), row.id), 0
    events = db.session.execute(
        select(Event, Payload)
        .outerjoin(Payload, Payload.event_id == Event.id)
        .where(Event.chain_id == row.id)
        .order_by(Event.seq)
    )
    for event, payload in events:
        length += 1
        if event.seq != length or event.prev_hash != head:
            yield Breach(row.id, event.seq, "out_of_order")
        if event.hash != _hash_of(event, key):
            yield Breach(row.id, event.seq, "changed")
        if payload and chain.commitment(payload.salt, payload.body) != event.commitment:
            yield Breach(row.id, event.seq, "payload_changed")
        head = event.hash
    if (row.length, row.head) != (length, head) or row.seal != chain.seal(key, row.id, length, head):
        yield Breach(row.id, length, "cut_off")


def _hash_of(event: Event, key: bytes) -> str:
    return chain.link(
        key,
        seq=event.seq,
        at=event.at,
        actor=str(event.actor_id),
        role=event.role,
        kind=event.kind,
        commits=event.commitment,
        prev=event.prev_hash,
    )
