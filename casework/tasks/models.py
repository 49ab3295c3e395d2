"""Tables of tasks and of the milestones that are reported on them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified


class Task(Identified, Base):
    """An action opened in a visit of a stage; title and role are kept as they were when it was opened."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("status in ('open', 'done', 'waived', 'left')", name="status"),
        Index("ix_task_case_id_status", "case_id", "status"),
        Index("uq_task_visit_id_action", "visit_id", "action", unique=True),
        Index(  # the number in the menu of every page reads this alone
            "ix_task_open",
            "id",
            "case_id",
            "is_optional",
            "is_contribution",
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"))
    round: Mapped[int]
    stage: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    is_optional: Mapped[bool] = mapped_column(default=False)
    is_contribution: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(10), default="open")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(Text, default="")


class TaskRole(Base):
    """A role that may do the task: what lists of a person's own tasks are filtered by."""

    __tablename__ = "task_role"
    __table_args__ = (Index("ix_task_role_role", "role", "task_id"),)

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(60), primary_key=True)


class TakenBack(Identified, Base):
    """A task was opened again: its report, or that it was not needed, was a mistake; only ever added to."""

    __tablename__ = "taken_back"
    __table_args__ = (Index("uq_taken_back_milestone_id", "milestone_id", unique=True),)

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    milestone_id: Mapped[UUID | None] = mapped_column(ForeignKey("milestone.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class Milestone(Identified, Base):
    """Something reported on a task: `tried`, `called`, `held`, `sent`, `taken` …; only ever added to."""

    __tablename__ = "milestone"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(60), default="")
    happened_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
