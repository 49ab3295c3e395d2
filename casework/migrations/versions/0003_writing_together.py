"""Writing together: who wrote what in a draft, the pages it is written in, texts that stand against others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds a column to the forms (the table itself, with its triggers, stays) and two tables beside them."""
    op.add_column(
        "submission", sa.Column("written", sa.JSON(), server_default=sa.text("'{}'"), nullable=False)
    )
    op.create_table(
        "draft_page",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("held", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_draft_page_submission_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_draft_page_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_page")),
    )
    op.create_index(op.f("ix_draft_page_submission_id"), "draft_page", ["submission_id"])
    op.create_table(
        "draft_clash",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_draft_clash_submission_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_draft_clash_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_clash")),
        sa.UniqueConstraint(
            "submission_id", "path", "page_id", name=op.f("uq_draft_clash_submission_id_path_page_id")
        ),
    )
