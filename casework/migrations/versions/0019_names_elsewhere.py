"""By which names other systems know a student."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "student_key",
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_student_key_student_id")),
        sa.PrimaryKeyConstraint("source", "value", name=op.f("pk_student_key")),
    )
    op.create_index("ix_student_key_student_id", "student_key", ["student_id"])


def downgrade() -> None:
    """Takes it away."""
    op.drop_table("student_key")
