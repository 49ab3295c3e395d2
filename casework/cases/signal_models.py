"""The table of signals: what rules propose for a student, with the evidence as it was measured."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, and_, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified

DECIDED = ("taken_up", "dismissed", "paused")
STATES = ("new", "noted", *DECIDED, "withdrawn")
COUNTS = text("state <> 'paused'")


class Signal(Identified, Base):
    """One rule that was met for one student, for one thing (`key`): a window, a run, an occasion.

    `on` is the day that it was read for, and `is_over` whether that day was. `reading` is what the rule
    read, `lessons` the absence that it counted, `lower` what had to be done in stages passed over. It is
    `noted` where the case stands there already, `withdrawn` where a correction has taken the ground away;
    one that a person has acted on keeps its state, and `changed_at` says that its ground is gone. After a
    pause the same thing may be proposed anew, in a row of its own.
    """

    __tablename__ = "signal"
    __table_args__ = (
        CheckConstraint(f"state in ({', '.join(repr(one) for one in STATES)})", name="state"),
        Index(
            "uq_signal_one_that_counts",
            *("student_id", "workflow", "rule", "key"),
            unique=True,
            sqlite_where=COUNTS,
            postgresql_where=COUNTS,
        ),
        Index("ix_signal_state_student_id", "state", "student_id"),
    )

    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))
    workflow: Mapped[str] = mapped_column(String(60))
    workflow_sha: Mapped[str] = mapped_column(ForeignKey("workflow_version.sha"))
    rule: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(Text)
    proposes: Mapped[str] = mapped_column(String(60))
    on: Mapped[date]
    is_over: Mapped[bool]
    measured_at: Mapped[datetime]
    reading: Mapped[dict[str, Any]] = mapped_column(JSON)
    lessons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    lower: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    cause: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    quiet_until: Mapped[date | None]
    changed_at: Mapped[datetime | None]

    @property
    def has_lost_ground(self) -> bool:
        """Whether a person has acted on it, and a correction has taken its ground away since."""
        return self.state == "taken_up" and self.changed_at is not None


# The same, asked of the database.
LOST_GROUND = and_(Signal.state == "taken_up", Signal.changed_at.is_not(None))
