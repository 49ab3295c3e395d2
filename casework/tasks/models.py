"""Tables of tasks and of the milestones that are reported on them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.database import Base, Identified
from casework.people.models import Guardian


class Task(Identified, Base):
    """An action opened in a visit of a stage; title and role are kept as they were when it was opened.

    What comes again has a `number` of its own each time. `by_hand` says who does a task that a person added.
    When it is due is worked out when something changes, and kept while the task is open; a clock that has not
    started says what it `waits_for`. `at_clock`: the clock of the regular time that it waits for, on its day.
    `soon_on`: the day from which lists say that it is due soon.
    `set_to`: the day that a person has set. `answers_to`: the role that is told where it is overdue.
    `owner_id`: who has taken it, or was given it. `guardian_id`: whom it is for, where for each.
    `next_try_on`: when one tries again, as nobody was reached.
    """

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("status in ('open', 'done', 'waived', 'left')", name="status"),
        Index("ix_task_case_id_status", "case_id", "status"),
        Index(
            "uq_task_visit_id_action_number",
            "visit_id",
            "action",
            "number",
            unique=True,
            sqlite_where=text("guardian_id is null"),
            postgresql_where=text("guardian_id is null"),
        ),
        Index(
            "uq_task_visit_id_action_guardian_id_number",
            "visit_id",
            "action",
            "guardian_id",
            "number",
            unique=True,
        ),
        Index(  # the number in the menu of every page reads this alone
            "ix_task_open",
            "id",
            "case_id",
            "is_optional",
            "is_contribution",
            "owner_id",
            "due_on",
            "rests_until",
            "answers_to",
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
    number: Mapped[int] = mapped_column(default=1)
    by_hand: Mapped[dict[str, list[str]] | None] = mapped_column(JSON(none_as_null=True))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    next_try_on: Mapped[date | None]
    due_on: Mapped[date | None]
    is_target: Mapped[bool] = mapped_column(default=False)
    moved_from: Mapped[date | None]
    waits_for: Mapped[str] = mapped_column(String(60), default="")
    by_clock: Mapped[str] = mapped_column(String(5), default="")
    at_clock: Mapped[str] = mapped_column(String(5), default="")
    soon_on: Mapped[date | None]
    rests_until: Mapped[date | None]
    set_to: Mapped[date | None]
    answers_to: Mapped[str] = mapped_column(String(60), default="")
    guardian_id: Mapped[UUID | None] = mapped_column(ForeignKey("guardian.id"))
    guardian: Mapped[Guardian | None] = relationship(lazy="raise")


class TaskDelay(Identified, Base):
    """A person has put off when the task is due, or lets it rest, or has ended that; only ever added to."""

    __tablename__ = "task_delay"
    __table_args__ = (CheckConstraint("kind in ('extended', 'paused', 'ended')", name="kind"),)

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


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
    """Something reported on a task: `tried`, `called`, `held`, `sent`, `taken` …; only ever added to.

    `meets_on`: the day that a meeting was called for.
    """

    __tablename__ = "milestone"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(60), default="")
    happened_on: Mapped[date]
    meets_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
