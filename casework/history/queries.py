"""Reads chains: the events of a case, and whether a chain still holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, case, or_, select, true

from casework.database import UNREADABLE
from casework.extensions import db, history_key
from casework.history import chain
from casework.history.binding import Contents, rebound
from casework.history.events import What
from casework.history.models import Chain, Event, Payload
from casework.people.models import User

# Kinds of events of which not even the fact is for everybody in the case.
CLASSED = ("ask", "attachment", "contact", "document", "extract", "letter", "measure", "monitoring", "note")


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


def events_of(
    chain_id: UUID, *, limit: int | None = None, readable: Collection[str] | None = None
) -> Sequence[EventRow]:
    """The events of the chain, newest first; for a reader only those that tell of nothing hidden from them.

    `readable` are the classes that the reader may see; of what was asked, noted, attached or released above
    them nothing is known.
    """
    shown = Payload.body["confidentiality"].as_string().in_(readable or ())
    is_plain = and_(*(Event.kind.not_like(f"{kind}:%") for kind in CLASSED))
    may_know = true() if readable is None else or_(is_plain, shown)
    rows = db.session.execute(
        select(Event, User.name, Payload.body)
        .outerjoin(User, User.id == Event.actor_id)
        .outerjoin(Payload, Payload.event_id == Event.id)
        .where(Event.chain_id == chain_id, may_know)
        .order_by(Event.seq.desc())
        .limit(limit)
    )
    return [EventRow(e.seq, e.at, e.kind, name or "", e.role, body or {}) for e, name, body in rows]


def bound(binds: Mapping[str, tuple[str, str]], holds: str = "content") -> Contents:
    """The rows that events of these kinds tell of, with the hashes that they were bound with.

    `binds` says for each kind of event what its row is called, and which word holds the row's id; `holds` is
    the word with the hash. Of several events about one row the newest counts; what a merge has moved to
    another student it binds anew.
    """
    is_merge = case((Event.kind == What.STUDENT_MERGED, 1), else_=0)
    rows = db.session.execute(
        select(Event.kind, Payload.body)
        .join(Payload, Payload.event_id == Event.id)
        .where(Event.kind.in_((*binds, What.STUDENT_MERGED)))
        .order_by(Event.at, is_merge, Event.chain_id, Event.seq)
    )
    found: Contents = {}
    for kind, says in rows:
        if kind in binds:
            called, word = binds[kind]
            found[called, str(says.get(word))] = str(says.get(holds, ""))
        if kind == What.STUDENT_MERGED and holds == "content":
            found |= rebound(says, {called for called, _ in binds.values()})
    return found


def bound_together(kind: str, called: str, word: str) -> Contents:
    """The same for events that tell of several rows at once: the word holds the hash of each by its id."""
    rows = db.session.scalars(
        select(Payload.body).join(Event, Event.id == Payload.event_id).where(Event.kind == kind)
    )
    hashes = (says.get(word) for says in rows)
    found = (one.items() for one in hashes if isinstance(one, Mapping))
    return {(called, str(row_id)): str(content) for pairs in found for row_id, content in pairs}


def head() -> str:
    """One value for the whole history, to be kept elsewhere: where it differs, the history does."""
    rows = db.session.execute(select(Chain.id, Chain.length, Chain.head))
    return chain.head_of_all(history_key(), ((row.id, row.length, row.head) for row in rows))


def breaches(chain_id: UUID | None = None) -> Iterator[Breach]:
    """Every fault of the chain, or of all chains: changed, missing, swapped, added or cut-off events."""
    known = {chain_id} if chain_id else set(db.session.scalars(select(Chain.id)))
    for each in sorted(known):
        yield from _legible(each, _breaches_of)
    if chain_id is None:
        for lost in db.session.scalars(
            select(Event.chain_id).where(Event.chain_id.not_in(select(Chain.id))).distinct()
        ):
            yield Breach(lost, 0, "no_chain")


def _legible(chain_id: UUID, check: Callable[[Chain], Iterator[Breach]]) -> Iterator[Breach]:
    """What the check finds; what cannot even be read is a fault too."""
    try:
        row = db.session.get(Chain, chain_id)
        yield from check(row) if row else [Breach(chain_id, 0, "no_chain")]
    except UNREADABLE:
        yield Breach(chain_id, 0, "unreadable")


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
        yield from _payload_breaches(event, payload)
        head = event.hash
    sealed = chain.seal(key, row.id, kind=row.kind, student=row.student_id, length=length, head=head)
    if (row.length, row.head, row.seal) != (length, head, sealed):
        yield Breach(row.id, length, "cut_off")


def _payload_breaches(event: Event, payload: Payload | None) -> Iterator[Breach]:
    if payload is None:
        yield Breach(event.chain_id, event.seq, "payload_missing")
    elif not _is_committed(event, payload):
        yield Breach(event.chain_id, event.seq, "payload_changed")
    elif event.kind == "student:case_opened" and not _is_there(payload):
        yield Breach(event.chain_id, event.seq, "case_gone")


def _is_committed(event: Event, payload: Payload) -> bool:
    try:
        return chain.commitment(payload.salt, payload.body) == event.commitment
    except UNREADABLE:
        return False


def _is_there(payload: Payload) -> bool:
    """Whether the case that a student's chain tells of still has its chain."""
    return db.session.get(Chain, UUID(str(payload.body["case"]))) is not None


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
