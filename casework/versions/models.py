"""Tables of versions: the texts that cases run on, and what an authority has uploaded and published."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified


class WorkflowVersion(Base):
    """The text of an absence model that cases run on; a case stays on the text it was opened on."""

    __tablename__ = "workflow_version"

    sha: Mapped[str] = mapped_column(String(64), primary_key=True)
    workflow: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


class Publication(Identified, Base):
    """A version that the authority has uploaded: a draft, then published with its days, or withdrawn."""

    __tablename__ = "publication"
    __table_args__ = (
        CheckConstraint("status in ('draft', 'published', 'withdrawn')", name="status"),
        Index(
            "uq_publication_workflow_version",
            "workflow",
            "version",
            unique=True,
            sqlite_where=text("status != 'withdrawn'"),
            postgresql_where=text("status != 'withdrawn'"),
        ),
    )

    sha: Mapped[str] = mapped_column(ForeignKey("workflow_version.sha"))
    workflow: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    status: Mapped[str] = mapped_column(String(10), default="draft")
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
