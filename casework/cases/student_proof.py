"""Compares what has been reported about students outside their cases with the history."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from casework.cases.signed import milestone_content
from casework.database import UNREADABLE
from casework.extensions import db
from casework.history.binding import Contents, row_faults
from casework.history.events import What
from casework.history.models import Event, Payload
from casework.tasks.student_models import StudentReport

KIND = "report about a student"


def faults() -> Iterator[str]:
    """Every report that is missing, changed or without its event; told by id."""
    try:
        yield from row_faults(told(), kept())
    except UNREADABLE as error:
        yield f"what is reported about students cannot be read: {type(error).__name__}"


def told() -> Contents:
    """The reports that events tell of, with the hashes that they were bound with."""
    rows = (
        select(Payload.body)
        .join(Event, Event.id == Payload.event_id)
        .where(Event.kind.in_((What.STUDENT_TASK_REPORTED, What.STUDENT_TASK_REOPENED)))
    )
    return {(KIND, str(says.get("report"))): str(says.get("content")) for says in db.session.scalars(rows)}


def kept() -> Contents:
    """The reports that there are, with the hashes of what they say now."""
    rows = db.session.scalars(select(StudentReport))
    return {(KIND, str(one.id)): milestone_content(one) for one in rows}
