"""Tables of tasks about a student that belong to no stage of a case, and of what is reported on them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.database import Base, Identified
from casework.people.models import Guardian

STATES = ("open", "done", "waived", "left", "withdrawn")


class StudentTask(Identified, Base):
    """An action that absence, a rule or a duty asks for, with or without a case; once for each `key`.

    Where it is for each of those at home, it is there once for each of them (`guardian_id`).
    `rule` is what asked for it: the action itself (each time), a trigger or a duty. `on` is the day that it
    is about, `lessons` the absence that it was opened for. It is `withdrawn` where a correction has taken the
    ground away; one that a person has touched keeps its state, and `changed_at` says that its ground is gone.
    It is `left` where a case has opened the same action. `due_on` is the day that the routine asks for
    (`asked_on`; `at_clock` is the clock of a regular time on it), or the later one that a person has set
    (`set_to`). `owner_id`: who has taken it or got it. `next_try_on`: when one tries again, as nobody
    was reached.
    """

    __tablename__ = "student_task"
    __table_args__ = (
        CheckConstraint(f"status in ({', '.join(repr(one) for one in STATES)})", name="status"),
        Index(
            "uq_student_task_student_id_workflow_action_key",
            "student_id",
            "workflow",
            "action",
            "key",
            unique=True,
            sqlite_where=text("guardian_id is null"),
            postgresql_where=text("guardian_id is null"),
        ),
        Index(
            "uq_student_task_student_id_workflow_action_key_guardian_id",
            "student_id",
            "workflow",
            "action",
            "key",
            "guardian_id",
            unique=True,
        ),
        Index(  # the number in the menu of every page reads this alone
            "ix_student_task_open",
            "id",
            "student_id",
            "owner_id",
            "due_on",
            "rests_until",
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    workflow: Mapped[str] = mapped_column(String(60))
    workflow_sha: Mapped[str] = mapped_column(ForeignKey("workflow_version.sha"))
    rule: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(String(300))
    on: Mapped[date]
    due_on: Mapped[date | None]
    lessons: Mapped[list[str]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(10), default="open")
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    guardian_id: Mapped[UUID | None] = mapped_column(ForeignKey("guardian.id"))
    guardian: Mapped[Guardian | None] = relationship(lazy="raise")
    asked_on: Mapped[date | None]
    next_try_on: Mapped[date | None]
    at_clock: Mapped[str] = mapped_column(String(5), default="")
    set_to: Mapped[date | None]
    rests_until: Mapped[date | None]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))


class StudentTaskDelay(Identified, Base):
    """A person has put off when the task is due, or lets it rest, or has ended that; only ever added to."""

    __tablename__ = "student_task_delay"
    __table_args__ = (CheckConstraint("kind in ('extended', 'paused', 'ended')", name="kind"),)

    task_id: Mapped[UUID] = mapped_column(ForeignKey("student_task.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class StudentTaskRole(Base):
    """A role that may do the task: what lists of a person's own tasks are filtered by."""

    __tablename__ = "student_task_role"
    __table_args__ = (Index("ix_student_task_role_role", "role", "task_id"),)

    task_id: Mapped[UUID] = mapped_column(ForeignKey("student_task.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(60), primary_key=True)


class StudentReport(Identified, Base):
    """Something reported on such a task; only ever added to."""

    __tablename__ = "student_report"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("student_task.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(60), default="")
    happened_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
