"""What the history binds of meetings, and whether every meeting is as its last event says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from casework.database import UNREADABLE
from casework.extensions import db
from casework.history.binding import Contents, row_faults
from casework.history.chain import content
from casework.history.events import What
from casework.history.models import Event, Payload
from casework.meetings.models import Invited, Meeting, Shared

KIND, SHARED = "meeting", "passed-on part of minutes"
TELLING = (What.MEETING_CALLED, What.MEETING_CHANGED, What.MEETING_CANCELLED, What.MEETING_HELD)


def meeting_content(row: Meeting, called: Sequence[Invited]) -> str:
    """When and where, how it stands, what those outside may learn, and who is called and came."""
    return content(
        case=row.case_id,
        task=row.task_id,
        title=row.title,
        starts_at=row.starts_at,
        minutes=row.minutes,
        way=row.way,
        place=row.place,
        about=row.about,
        sharing=row.sharing,
        sharing_reason=row.sharing_reason,
        consent=row.consent_id,
        late_reason=row.late_reason,
        status=row.status,
        sequence=row.sequence,
        reason=row.reason,
        called_at=row.called_at,
        called_by=row.called_by_id,
        settled_at=row.settled_at,
        people=[_person(one) for one in sorted(called, key=lambda one: str(one.id))],
    )


def _person(one: Invited) -> list[object]:
    ids = [str(one.id), one.party, str(one.user_id or ""), str(one.guardian_id or "")]
    gone = one.left_at is not None
    return [*ids, one.name, one.body, one.email, one.is_protected, one.attended, gone]


def share_content(row: Shared) -> str:
    """Who got which parts of which form, on which ground, and from whom."""
    return content(
        meeting=row.meeting_id,
        person=row.person_id,
        submission=row.submission_id,
        sections=row.sections,
        sharing=row.sharing,
        at=row.at,
        by=row.by_id,
        role=row.role,
    )


def faults() -> Iterator[str]:
    """Every meeting that is missing, changed or without its event; told by id."""
    try:
        yield from row_faults(told(), kept())
    except UNREADABLE as error:
        yield f"meetings cannot be read: {type(error).__name__}"


def told() -> Contents:
    """The rows that events tell of, with the hashes that they were bound with last."""
    found: Contents = {}
    rows = (
        select(Event.kind, Payload.body)
        .join(Event, Event.id == Payload.event_id)
        .where(Event.kind.in_((*TELLING, What.MEETING_SHARED)))
        .order_by(Event.chain_id, Event.seq)
    )
    for kind, says in db.session.execute(rows):
        if kind == What.MEETING_SHARED:
            shares = says.get("shares")
            given = shares.items() if isinstance(shares, Mapping) else ()
            found |= {(SHARED, str(key)): str(value) for key, value in given}
        else:
            found[KIND, str(says.get("meeting"))] = str(says.get("content"))
    return found


def kept() -> Contents:
    """The rows that there are, with the hashes of what they say now."""
    called: dict[UUID, list[Invited]] = {}
    for one in db.session.scalars(select(Invited)):
        called.setdefault(one.meeting_id, []).append(one)
    meetings = db.session.scalars(select(Meeting))
    found: Contents = {(KIND, str(one.id)): meeting_content(one, called.get(one.id, ())) for one in meetings}
    return found | {(SHARED, str(one.id)): share_content(one) for one in db.session.scalars(select(Shared))}
