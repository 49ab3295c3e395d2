"""Attendance that another system is asked for, its names for lessons; rows of one student that are merged."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


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
    _merges()


def _merges() -> None:
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    op.execute(
        f"ALTER TABLE student ADD COLUMN merged_into_id {kind} "
        "CONSTRAINT fk_student_merged_into_id REFERENCES student (id)"
    )
    op.create_table(
        "student_merge",
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("decided", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_student_merge_{name}"))
            for name, target in (("from_id", "student.id"), ("into_id", "student.id"), ("by_id", "user.id"))
        ),
        sa.UniqueConstraint("from_id", name=op.f("uq_student_merge_from_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_merge")),
    )
    op.create_index(op.f("ix_student_merge_into_id"), "student_merge", ["into_id"])


def downgrade() -> None:
    """Takes them away."""
    op.drop_table("student_merge")
    op.drop_column("student", "merged_into_id")
    op.drop_table("lesson_key")
    op.drop_table("attendance_fetched")
    op.drop_column("feed_import", "since")
