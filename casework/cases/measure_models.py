"""Tables of measures: what plans have decided, version by version, and how each measure was followed up."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified

RUNNING = text("ended_at IS NULL")


class Measure(Identified, Base):
    """One measure through the versions of its plan and its follow-ups; how it stands now.

    `form` is the plan that it stands in, `confidentiality` the class of that; `responsible_id` is whoever the
    plan names, where that is a colleague, else whoever signed. `meeting_id` is where it was decided, if
    not in the plan itself. The rest follows from versions and follow-ups.
    """

    __tablename__ = "measure"
    __table_args__ = (
        CheckConstraint(
            "confidentiality in ('open', 'school', 'student_health', 'medical')", name="confidentiality"
        ),
        CheckConstraint(
            "status in ('planned', 'started', 'carried_out', 'partly', 'not_carried_out', 'stopped')",
            name="status",
        ),
        Index("ix_measure_case_id", "case_id"),
        Index(
            "ix_measure_responsible_id_follow_up_on",
            "responsible_id",
            "follow_up_on",
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    form: Mapped[str] = mapped_column(String(60))
    confidentiality: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]  # its newest version
    responsible_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    status: Mapped[str] = mapped_column(String(20))
    effect: Mapped[str] = mapped_column(String(20))
    follow_up_on: Mapped[date | None]
    added_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 SQLAlchemy reads it as a plain attribute


class MeasureVersion(Identified, Base):
    """What one signed version of a plan says of a measure; only ever added to.

    `cells` say by what a column means what stands there, options by their ids. A measure that is no longer in
    the plan has `change` ended, and the cells that it had.
    """

    __tablename__ = "measure_version"
    __table_args__ = (
        CheckConstraint("change in ('added', 'kept', 'changed', 'ended')", name="change"),
        Index("uq_measure_version_measure_id_number", "measure_id", "number", unique=True),
        Index("ix_measure_version_submission_id", "submission_id"),
    )

    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"))
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    number: Mapped[int]
    place: Mapped[int]  # among the rows of the plan, from 0
    change: Mapped[str] = mapped_column(String(10))
    cells: Mapped[dict[str, str]] = mapped_column(JSON)
    at: Mapped[datetime]


class MeasureReview(Identified, Base):
    """A follow-up: whether the measure was done, what it has led to, how it goes on. Only ever added to."""

    __tablename__ = "measure_review"
    __table_args__ = (
        CheckConstraint("done in ('carried_out', 'partly', 'not_carried_out')", name="done"),
        CheckConstraint("onwards in ('keep', 'change', 'stop')", name="onwards"),
        Index("ix_measure_review_measure_id_at", "measure_id", "at"),
    )

    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"))
    done: Mapped[str] = mapped_column(String(20))
    effect: Mapped[str] = mapped_column(String(20))
    onwards: Mapped[str] = mapped_column(String(10))
    next_on: Mapped[date | None]
    said: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(String(60))
