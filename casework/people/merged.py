"""Two rows of one student that have become one: which row leads where."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified
from casework.extensions import db
from casework.people.models import Student


class StudentMerge(Identified, Base):
    """That a row was merged into another, by whom and why, how much has moved, and what was decided then.

    `decided` tells for each lesson of which the two said different things whose word holds: `into` or `from`.
    """

    __tablename__ = "student_merge"

    from_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), unique=True)
    into_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    moved: Mapped[dict[str, int]] = mapped_column(JSON)
    decided: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


def leads_to(student_id: UUID) -> UUID:
    """The row that stays, for one that was merged into it, also by way of others; else the row itself."""
    found = student_id
    while further := db.session.scalar(select(Student.merged_into_id).where(Student.id == found)):
        found = further
    return found


def rows_of(student_id: UUID) -> list[UUID]:
    """The row, and all that were merged into it."""
    found = [student_id]
    for one in found:
        found += db.session.scalars(select(StudentMerge.from_id).where(StudentMerge.into_id == one))
    return found
