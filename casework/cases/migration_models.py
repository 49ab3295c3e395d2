"""Tables of migrations: a run over several cases, and what was changed in each of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified


class MigrationRun(Identified, Base):
    """Cases that go on with one version together: which stages become which, why, and who decided."""

    __tablename__ = "migration_run"

    to_sha: Mapped[str] = mapped_column(ForeignKey("workflow_version.sha"))
    stages: Mapped[dict[str, str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    undoing_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))


class CaseMigration(Identified, Base):
    """One case that went on, or is to go on, with another version.

    `before` holds what is given back when that is undone; nothing in it is a text that somebody has written.
    """

    __tablename__ = "case_migration"
    __table_args__ = (
        CheckConstraint("status in ('waiting', 'done', 'stayed', 'undone')", name="status"),
        Index("ix_case_migration_run_id_status", "run_id", "status"),
        Index("ix_case_migration_case_id_at", "case_id", "at"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    run_id: Mapped[UUID] = mapped_column(ForeignKey("migration_run.id"))
    status: Mapped[str] = mapped_column(String(10), default="waiting")
    why: Mapped[str] = mapped_column(String(40), default="")  # of a case that stayed
    revision: Mapped[int]  # of the case: as it was looked at; where it went on, as it was then
    at: Mapped[datetime | None]
    seq: Mapped[int | None]  # of the event in the case's history
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
