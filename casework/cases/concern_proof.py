"""Compares reports of concern with the students' histories, which bind what was signed and decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from casework.cases.concern_models import Concern
from casework.database import UNREADABLE
from casework.extensions import db
from casework.history.binding import Contents, rebound, row_faults
from casework.history.chain import content
from casework.history.events import What
from casework.history.models import Event, Payload

# Event → what its row is called.
_BINDS: Mapping[str, str] = {
    What.CONCERN_SIGNED: "report of concern",
    What.CONCERN_TAKEN_UP: "decision on a report of concern",
    What.CONCERN_DISMISSED: "decision on a report of concern",
}


REPORT = "report of concern"


def report_content(row: Concern) -> str:
    """What was signed: the answers, on which form, about whom, by whom, when and as what."""
    return content(
        student=row.student_id,
        form=row.form,
        form_sha=row.form_sha,
        confidentiality=row.confidentiality,
        answers=row.answers,
        signed_at=row.signed_at,
        signed_by=row.author_id,
        signed_role=row.signed_role,
    )


def decision_content(row: Concern) -> str:
    """What was decided on it, by whom, when and why."""
    return content(state=row.state, reason=row.reason, at=row.decided_at, by=row.decided_by_id)


def concern_faults() -> Iterator[str]:
    """Every report that is not as the history says; told by id."""
    try:
        yield from row_faults(told(), kept())
    except UNREADABLE as error:
        yield f"reports of concern cannot be read: {type(error).__name__}"


def told() -> Contents:
    """The reports that the events tell of, with their hashes; bound anew where they have moved."""
    rows = db.session.execute(
        select(Event.kind, Payload.body)
        .join(Payload, Payload.event_id == Event.id)
        .where(Event.kind.in_([*_BINDS, What.STUDENT_MERGED]))
        .order_by(Event.at, Event.chain_id, Event.seq)
    ).all()
    found: Contents = {}
    for kind, says in rows:
        if kind in _BINDS:
            found[_BINDS[kind], str(says.get("concern"))] = str(says.get("content"))
    for _, says in rows:
        found |= rebound(says, {REPORT})
    return found


def kept() -> Contents:
    """The reports that an event has to tell of, with the hashes of what they say now."""
    found: Contents = {}
    for row in db.session.scalars(select(Concern).where(Concern.state != "draft")):
        found[REPORT, str(row.id)] = report_content(row)
        if row.state != "new" or row.decided_at or row.decided_by_id or row.reason:
            found["decision on a report of concern", str(row.id)] = decision_content(row)
    return found
