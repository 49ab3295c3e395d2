"""The tables of preventive work: what was done or put off, who is in which group, and figures of goals."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified

KINDS = ("done", "moved", "not_done", "undone")


class PreventionNote(Identified, Base):
    """What somebody says of a turn of preventive work; only ever added to, the newest counts.

    `turn` is the key that the wheel gives it; `group_id` the class, where each class has turns of its own.
    `on` is the day on which it was `done` or to which it is `moved`. What `answered` so many is a `result`.
    """

    __tablename__ = "prevention_note"
    __table_args__ = (
        CheckConstraint(f"kind in ({', '.join(repr(one) for one in KINDS)})", name="kind"),
        Index("ix_prevention_note_unit_id_workflow_work", "unit_id", "workflow", "work"),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    workflow: Mapped[str] = mapped_column(String(60))
    work: Mapped[str] = mapped_column(String(60))
    turn: Mapped[str] = mapped_column(String(20))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("group.id"))
    kind: Mapped[str] = mapped_column(String(10))
    on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text)
    answered: Mapped[int | None]
    result: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class CohortMember(Identified, Base):
    """A student in a group that the routine names, from one day to another; empty while they are in it."""

    __tablename__ = "cohort_member"
    __table_args__ = (
        CheckConstraint("last_on is null or first_on <= last_on", name="days"),
        Index("ix_cohort_member_unit_id_workflow_cohort", "unit_id", "workflow", "cohort"),
        Index("ix_cohort_member_student_id", "student_id"),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    workflow: Mapped[str] = mapped_column(String(60))
    cohort: Mapped[str] = mapped_column(String(60))
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    first_on: Mapped[date]
    last_on: Mapped[date | None]
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))


class GoalValue(Identified, Base):
    """A figure of something that a goal follows, on a day; only ever added to, the newest of a day counts."""

    __tablename__ = "goal_value"
    __table_args__ = (Index("ix_goal_value_unit_id_workflow_goal", "unit_id", "workflow", "goal"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    workflow: Mapped[str] = mapped_column(String(60))
    goal: Mapped[str] = mapped_column(String(60))
    track: Mapped[str] = mapped_column(String(60))
    on: Mapped[date]
    value: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
