"""The table of leave that students have been granted, or for which somebody has asked."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified

STATES = ("asked", "granted", "declined", "taken_back")


class StudentLeave(Identified, Base):
    """Leave from the first to the last day, why it is asked for, and how it stands.

    While it is granted, absence on its days is leave, whenever it is registered. Who asked may have granted
    it at once; `answer` is why somebody has granted or declined what others asked for. What is taken back
    keeps all that was said.
    """

    __tablename__ = "leave"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days"),
        CheckConstraint(f"state in ({', '.join(repr(one) for one in STATES)})", name="state"),
        Index("ix_leave_student_id", "student_id"),
        Index("ix_leave_state", "state"),
    )

    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    end_reason: Mapped[str] = mapped_column(Text, default="")
