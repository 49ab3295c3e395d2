"""Tables of attendance that comes in: imports, own profiles, which names lessons have elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified

STATES = ("waiting", "reading", "previewed", "asked", "applying", "counting", "applied", "refused", "dropped")
_STATE = f"state in ({', '.join(repr(one) for one in STATES)})"


class FeedProfile(Identified, Base):
    """How files of one kind are read, as the authority has laid it down itself."""

    __tablename__ = "feed_profile"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class FeedImport(Identified, Base):
    """One file of attendance: who sent it, how it is read, and what has become of it.

    `profile` is its name, `body` how it reads, as it was then. Up to line `lines` it has been read; `counts`
    are the rows once all of it is, then those of the preview, and once it is applied what it did. `fault`
    says why the file cannot be read, with what the sentence names; of one that waits, `named` are the groups
    in it that the school has not. `faulty` lines are wrong; they are left out where `leaves_out` says so.
    What another system is asked for is such an import too: `since` when, and everything where that is empty.
    """

    __tablename__ = "feed_import"
    __table_args__ = (CheckConstraint(_STATE, name="state"),)

    at: Mapped[datetime] = mapped_column(index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    profile: Mapped[str] = mapped_column(String(120))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    size: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    lines: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    encoding: Mapped[str] = mapped_column(String(20), default="")
    fault: Mapped[str] = mapped_column(String(20), default="")
    named: Mapped[str] = mapped_column(String(240), default="")
    faulty: Mapped[int] = mapped_column(default=0)
    leaves_out: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]
    since: Mapped[datetime | None]


class AttendanceFetched(Base):
    """Up to which moment the attendance of a system has been fetched and applied."""

    __tablename__ = "attendance_fetched"

    source: Mapped[str] = mapped_column(String(60), primary_key=True)
    until: Mapped[datetime]


class LessonKey(Base):
    """By which name the system `source` knows a lesson here; one event of many groups is many lessons.

    `is_reported`: it has told of somebody in it. `is_gone`: it does not hold it any more, at that time.
    """

    __tablename__ = "lesson_key"
    __table_args__ = (Index("ix_lesson_key_lesson_id", "lesson_id"),)

    source: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(120), primary_key=True)
    lesson_id: Mapped[UUID] = mapped_column(ForeignKey("lesson.id"), primary_key=True)
    is_reported: Mapped[bool] = mapped_column(default=False)
    is_gone: Mapped[bool] = mapped_column(default=False)
