"""Adds to a chain: the only way in. Nothing is ever changed or removed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.access.policy import Person
from casework.database import keep_once
from casework.extensions import db, history_key
from casework.history import chain
from casework.history.models import Chain, Event, Payload


class What(StrEnum):
    """The events there are, `subject:action`."""

    STUDENT_CASE_OPENED = "student:case_opened"
    CASE_OPENED = "case:opened"
    CASE_MOVED = "case:moved"
    TASK_REPORTED = "task:reported"
    TASK_WAIVED = "task:waived"
    FORM_BEGUN = "form:begun"
    FORM_FINALISED = "form:finalised"
    FORM_CORRECTED = "form:corrected"
    FORM_RECEIVED = "form:received"
    APPROVAL_REQUESTED = "approval:requested"
    APPROVAL_DECLINED = "approval:declined"
    APPROVAL_LAPSED = "approval:lapsed"
    CONSENT_GIVEN = "consent:given"
    CONSENT_WITHDRAWN = "consent:withdrawn"
    CONSENT_RETRACTED = "consent:retracted"
    APPROVAL_WITHDRAWN = "approval:withdrawn"
    FORM_DISCARDED = "form:discarded"
    FORM_RESTORED = "form:restored"
    TASK_REOPENED = "task:reopened"
    RESPONSIBLE_NAMED = "responsible:named"
    PARTICIPANT_ADDED = "participant:added"
    PARTICIPANT_ENDED = "participant:ended"
    NOTE_WRITTEN = "note:written"
    NOTE_CORRECTED = "note:corrected"
    ANNULMENT_REQUESTED = "annulment:requested"
    ANNULMENT_DECLINED = "annulment:declined"
    ANNULMENT_WITHDRAWN = "annulment:withdrawn"
    CASE_ANNULLED = "case:annulled"
    ASK_MADE = "ask:made"
    ASK_ENDED = "ask:ended"
    ATTACHMENT_ADDED = "attachment:added"
    ATTACHMENT_REPLACED = "attachment:replaced"
    ATTACHMENT_REMOVED = "attachment:removed"
    EXTRACT_RELEASED = "extract:released"
    EXTRACT_WITHDRAWN = "extract:withdrawn"
    CASE_MIGRATED = "case:migrated"
    CASE_MIGRATION_UNDONE = "case:migration_undone"
    STUDENT_PROTECTED = "student:protected"
    STUDENT_UNPROTECTED = "student:unprotected"
    READER_NAMED = "reader:named"
    READER_ENDED = "reader:ended"
    CONFLICT_STATED = "conflict:stated"
    CONFLICT_LIFTED = "conflict:lifted"
    HOME_DECIDED = "home:decided"
    HOME_WITHHELD = "home:withheld"
    HOME_WITHHELD_NO_LONGER = "home:withheld_no_longer"
    SIGNAL_TAKEN_UP = "signal:taken_up"
    SIGNAL_DISMISSED = "signal:dismissed"
    SIGNAL_PAUSED = "signal:paused"
    STUDENT_TASK_REPORTED = "student:task_reported"
    STUDENT_TASK_WAIVED = "student:task_waived"
    CONCERN_SIGNED = "concern:signed"
    CONCERN_TAKEN_UP = "concern:taken_up"
    CONCERN_DISMISSED = "concern:dismissed"


_MOVE = {"transition", "title", "kind", "from", "to", "to_title", "round", "reason", "effects"}
_FORM = {"form", "title", "submission", "version", "confidentiality"}
_ANNULMENT = {"annulment", "reason", "content"}
_ASK = {"ask", "transition", "title", "to", "confidentiality", "reason", "content"}
_SIGNED = {"content", "corrects", "reports", "attachments"}
_MIGRATION = {"migration", "workflow", "version", "sha", "title", "from", "to", "to_title", "round"}
_FILE = {"file", "version", "kind"}
_ATTACHMENT = {"attachment", "title", "form", "confidentiality", "content"}
_EXTRACT = {"extract", "form", "recipient", "confidentiality", "reason", "content"}
_CONSENT = frozenset({"consent", "purpose", "given_by", "content"})
_SIGNAL = {"signal", "rule", "proposes", "sha", "reason"}
_TASK = {"task", "action", "title"}
_STUDENT_TASK = _TASK | {"sha"}
_PROTECTED = frozenset({"protection", "reason", "content"})
_PARTICIPANT = frozenset({"participant", "name", "content"})
_WITHHELD = frozenset({"bond", "form", "fields", "reason"})
_HOME = {"kind", "may_be_contacted", "may_be_informed", "is_agreed_by_student", "speaks", "reason"}

# `content` is the hash of the row that the event tells of: a row that is changed later no longer fits it.
# What each event says; one that says more or less is a mistake and is refused.
KEYS: dict[What, frozenset[str]] = {
    What.STUDENT_CASE_OPENED: frozenset({"case", "number"}),
    What.CASE_OPENED: frozenset(
        {"workflow", "version", "sha", "to", "to_title", "round", "reason", "number", "is_handed_over"}
    ),
    What.CASE_MOVED: frozenset(_MOVE | {"approved_request", "content", "is_handed_over"}),
    What.TASK_REPORTED: frozenset(_TASK | {"milestone", "outcome", "outcome_title", "report", "content"}),
    What.TASK_WAIVED: frozenset({"task", "action", "title", "reason"}),
    **dict.fromkeys((What.FORM_BEGUN, What.FORM_DISCARDED), frozenset(_FORM)),
    **dict.fromkeys((What.FORM_FINALISED, What.FORM_CORRECTED), frozenset(_FORM | _SIGNED)),
    What.FORM_RECEIVED: frozenset(_FORM | {"content", "reports"}),
    What.APPROVAL_REQUESTED: frozenset(
        {"approval", "transition", "title", "to", "to_title", "rests_on", "content"}
    ),
    What.APPROVAL_DECLINED: frozenset({"approval", "transition", "title", "reason", "content"}),
    What.APPROVAL_LAPSED: frozenset({"approval", "transition", "title", "why", "content"}),
    **dict.fromkeys((What.CONSENT_GIVEN, What.CONSENT_WITHDRAWN, What.CONSENT_RETRACTED), _CONSENT),
    What.APPROVAL_WITHDRAWN: frozenset({"approval", "transition", "title", "content"}),
    What.FORM_RESTORED: frozenset(_FORM | {"restores"}),
    What.TASK_REOPENED: frozenset({"task", "action", "title", "reason", "taken_back", "content"}),
    What.RESPONSIBLE_NAMED: frozenset({"visit", "name", "content"}),
    **dict.fromkeys((What.PARTICIPANT_ADDED, What.PARTICIPANT_ENDED), _PARTICIPANT),
    What.NOTE_WRITTEN: frozenset({"note", "confidentiality", "content"}),
    What.NOTE_CORRECTED: frozenset({"note", "confidentiality", "replaces", "content"}),
    **dict.fromkeys((What.ANNULMENT_REQUESTED, What.ANNULMENT_DECLINED), frozenset(_ANNULMENT)),
    What.ANNULMENT_WITHDRAWN: frozenset({"annulment", "content"}),
    What.CASE_ANNULLED: frozenset(_ANNULMENT | {"from", "to", "effects"}),
    What.ASK_MADE: frozenset(_ASK | {"roles"}),
    What.ASK_ENDED: frozenset(_ASK | {"status"}),
    **dict.fromkeys((What.ATTACHMENT_ADDED, What.ATTACHMENT_REPLACED), frozenset(_ATTACHMENT | _FILE)),
    What.ATTACHMENT_REMOVED: frozenset(_ATTACHMENT | {"reason"}),
    What.EXTRACT_RELEASED: frozenset(_EXTRACT | {"submission", "fields", "ground"}),
    What.EXTRACT_WITHDRAWN: frozenset(_EXTRACT),
    What.CASE_MIGRATED: frozenset(_MIGRATION | {"is_handed_over", "reason", "effects"}),
    What.CASE_MIGRATION_UNDONE: frozenset(_MIGRATION | {"is_handed_over"}),
    **dict.fromkeys((What.STUDENT_PROTECTED, What.STUDENT_UNPROTECTED), _PROTECTED),
    What.READER_NAMED: frozenset({"reader", "user", "until", "content"}),
    What.READER_ENDED: frozenset({"reader", "user", "content"}),
    What.CONFLICT_STATED: frozenset({"conflict", "user", "content"}),
    What.CONFLICT_LIFTED: frozenset({"conflict", "user", "reason", "content"}),
    What.HOME_DECIDED: frozenset(_HOME | {"bond", "content"}),
    **dict.fromkeys((What.HOME_WITHHELD, What.HOME_WITHHELD_NO_LONGER), _WITHHELD),
    **dict.fromkeys((What.SIGNAL_TAKEN_UP, What.SIGNAL_DISMISSED, What.SIGNAL_PAUSED), frozenset(_SIGNAL)),
    What.CONCERN_SIGNED: frozenset({"concern", "form", "confidentiality", "content"}),
    **dict.fromkeys((What.CONCERN_TAKEN_UP, What.CONCERN_DISMISSED), frozenset({"concern", "content"})),
    What.STUDENT_TASK_REPORTED: frozenset(_STUDENT_TASK | {"milestone", "outcome", "report", "content"}),
    What.STUDENT_TASK_WAIVED: frozenset(_STUDENT_TASK | {"reason"}),
}


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
