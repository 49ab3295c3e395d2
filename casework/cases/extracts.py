"""Extracts of signed forms: released by an explicit decision, read in their own class, withdrawn for good."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from casework.access import policy
from casework.access.classes import CLASSES, Country, Ground
from casework.access.policy import Confidentiality, Person
from casework.cases.demands import demand_allowed
from casework.cases.extract_models import Extract
from casework.cases.models import Case
from casework.cases.signed import extract_content, extract_end_content
from casework.errors import Conflict, NotAcceptable, NotAllowed
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people import queries as people
from casework.people.models import Student, User
from casework.records.models import Submission

RELEASE = "extract:release"
GUARDIAN, ADMINISTRATION = "guardian", "administration"
KINDS = (GUARDIAN, ADMINISTRATION, "school", "authority")


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to release: which answers, in which class, to whom, on which ground, and why."""

    fields: tuple[str, ...]
    confidentiality: str
    kind: str
    recipient: str
    bond_id: UUID | None
    ground: str
    consent_on: date | None
    reason: str


@dataclass(frozen=True)
class Held:
    """What there is to release and what stands against it.

    `classes`: answered field → its class, of those that who releases reads; `readable`: the classes that they
    read; `withheld`: the fields kept from the recipient; `is_informed`: whether the recipient may be told.
    """

    classes: Mapping[str, Confidentiality]
    readable: Collection[str]
    grounds: Mapping[str, Ground]
    country: Country
    withheld: Collection[str] = frozenset()
    is_informed: bool = True


def faults(wanted: Wanted, held: Held) -> Iterator[tuple[str, NotAcceptable]]:
    """Everything that keeps the extract from being released: which of the decisions, and why."""
    if not wanted.fields or not set(wanted.fields) <= held.classes.keys():
        yield "fields", NotAcceptable("extract_nothing")
    elif set(wanted.fields) & set(held.withheld):
        yield "fields", NotAcceptable("extract_withheld")
    if wanted.kind not in KINDS or (wanted.kind == GUARDIAN) != (wanted.bond_id is not None):
        yield "recipient", NotAcceptable("extract_nobody")
    elif not held.is_informed:
        yield "recipient", NotAcceptable("extract_not_informed")
    elif not wanted.recipient.strip():
        yield "name", NotAcceptable("extract_nobody")
    yield from _ground_faults(wanted, held)
    if wanted.confidentiality not in held.readable:
        yield "confidentiality", NotAcceptable("extract_class")
    if not wanted.reason.strip():
        yield "reason", NotAcceptable("reason_missing")


def _ground_faults(wanted: Wanted, held: Held) -> Iterator[tuple[str, NotAcceptable]]:
    ground = held.grounds.get(wanted.ground)
    if ground is None:
        yield "ground", NotAcceptable("extract_no_ground")
    elif {held.classes.get(field) for field in wanted.fields} & ground.not_for:
        yield "ground", NotAcceptable("extract_ground")
    elif ground.is_consent and wanted.consent_on is None:
        yield "consent_on", NotAcceptable("extract_consent")


def release_extract(
    case: Case, signed: Submission, wanted: Wanted, held: Held, *, actor: Person, now: datetime
) -> Extract:
    """Releases the extract. Raises NotAllowed, NotAcceptable with the first fault, Conflict when annulled."""
    student = db.session.get_one(Student, case.student_id)
    demand_allowed(case, student, actor, RELEASE)
    if case.annulled_at or signed.finalised_at is None or signed.case_id != case.id:
        raise Conflict("case_changed", case_id=str(case.id))
    for _, fault in faults(wanted, held):
        raise fault
    row = _row(case, signed, wanted, held, actor=actor, now=now)
    row.role = _role(case, actor, wanted.confidentiality)
    db.session.add(row)
    db.session.flush()
    history.record(
        What.EXTRACT_RELEASED,
        case.id,
        actor=actor,
        role=row.role,
        now=now,
        **_says(row, signed.form),
        submission=str(signed.id),
        fields=row.fields,
        ground=row.ground,
        reason=row.reason,
        content=extract_content(row),
    )
    return row


def _row(
    case: Case, signed: Submission, wanted: Wanted, held: Held, *, actor: Person, now: datetime
) -> Extract:
    ground = held.grounds[wanted.ground]
    return Extract(
        case_id=case.id,
        submission_id=signed.id,
        fields=[one for one in held.classes if one in wanted.fields],
        confidentiality=wanted.confidentiality,
        kind=wanted.kind,
        recipient=wanted.recipient.strip(),
        guardianship_id=wanted.bond_id,
        ground=ground.id,
        law=ground.law[held.country],
        consent_on=wanted.consent_on if ground.is_consent else None,
        reason=wanted.reason.strip(),
        released_at=now,
        released_by_id=actor.id,
        withdrawal_reason="",
    )


def withdraw_extract(
    case: Case, row: Extract, form: str, reason: str, *, actor: Person, now: datetime
) -> None:
    """Nobody reads the extract here from now on; the history keeps that it was released."""
    role = demand_allowed(case, db.session.get_one(Student, case.student_id), actor, RELEASE)
    if row.withdrawn_at:
        raise Conflict("extract_withdrawn", case_id=str(case.id))
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawal_reason = now, actor.id, reason.strip()
    db.session.flush()
    said = {**_says(row, form), "reason": row.withdrawal_reason, "content": extract_end_content(row)}
    history.record(What.EXTRACT_WITHDRAWN, case.id, actor=actor, role=role, now=now, **said)


def extracts_of(
    case_id: UUID, readable: Collection[str], extract_id: UUID | None = None
) -> Sequence[tuple[Extract, Submission, str]]:
    """The extracts that stand and that the reader may read, newest first, with form and decider."""
    wanted = select(Extract, Submission, User.name).where(
        Extract.case_id == case_id,
        Extract.withdrawn_at.is_(None),
        Extract.confidentiality.in_(readable),
    )
    if extract_id:
        wanted = wanted.where(Extract.id == extract_id)
    rows = db.session.execute(
        wanted.join(Submission, Submission.id == Extract.submission_id)
        .join(User, User.id == Extract.released_by_id)
        .order_by(Extract.released_at.desc(), Extract.id)
    )
    return [(row, signed, name) for row, signed, name in rows]


def _says(row: Extract, form: str) -> dict[str, object]:
    return {
        "extract": str(row.id),
        "form": form,
        "recipient": row.recipient,
        "confidentiality": row.confidentiality,
    }


def _role(case: Case, actor: Person, confidentiality: str) -> str:
    """The role that reads the class here and may release; NotAllowed where there is none."""
    place = people.place(db.session.get_one(Student, case.student_id), case.is_handed_over)
    decision = policy.decide(actor, RELEASE, place, policy.Context(_class(confidentiality)))
    if not decision.is_allowed:
        raise NotAllowed
    return decision.role


def _class(name: str) -> Confidentiality:
    return next(one for one in CLASSES if one == name)
