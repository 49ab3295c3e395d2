"""What others are asked for and give to a form."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Adds the table, and marks the tasks that ask for a contribution; none was asked for before."""
    # Added in place: a table that others point to cannot be made anew on SQLite while it has rows.
    op.add_column(
        "task", sa.Column("is_contribution", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "contribution",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=True),
        sa.Column("laid_in_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_contribution_case_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_contribution_task_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_contribution_user_id")),
        sa.ForeignKeyConstraint(
            ["laid_in_id"], ["submission.id"], name=op.f("fk_contribution_laid_in_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    op.create_index("ix_contribution_case_id", "contribution", ["case_id"])
    op.create_index("uq_contribution_task_id_user_id", "contribution", ["task_id", "user_id"], unique=True)


def downgrade() -> None:
    """Takes both away."""
    op.drop_table("contribution")
    op.drop_column("task", "is_contribution")
