"""Writes the access log: one row per page that showed, or refused to show, something about students."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert

from casework.access.models import Reading, ReadStudent
from casework.access.policy import Person
from casework.extensions import db


def log_reading(
    page: str,
    students: tuple[UUID, ...],
    case_id: UUID | None,
    *,
    is_allowed: bool,
    actor: Person,
    now: datetime,
) -> Reading:
    """Notes that the actor was shown, or refused, the page about the students; it goes by its view's name."""
    roles = ",".join(dict.fromkeys(grant.role for grant in actor.grants))
    reading = Reading(
        at=now, user_id=actor.id, roles=roles[:240], page=page[:80], case_id=case_id, is_allowed=is_allowed
    )
    db.session.add(reading)
    db.session.flush()
    if students:
        rows = [{"reading_id": reading.id, "student_id": student} for student in students]
        db.session.execute(insert(ReadStudent), rows)
    return reading
