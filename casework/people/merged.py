"""Two rows of one student that have become one: which row leads where."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified
from casework.extensions import db
from casework.people.models import Guardian, Guardianship, Student


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


def known_again(student_ids: Collection[UUID]) -> dict[UUID, Mapping[str, str]]:
    """Of each student: who was at home of a row that was merged into theirs → the same person who stays.

    By their ids as texts; the same name is the same person, as it was when the rows were merged.
    """
    root = {one: one for one in student_ids}
    level = list(root)
    while level:
        rows = select(StudentMerge.from_id, StudentMerge.into_id).where(StudentMerge.into_id.in_(level))
        found = {before: root[into] for before, into in db.session.execute(rows)}
        root |= found
        level = list(found)
    if len(root) == len(set(student_ids)):
        return {one: {} for one in student_ids}
    rows_at_home = (
        select(Guardianship.student_id, Guardian.id, Guardian.name)
        .join(Guardian, Guardian.id == Guardianship.guardian_id)
        .where(Guardianship.student_id.in_(root))
    )
    home = [(root[of], of, key, name.casefold()) for of, key, name in db.session.execute(rows_at_home)]
    here = {(of, name): key for student, of, key, name in home if student == of}
    return {
        one: {
            str(key): str(here[one, name])
            for student, of, key, name in home
            if student == one != of and (one, name) in here
        }
        for one in student_ids
    }
