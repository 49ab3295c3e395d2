"""Tables of the history: chains, events, and payloads that can go without breaking a chain."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified


class Chain(Base):
    """One chain: its length and the seal of its newest event, which shows when the tail has been cut off."""

    __tablename__ = "chain"
    __table_args__ = (CheckConstraint("kind in ('case', 'student')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), index=True)
    length: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))


class Event(Identified, Base):
    """One link: who did what when, bound to the link before it and to its payload."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("chain_id", "seq"),
        UniqueConstraint("chain_id", "prev_hash", name="uq_event_chain_id_prev_hash"),
        Index("ix_event_chain_id_at", "chain_id", "at"),
    )

    chain_id: Mapped[UUID] = mapped_column(ForeignKey("chain.id"))
    seq: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(60))
    commitment: Mapped[str] = mapped_column(String(64))
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Payload(Base):
    """What an event says, with the salt that its commitment was made with."""

    __tablename__ = "event_payload"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, object]] = mapped_column(JSON)
