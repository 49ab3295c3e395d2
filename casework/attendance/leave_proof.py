"""What the history binds of leave, and whether every leave is as its newest event says."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from casework.attendance.leave_models import StudentLeave
from casework.database import UNREADABLE
from casework.extensions import db
from casework.history.binding import Contents, row_faults
from casework.history.chain import content
from casework.history.events import What
from casework.history.queries import bound

KIND = "leave"
EVENTS = (What.LEAVE_ASKED, What.LEAVE_GRANTED, What.LEAVE_DECLINED, What.LEAVE_TAKEN_BACK)


def leave_content(row: StudentLeave) -> str:
    """Who is on leave when and why, how that stands, and who has said what about it."""
    return content(
        student=row.student_id,
        first_day=row.first_day,
        last_day=row.last_day,
        reason=row.reason,
        state=row.state,
        asked_at=row.asked_at,
        asked_by=row.asked_by_id,
        decided_at=row.decided_at,
        decided_by=row.decided_by_id,
        answer=row.answer,
        ended_at=row.ended_at,
        ended_by=row.ended_by_id,
        end_reason=row.end_reason,
    )


def faults() -> Iterator[str]:
    """Every leave that is missing, changed or without its event; told by id."""
    try:
        yield from row_faults(bound(dict.fromkeys(EVENTS, (KIND, "leave"))), kept())
    except UNREADABLE as error:
        yield f"leave of students cannot be read: {type(error).__name__}"


def kept() -> Contents:
    """Every leave, with the hash of what it says now."""
    return {(KIND, str(one.id)): leave_content(one) for one in db.session.scalars(select(StudentLeave))}
