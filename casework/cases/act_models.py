"""Tables of what people do in a case beside its routine: notes, asking, annulling, taking part, following."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified


class Note(Identified, Base):
    """Something seen or heard, for those who may read its class; only ever added to.

    A correction is a new note of the same class that replaces the earlier one in view.
    """

    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint("confidentiality in ('school', 'student_health', 'medical')", name="confidentiality"),
        Index("ix_note_case_id_happened_on", "case_id", "happened_on"),
        Index("uq_note_replaces_id", "replaces_id", unique=True),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    confidentiality: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("note.id"))
    written_at: Mapped[datetime]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(String(60))


class Annulment(Identified, Base):
    """Somebody's wish to annul a case that was opened on the wrong student, and what a second person said."""

    __tablename__ = "annulment"
    __table_args__ = (
        CheckConstraint("status in ('pending', 'confirmed', 'declined', 'withdrawn')", name="status"),
        Index("ix_annulment_case_id_requested_at", "case_id", "requested_at"),
        Index(
            "uq_annulment_one_pending",
            "case_id",
            unique=True,
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    reason: Mapped[str] = mapped_column(Text)
    requested_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    requested_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(10), default="pending")
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(Text, default="")


class Ask(Identified, Base):
    """Somebody's wish that those who may do a move in the case, or help in another way, and what came of it.

    `transition` and `target` are empty where no move is asked for; `roles` are those of the model who may,
    `title` what the move was called when it was asked for. `answer` is what somebody said who did not do it.
    """

    __tablename__ = "ask"
    __table_args__ = (
        CheckConstraint("confidentiality in ('school', 'student_health', 'medical')", name="confidentiality"),
        CheckConstraint("status in ('open', 'done', 'answered', 'withdrawn', 'lapsed')", name="status"),
        Index("ix_ask_case_id_status", "case_id", "status"),
        Index(
            "uq_ask_one_open",
            "case_id",
            "transition",
            "target",
            "asked_by_id",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    transition: Mapped[str] = mapped_column(String(60), default="")
    target: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str] = mapped_column(String(300), default="")
    roles: Mapped[list[str]] = mapped_column(JSON)
    confidentiality: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(10), default="open")
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")


class AskRole(Base):
    """A role, as people hold it, that is asked: what the start page is filtered by."""

    __tablename__ = "ask_role"
    __table_args__ = (Index("ix_ask_role_role", "role", "ask_id"),)

    ask_id: Mapped[UUID] = mapped_column(ForeignKey("ask.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(60), primary_key=True)


class Participant(Identified, Base):
    """Somebody who takes part in a case from one day to another: a colleague, or a person without account."""

    __tablename__ = "participant"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(240))
    body: Mapped[str] = mapped_column(String(240))
    phone: Mapped[str] = mapped_column(String(40))
    since: Mapped[date]
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    until: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))


class Following(Base):
    """Somebody who wants to see on the start page what happens in a case."""

    __tablename__ = "following"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), primary_key=True)
    since: Mapped[datetime]
