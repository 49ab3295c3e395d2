"""What the history binds of a group: who is in it from when until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from casework.database import UNREADABLE
from casework.extensions import db
from casework.history.binding import Contents, row_faults
from casework.history.chain import content
from casework.history.events import What
from casework.history.queries import bound
from casework.prevention.models import CohortMember

KIND = "member of a group"
_BINDS: Mapping[str, tuple[str, str]] = dict.fromkeys(
    (What.COHORT_JOINED, What.COHORT_LEFT), (KIND, "member")
)


def member_content(row: CohortMember) -> str:
    """Who is in which group from when until when, and who said so."""
    return content(
        unit=row.unit_id,
        workflow=row.workflow,
        cohort=row.cohort,
        student=row.student_id,
        first_on=row.first_on,
        last_on=row.last_on,
        added_at=row.added_at,
        added_by=row.added_by_id,
        ended_at=row.ended_at,
        ended_by=row.ended_by_id,
    )


def faults() -> Iterator[str]:
    """Every row of a group that is missing, changed or without its event; told by id."""
    try:
        yield from row_faults(bound(_BINDS), kept())
    except UNREADABLE as error:
        yield f"groups cannot be read: {type(error).__name__}"


def kept() -> Contents:
    """The rows that there are, with the hashes of what they say now."""
    return {(KIND, str(one.id)): member_content(one) for one in db.session.scalars(select(CohortMember))}
