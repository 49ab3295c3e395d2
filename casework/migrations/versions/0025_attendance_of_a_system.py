"""Attendance that another system is asked for: since when, up to when, and its names for lessons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0023"


def upgrade() -> None:
    """Adds the column and the tables."""
    op.add_column("feed_import", sa.Column("since", sa.DateTime(), nullable=True))
    op.create_table(
        "attendance_fetched",
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_attendance_fetched")),
    )
    op.create_table(
        "lesson_key",
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("is_reported", sa.Boolean(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_key_lesson_id")),
        sa.PrimaryKeyConstraint("source", "value", "lesson_id", name=op.f("pk_lesson_key")),
    )
    op.create_index("ix_lesson_key_lesson_id", "lesson_key", ["lesson_id"])


def downgrade() -> None:
    """Takes them away."""
    op.drop_table("lesson_key")
    op.drop_table("attendance_fetched")
    op.drop_column("feed_import", "since")
