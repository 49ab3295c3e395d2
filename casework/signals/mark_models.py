"""The table of what people say of students, for rules to read."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.access.policy import Confidentiality
from casework.clock import school_date
from casework.database import Base, Identified

CLASSES: tuple[Confidentiality, ...] = ("school", "student_health")


class StudentMark(Identified, Base):
    """That a mark of a routine (empty: a concern about none) holds for a student, since which day and why.

    It is for those who read its class; `title` is what the routine called it then. Ending it says why too:
    nothing is taken away.
    """

    __tablename__ = "student_mark"
    __table_args__ = (
        CheckConstraint("confidentiality in ('school', 'student_health')", name="confidentiality"),
        CheckConstraint("(ended_at is null) = (ended_by_id is null)", name="ended"),
        Index("ix_student_mark_student_id", "student_id"),
    )

    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    workflow: Mapped[str] = mapped_column(String(60))
    mark: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Text)
    since: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    confidentiality: Mapped[str] = mapped_column(String(20))
    set_at: Mapped[datetime]
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    end_reason: Mapped[str] = mapped_column(Text, default="")

    def holds(self, day: date) -> bool:
        """Whether it is so on the day; the day on which it is ended does not count."""
        is_ended = self.ended_at is not None and school_date(self.ended_at) <= day
        return self.since <= day and not is_ended
