"""Tables of the access log: which page showed which students to whom, and what was refused."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified


class Reading(Identified, Base):
    """One page that showed, or refused to show, something about students."""

    __tablename__ = "reading"
    __table_args__ = (Index("ix_reading_user_id_at", "user_id", "at"),)

    at: Mapped[datetime]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    roles: Mapped[str] = mapped_column(String(240))
    page: Mapped[str] = mapped_column(String(80))
    case_id: Mapped[UUID | None]
    is_allowed: Mapped[bool]


class ReadStudent(Base):
    """A student whom a reading concerns."""

    __tablename__ = "reading_student"
    __table_args__ = (Index("ix_reading_student_student_id", "student_id", "reading_id"),)

    reading_id: Mapped[UUID] = mapped_column(ForeignKey("reading.id"), primary_key=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), primary_key=True)
