"""The tables of reports of concern: what whoever works with a student writes, and how it went on."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified

STATES = ("draft", "new", "taken_up", "dismissed")
FIRST_DRAFT = text("state = 'draft' and corrects_id is null")


class Concern(Identified, Base):
    """One report by one author: a draft until it is signed, then locked and `new` until somebody has acted.

    A correction is a new row that `corrects_id` leads back from; once it is signed, it waits in place of the
    one before, which keeps what was decided on it and says since when it is replaced (`replaced_at`).
    `submission_id` is the signed form that it has become in a case. The draft was saved last by the page
    `page_id` in its sending `page_turn`. `confidentiality` is the form's own class. `follow_up_on` is the day
    of the next follow-up, where the form is one that is followed up each week and nobody has ended that.
    """

    __tablename__ = "concern"
    __table_args__ = (
        CheckConstraint(f"state in ({', '.join(repr(one) for one in STATES)})", name="state"),
        Index(
            "uq_concern_one_draft",
            *("student_id", "author_id", "form"),
            unique=True,
            sqlite_where=FIRST_DRAFT,
            postgresql_where=FIRST_DRAFT,
        ),
        Index("uq_concern_corrects_id", "corrects_id", unique=True),
        Index("ix_concern_state_student_id", "state", "student_id"),
        Index("ix_concern_student_id", "student_id"),
        Index("ix_concern_author_id", "author_id"),
        Index("ix_concern_follow_up_on", "follow_up_on"),
    )

    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    form: Mapped[str] = mapped_column(String(60))
    form_sha: Mapped[str] = mapped_column(ForeignKey("form_version.sha"))
    confidentiality: Mapped[str] = mapped_column(String(20))
    answers: Mapped[dict[str, object]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    page_id: Mapped[UUID | None]
    page_turn: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    number: Mapped[int] = mapped_column(server_default="1", default=1)
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("concern.id"))
    replaced_at: Mapped[datetime | None]
    signed_role: Mapped[str] = mapped_column(String(60), default="")
    submission_id: Mapped[UUID | None] = mapped_column(ForeignKey("submission.id"), unique=True)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    follow_up_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 SQLAlchemy reads it as a plain attribute


class ConcernReview(Identified, Base):
    """A follow-up of a report that has no case: what was seen, and when it is looked at next; only added to.

    Where `next_on` is empty nobody looks at it each week any more, and `said` says why.
    """

    __tablename__ = "concern_review"
    __table_args__ = (Index("ix_concern_review_concern_id", "concern_id"),)

    concern_id: Mapped[UUID] = mapped_column(ForeignKey("concern.id"))
    said: Mapped[str] = mapped_column(Text)
    next_on: Mapped[date | None]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(String(60))
