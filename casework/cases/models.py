"""Tables of cases: the case, its visits of stages, approvals and consents."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified


class CaseNumber(Base):
    """Gives out case numbers; a number is used once, also when its case was never opened."""

    __tablename__ = "case_number"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)


class Case(Identified, Base):
    """One student's case. `stage` is moved by the state machine, or ended by annulling; the rest says how
    lists show it. A case that is annulled is closed too. `next_due_on`: when its next open task is due.
    `answers_to`: the role that is responsible for its step, and told of what nobody else is there for."""

    __tablename__ = "case"
    __table_args__ = (
        Index(
            "uq_case_one_open",
            "student_id",
            unique=True,
            sqlite_where=text("closed_at is null"),
            postgresql_where=text("closed_at is null"),
        ),
        Index("ix_case_closed_at_waiting_since_number", "closed_at", "waiting_since", "number"),
        Index("ix_case_closed_at_next_due_on_number", "closed_at", "next_due_on", "number"),
    )

    number: Mapped[int] = mapped_column(unique=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), index=True)
    workflow_sha: Mapped[str] = mapped_column(ForeignKey("workflow_version.sha"))
    stage: Mapped[str] = mapped_column(String(60))
    place: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    annulled_at: Mapped[datetime | None]
    is_handed_over: Mapped[bool] = mapped_column(default=False)
    waiting_for: Mapped[list[str]] = mapped_column(JSON, default=list)
    waiting_code: Mapped[str] = mapped_column(String(40), default="")
    waiting_params: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    waiting_since: Mapped[datetime]
    next_due_on: Mapped[date | None]
    answers_to: Mapped[str] = mapped_column(String(60), default="", server_default="")
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 SQLAlchemy reads it as a plain attribute


class CaseWaiting(Base):
    """A role that the case waits for now: what "waits for me" and "waits for the rector" are filtered by."""

    __tablename__ = "case_waiting"
    __table_args__ = (Index("ix_case_waiting_role", "role", "case_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(60), primary_key=True)


class SavedView(Identified, Base):
    """A filter of the case list that somebody has named; seen by nobody else."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("uq_saved_view_user_id_name", "user_id", "name", unique=True),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(1000))  # the filter as it stands in an address
    saved_at: Mapped[datetime]


class Visit(Identified, Base):
    """One stay in a stage, with the colleague who has been named as responsible for it, if one has.

    `title` is kept of a stage that the version which the case goes on with does not know.
    """

    __tablename__ = "visit"
    __table_args__ = (
        Index(
            "uq_visit_one_present",
            "case_id",
            unique=True,
            sqlite_where=text("left_at is null"),
            postgresql_where=text("left_at is null"),
        ),
        Index("ix_visit_case_id_entered_at", "case_id", "entered_at"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    stage: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300), default="")
    round: Mapped[int]
    transition: Mapped[str] = mapped_column(String(60))
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    left_at: Mapped[datetime | None]
    responsible_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))


class Approval(Identified, Base):
    """A request for a second pair of eyes on a step, bound to the visit and the form versions it rests on."""

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint("status in ('pending', 'approved', 'declined', 'lapsed')", name="status"),
        Index(
            "uq_approval_one_pending",
            "case_id",
            unique=True,
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index("ix_approval_case_id_requested_at", "case_id", "requested_at"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"))
    transition: Mapped[str] = mapped_column(String(60))
    target: Mapped[str] = mapped_column(String(60))
    summary: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    rests_on: Mapped[list[str]] = mapped_column(JSON)
    requested_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    requested_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(10), default="pending")
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(Text, default="")


class Consent(Identified, Base):
    """A consent for a purpose: from whom, for what, until when, or withdrawn; or why it was a mistake."""

    __tablename__ = "consent"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(60))
    given_by: Mapped[str] = mapped_column(String(240))
    given_on: Mapped[date]
    scope: Mapped[str] = mapped_column(Text, default="")
    valid_to: Mapped[date | None]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    mistake: Mapped[str] = mapped_column(Text, default="")
