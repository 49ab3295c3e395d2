"""Notes that an attached document has come in: when, from whom, under which number of the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework.access.policy import Person
from casework.attachments.queries import Held
from casework.cases.demands import demand_allowed, demand_case_open
from casework.cases.models import Case
from casework.clock import school_date
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.letters.models import ReceivedDocument
from casework.letters.proof import document_content
from casework.letters.queries import numbers_given
from casework.people.models import Student, Unit

CHANGE = "case:change"


@dataclass(frozen=True)
class Arrival:
    """When it came, from whom (as the kinds of letters say that), under which number; empty where none."""

    on: date
    sender: str
    number: str = ""


def demand_free(number: str, case: Case | None = None) -> None:
    """Raises Conflict where the register has given the number; who asks at the same time waits for this."""
    if not number:
        return
    authority = select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id)
    db.session.scalars(authority.with_for_update(key_share=True)).all()
    if number in numbers_given(number):
        raise Conflict("number_given", **({"case_id": str(case.id)} if case else {}))


def register_received(
    case: Case, held: Held, arrival: Arrival, *, actor: Person, now: datetime
) -> ReceivedDocument:
    """The document in the register. Raises Conflict where it or its number stands there, or it was sent."""
    demand_case_open(case)
    if held.attachment.is_sent or held.attachment.removed_at:
        raise Conflict("attachment_replaced", case_id=str(case.id))
    if arrival.on > school_date(now):
        raise NotAcceptable("day_to_come")
    student = db.session.get_one(Student, case.student_id)
    role = demand_allowed(case, student, actor, CHANGE)
    demand_free(arrival.number.strip(), case)
    row = ReceivedDocument(
        case_id=case.id,
        unit_id=student.unit_id,
        attachment_id=held.attachment.id,
        received_on=arrival.on,
        sender=arrival.sender,
        number=arrival.number.strip(),
        registered_at=now,
        registered_by_id=actor.id,
        role=role,
    )
    db.session.add(row)
    held.attachment.is_received = True
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict("letter_changed", case_id=str(case.id)) from error
    _record(row, held, actor=actor, now=now)
    return row


def _record(row: ReceivedDocument, held: Held, *, actor: Person, now: datetime) -> None:
    history.record(
        What.DOCUMENT_RECEIVED,
        row.case_id,
        actor=actor,
        role=row.role,
        now=now,
        document=str(row.id),
        attachment=str(held.attachment.id),
        title=held.newest.title,
        sender=row.sender,
        number=row.number,
        confidentiality=held.attachment.confidentiality,
        content=document_content(row),
    )
