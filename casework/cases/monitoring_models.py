"""The table of what is noted in the monitoring of compulsory schooling."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified

KINDS = ("asked", "done", "heard", "replied", "board", "served", "appealed", "judged", "fined", "ended")


class MonitoringAct(Identified, Base):
    """One thing that was asked, done, heard, decided or served; only ever added to.

    `guardians` are the ids of those at home whom it is about; `is_about_student` where it is the student.
    `until` is the day that goes with it: a reply asked for, or a judgment in legal force. A correction is a
    new row that replaces the earlier one in view; `is_void` says that it never happened.
    """

    __tablename__ = "monitoring_act"
    __table_args__ = (
        CheckConstraint(f"kind in ({', '.join(repr(one) for one in KINDS)})", name="kind"),
        Index("ix_monitoring_act_case_id", "case_id"),
        Index("uq_monitoring_act_replaces_id", "replaces_id", unique=True),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    kind: Mapped[str] = mapped_column(String(10))
    guardians: Mapped[list[str]] = mapped_column(JSON)
    is_about_student: Mapped[bool]
    happened_on: Mapped[date]
    until: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(30))
    reference: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    is_void: Mapped[bool]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("monitoring_act.id"))
    written_at: Mapped[datetime]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(String(60))
