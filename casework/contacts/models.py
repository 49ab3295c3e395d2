"""The table of contacts with students, those at home and others about them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified

PARTIES = ("guardian", "student", "other")


class LoggedContact(Identified, Base):
    """One contact or attempt, for those who may read its class; only ever added to.

    `guardian_id` says with whom where `party` is `guardian`, `party_name` where it is `other`. It belongs to
    the case that was open then, if there was one. `tasks` are those that it was reported on: ids of tasks of
    the case or about the student. A correction is a new row that replaces the earlier one in view; on the
    tasks it changes nothing.
    """

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint("confidentiality in ('school', 'student_health', 'medical')", name="confidentiality"),
        CheckConstraint("party in ('guardian', 'student', 'other')", name="party"),
        CheckConstraint("direction in ('out', 'in')", name="direction"),
        Index("ix_contact_student_id_happened_at", "student_id", "happened_at"),
        Index("ix_contact_case_id", "case_id"),
        Index("uq_contact_replaces_id", "replaces_id", unique=True),
    )

    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))
    happened_at: Mapped[datetime]
    party: Mapped[str] = mapped_column(String(10))
    guardian_id: Mapped[UUID | None] = mapped_column(ForeignKey("guardian.id"))
    party_name: Mapped[str] = mapped_column(String(240))
    direction: Mapped[str] = mapped_column(String(3))
    channel: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(20))
    home_knew: Mapped[str] = mapped_column(String(10))
    reason_given: Mapped[str] = mapped_column(String(30))
    agreement: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    next_on: Mapped[date | None]
    confidentiality: Mapped[str] = mapped_column(String(20))
    tasks: Mapped[list[str]] = mapped_column(JSON)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id"))
    written_at: Mapped[datetime]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(String(60))
