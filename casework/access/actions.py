"""Writes the access log: one row per page that showed, or refused to show, something about students."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert

from casework.access.models import Reading, ReadStudent
from casework.access.policy import Person
from casework.extensions import db

# Every page waits for the log: its rows are written as they are, past the session's bookkeeping.
READING = Reading.metadata.tables[Reading.__tablename__]
READ_STUDENT = ReadStudent.metadata.tables[ReadStudent.__tablename__]


def log_reading(
    page: str,
    students: tuple[UUID, ...],
    case_id: UUID | None,
    *,
    is_allowed: bool,
    actor: Person,
    now: datetime,
) -> None:
    """Notes that the actor was shown, or refused, the page about the students; it goes by its view's name."""
    roles = ",".join(dict.fromkeys(grant.role for grant in actor.grants))
    reading_id = uuid4()
    reading = {
        "id": reading_id,
        "at": now,
        "user_id": actor.id,
        "roles": roles[:240],
        "page": page[:80],
        "case_id": case_id,
        "is_allowed": is_allowed,
    }
    db.session.execute(insert(READING), reading)
    if students:
        rows = [{"reading_id": reading_id, "student_id": student} for student in students]
        # Asked for what it wrote, the database gets all rows in one statement instead of one after the other.
        db.session.execute(insert(READ_STUDENT).returning(READ_STUDENT.c.student_id), rows)
