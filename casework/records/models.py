"""Tables of forms: the definitions that answers were given on, and the answers with their versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified


class FormVersion(Base):
    """The texts of a form definition and its shared lists, so that answers read as they were asked."""

    __tablename__ = "form_version"

    sha: Mapped[str] = mapped_column(String(64), primary_key=True)
    form: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    options_text: Mapped[str] = mapped_column(Text)


class Contribution(Identified, Base):
    """One person's answers to the questions of a form that a task asks them for.

    `answers` are being written, saved last by the page `page_id` in its sending `page_turn`; `given` are
    those that stand in the form, until a signed version holds them (`laid_in_id`).
    """

    __tablename__ = "contribution"
    __table_args__ = (Index("uq_contribution_task_id_user_id", "task_id", "user_id", unique=True),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"))
    form: Mapped[str] = mapped_column(String(60))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(String(60))
    answers: Mapped[dict[str, object]] = mapped_column(JSON)
    given: Mapped[dict[str, object] | None] = mapped_column(JSON)
    saved_at: Mapped[datetime]
    page_id: Mapped[UUID | None]
    page_turn: Mapped[int] = mapped_column(default=0)
    given_at: Mapped[datetime | None]
    laid_in_id: Mapped[UUID | None] = mapped_column(ForeignKey("submission.id"))
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 SQLAlchemy reads it as a plain attribute


class Submission(Identified, Base):
    """One version of a filled-in form: a draft until it is finalised, then locked and signed for good."""

    __tablename__ = "submission"
    __table_args__ = (
        CheckConstraint("status in ('draft', 'finalised', 'replaced', 'discarded')", name="status"),
        Index("ix_submission_case_id_form", "case_id", "form"),
        Index(
            "uq_submission_one_draft",
            "case_id",
            "form",
            unique=True,
            sqlite_where=text("status = 'draft'"),
            postgresql_where=text("status = 'draft'"),
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"))
    round: Mapped[int]
    form: Mapped[str] = mapped_column(String(60))
    form_sha: Mapped[str] = mapped_column(ForeignKey("form_version.sha"))
    number: Mapped[int] = mapped_column(default=1)
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("submission.id"))
    status: Mapped[str] = mapped_column(String(12), default="draft")
    answers: Mapped[dict[str, object]] = mapped_column(JSON)
    # Field → where its answer came from (see records/carried.py), where that was not typed here.
    origins: Mapped[dict[str, dict[str, Any]]] = mapped_column(
        JSON, server_default=text("'{}'"), default=dict
    )
    # Of a draft: path of a piece (see forms/units.py) → who wrote it last, when, and which saving that was.
    written: Mapped[dict[str, list[object]]] = mapped_column(JSON, server_default=text("'{}'"), default=dict)
    revision: Mapped[int] = mapped_column()
    started_at: Mapped[datetime]
    started_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    finalised_at: Mapped[datetime | None]
    finalised_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    finalised_role: Mapped[str] = mapped_column(String(60), default="")

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 SQLAlchemy reads it as a plain attribute


class DraftPage(Base):
    """A page in which somebody writes in a draft: where they are, and what it has sent that was taken in."""

    __tablename__ = "draft_page"

    id: Mapped[UUID] = mapped_column(primary_key=True)  # the page's own
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    section: Mapped[str] = mapped_column(String(60), default="")
    seen_at: Mapped[datetime]
    turn: Mapped[int] = mapped_column(default=0)  # the last of its sendings that was taken in
    # Turn → prints of what the page showed after it; until the page says that it has heard the answer.
    held: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON, default=dict)


class DraftClash(Identified, Base):
    """A text that stands against another in a draft, until somebody has chosen between them."""

    __tablename__ = "draft_clash"
    __table_args__ = (UniqueConstraint("submission_id", "path", "page_id"),)

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    path: Mapped[str] = mapped_column(String(200))
    page_id: Mapped[UUID]
    answer: Mapped[Any] = mapped_column(JSON)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
