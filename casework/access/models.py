"""Tables of the access log: which page showed which students to whom, and what was refused.

It is kept for at least five years. Nothing in the program removes a row, and the database refuses to.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified


class ReadingChain(Base):
    """The one chain of all readings: its length, and the seal of how it ends."""

    __tablename__ = "reading_chain"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    length: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))


class Reading(Identified, Base):
    """One page that showed, or refused to show, something about students: one link of the chain.

    `page` is the view and `purpose` what its door asks for; `confidentiality` is the strictest class of text
    that the page may have shown, empty where it showed none.
    """

    __tablename__ = "reading"
    __table_args__ = (
        Index("ix_reading_user_id_at", "user_id", "at"),
        Index("uq_reading_seq", "seq", unique=True),
    )

    seq: Mapped[int]
    at: Mapped[datetime]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    roles: Mapped[str] = mapped_column(String(240))
    page: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(String(40))
    confidentiality: Mapped[str] = mapped_column(String(20))
    case_id: Mapped[UUID | None]
    is_allowed: Mapped[bool]
    hash: Mapped[str] = mapped_column(String(64))


class ReadStudent(Base):
    """A student whom a reading concerns, the role it was read in, and what ties that role to the student."""

    __tablename__ = "reading_student"
    __table_args__ = (Index("ix_reading_student_student_id", "student_id", "reading_id"),)

    reading_id: Mapped[UUID] = mapped_column(ForeignKey("reading.id"), primary_key=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(60))
    relation: Mapped[str] = mapped_column(String(20))
