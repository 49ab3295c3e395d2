"""Adds to a chain: the only way in. Nothing is ever changed or removed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.access.policy import Person
from casework.database import keep_once
from casework.extensions import db, history_key
from casework.history import chain
from casework.history.events import KEYS, What
from casework.history.models import Chain, Event, Payload


def begin_chain(chain_id: UUID, kind: str, student_id: UUID) -> Chain:
    """A new, empty chain for a case or a student."""
    row = _empty(chain_id, kind, student_id)
    db.session.add(row)
    db.session.flush()
    return row


def begin_case_chain(case_id: UUID, number: int, student_id: UUID, *, actor: Person, now: datetime) -> None:
    """A chain for the case, and a note of it in the student's chain: a case cannot vanish without trace."""
    begin_chain(case_id, "case", student_id)
    record_about(What.STUDENT_CASE_OPENED, student_id, actor=actor, now=now, case=str(case_id), number=number)


def record_about(what: What, student_id: UUID, *, actor: Person, now: datetime, **says: object) -> Event:
    """Adds the event to the student's own chain, for what happens without a case; the first begins it."""
    if db.session.get(Chain, student_id) is None:
        keep_once(db.session(), _empty(student_id, "student", student_id))
    return record_each(what, [Entry(student_id, "", says)], actor=actor, now=now)[0]


def record(
    what: What, chain_id: UUID, *, actor: Person, role: str = "", now: datetime, **says: object
) -> Event:
    """Adds the event to the chain, under the chain's lock."""
    return record_each(what, [Entry(chain_id, role, says)], actor=actor, now=now)[0]


@dataclass(frozen=True)
class Entry:
    """What one event says, in which chain, and the role in which the actor did it."""

    chain_id: UUID
    role: str
    says: Mapping[str, object]


def record_each(what: What, entries: Sequence[Entry], *, actor: Person, now: datetime) -> list[Event]:
    """Adds one event to each of the chains, which are all different, under their locks."""
    for entry in entries:
        if frozenset(entry.says) != KEYS[what]:
            raise ValueError(f"{what} says {sorted(KEYS[what])}, not {sorted(entry.says)}")
    wanted = select(Chain).where(Chain.id.in_([one.chain_id for one in entries])).order_by(Chain.id)
    chains = {row.id: row for row in db.session.scalars(wanted.with_for_update())}
    events, payloads = [], []
    for entry in entries:
        row, salt = chains[entry.chain_id], secrets.token_hex(32)
        event = _event(row, what, actor, entry.role, now, chain.commitment(salt, entry.says))
        events.append(event)
        payloads.append(Payload(event_id=event.id, salt=salt, body=dict(entry.says)))
        row.length, row.head = event.seq, event.hash
        _seal(row)
    db.session.add_all(events)
    db.session.flush()
    db.session.add_all(payloads)
    db.session.flush()
    return events


def _empty(chain_id: UUID, kind: str, student_id: UUID) -> Chain:
    head = chain.start(history_key(), chain_id)
    row = Chain(id=chain_id, kind=kind, student_id=student_id, length=0, head=head)
    _seal(row)
    return row


def _seal(row: Chain) -> None:
    row.seal = chain.seal(
        history_key(), row.id, kind=row.kind, student=row.student_id, length=row.length, head=row.head
    )


def _event(row: Chain, what: What, actor: Person, role: str, now: datetime, commits: str) -> Event:
    seq = row.length + 1
    hashed = chain.link(
        history_key(),
        seq=seq,
        at=now,
        actor=str(actor.id),
        role=role,
        kind=what,
        commits=commits,
        prev=row.head,
    )
    return Event(
        id=uuid4(),
        chain_id=row.id,
        seq=seq,
        at=now,
        actor_id=actor.id,
        role=role,
        kind=what,
        commitment=commits,
        prev_hash=row.head,
        hash=hashed,
    )


def says(payload: Mapping[str, object], key: str) -> str:
    """One word of a payload as text, empty when the payload has been disposed of."""
    return str(payload.get(key, ""))
