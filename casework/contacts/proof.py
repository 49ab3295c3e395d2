"""What the history binds of a contact, and whether every contact is as its event says."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from casework.contacts.models import LoggedContact
from casework.database import UNREADABLE
from casework.extensions import db
from casework.history.binding import Contents, row_faults
from casework.history.chain import content
from casework.history.events import What
from casework.history.models import Event, Payload

KIND = "contact"
LOGGED = (What.CONTACT_LOGGED, What.CONTACT_CORRECTED)


def contact_content(row: LoggedContact) -> str:
    """Who was in touch with whom about whom, how it went, what was said, and who wrote it."""
    return content(
        student=row.student_id,
        case=row.case_id,
        happened_at=row.happened_at,
        party=row.party,
        guardian=row.guardian_id,
        party_name=row.party_name,
        direction=row.direction,
        channel=row.channel,
        outcome=row.outcome,
        home_knew=row.home_knew,
        reason_given=row.reason_given,
        agreement=row.agreement,
        note=row.note,
        next_on=row.next_on,
        confidentiality=row.confidentiality,
        tasks=row.tasks,
        replaces=row.replaces_id,
        written_at=row.written_at,
        written_by=row.written_by_id,
        role=row.role,
    )


def faults() -> Iterator[str]:
    """Every contact that is missing, changed or without its event; told by id."""
    try:
        yield from row_faults(told(), kept())
    except UNREADABLE as error:
        yield f"contacts cannot be read: {type(error).__name__}"


def told() -> Contents:
    """The contacts that events tell of, with the hashes that they were bound with."""
    rows = select(Payload.body).join(Event, Event.id == Payload.event_id).where(Event.kind.in_(LOGGED))
    return {(KIND, str(says.get("contact"))): str(says.get("content")) for says in db.session.scalars(rows)}


def kept() -> Contents:
    """The contacts that there are, with the hashes of what they say now."""
    return {(KIND, str(one.id)): contact_content(one) for one in db.session.scalars(select(LoggedContact))}
