"""Tables of messages that go out, and of the work that is done once a day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified

STATES = ("waiting", "leased", "sent", "dead", "withdrawn")
ABSENCE, CORRECTION, APPROVAL, ANSWER, DIGEST = "absence", "correction", "approval", "answer", "digest"
MEETING = "meeting"
CALLED_OFF = "cancel"  # the action of the word that one need not come to a meeting
OF_NOTICES = (ABSENCE, CORRECTION)


class Message(Identified, Base):
    """One message to one person, written in the same commit as what caused it; without text and address.

    It goes to a user, to a guardian, or to the student where neither is named; an invitation to whom it is
    about, who may come from outside. What it says and where it
    goes is read when it is sent. `leased`: somebody is sending it, until `leased_until` at the latest;
    `dead`: it could not be sent, and a person decides; `withdrawn`: it is not sent. `answer` is a code for
    why.
    `changed_at`: the ground is gone. A notice about absence knows the day and the key of what it is about.
    """

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(f"state in ({', '.join(repr(one) for one in STATES)})", name="state"),
        Index("ix_message_student_id_action", "student_id", "action"),
        Index("ix_message_case_id", "case_id"),
        Index("ix_message_state_due_at", "state", "due_at"),
        Index(
            "uq_message_one_digest",
            "user_id",
            "on",
            unique=True,
            sqlite_where=text("kind = 'digest'"),
            postgresql_where=text("kind = 'digest'"),
        ),
    )

    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    student_id: Mapped[UUID | None] = mapped_column(ForeignKey("student.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))
    guardian_id: Mapped[UUID | None] = mapped_column(ForeignKey("guardian.id"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    about_id: Mapped[UUID | None]
    workflow: Mapped[str] = mapped_column(String(60), default="")
    rule: Mapped[str] = mapped_column(String(60), default="")
    action: Mapped[str] = mapped_column(String(60), default="")
    key: Mapped[str] = mapped_column(Text, default="")
    on: Mapped[date]
    channels: Mapped[list[str]] = mapped_column(JSON)
    channel: Mapped[str] = mapped_column(String(10), default="")
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(40), default="")
    provider_id: Mapped[str] = mapped_column(String(120), default="")
    changed_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(Text, default="")


class Chore(Base):
    """Work that is done once a day: begun by one process at a time, and done when it has been done."""

    __tablename__ = "chore"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    leased_until: Mapped[datetime]
    done_at: Mapped[datetime | None]
