"""Tables of what is kept from people: identities, with who may read; one's own child; answers from homes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified


class Protection(Identified, Base):
    """That a student's identity was protected, from when until when, and who decided each; rows stay."""

    __tablename__ = "protection"
    __table_args__ = (
        Index(
            "uq_protection_one_mark",
            "student_id",
            unique=True,
            sqlite_where=text("lifted_at is null"),
            postgresql_where=text("lifted_at is null"),
        ),
    )

    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    reason: Mapped[str] = mapped_column(Text)
    set_at: Mapped[datetime]
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    lift_reason: Mapped[str] = mapped_column(Text, default="")


class NamedReader(Identified, Base):
    """Who may read about a student with a protected identity, from one day to another; both days count."""

    __tablename__ = "named_reader"
    __table_args__ = (
        CheckConstraint("since <= until", name="days"),
        Index("ix_named_reader_user_id_until", "user_id", "until"),
        Index("ix_named_reader_student_id", "student_id"),
    )

    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    since: Mapped[date]
    until: Mapped[date]
    named_at: Mapped[datetime]
    named_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))


class ConflictOfInterest(Identified, Base):
    """That somebody must keep away from a student: the own child, somebody close, or the own case."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (
        Index("ix_conflict_of_interest_user_id", "user_id"),
        Index("ix_conflict_of_interest_student_id", "student_id"),
    )

    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    since: Mapped[date]
    stated_at: Mapped[datetime]
    stated_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    lift_reason: Mapped[str] = mapped_column(Text, default="")


class Withholding(Identified, Base):
    """That the answer to one question of a form is kept from somebody at home, and why; rows stay."""

    __tablename__ = "withholding"
    __table_args__ = (
        Index(
            "uq_withholding_one_question",
            "guardianship_id",
            "form",
            "field",
            unique=True,
            sqlite_where=text("lifted_at is null"),
            postgresql_where=text("lifted_at is null"),
        ),
    )

    guardianship_id: Mapped[UUID] = mapped_column(ForeignKey("guardianship.id"))
    form: Mapped[str] = mapped_column(String(60))
    field: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    lift_reason: Mapped[str] = mapped_column(Text, default="")
