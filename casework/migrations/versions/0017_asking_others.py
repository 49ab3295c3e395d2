"""Asking those who may for a move or for help in a case, with what came of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "ask",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("transition", sa.String(length=60), nullable=False),
        sa.Column("target", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("confidentiality", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "confidentiality in ('school', 'student_health', 'medical')", name=op.f("ck_ask_confidentiality")
        ),
        sa.CheckConstraint(
            "status in ('open', 'done', 'answered', 'withdrawn', 'lapsed')", name=op.f("ck_ask_status")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_ask_case_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_ask_asked_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user.id"], name=op.f("fk_ask_ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
    )
    op.create_index("ix_ask_case_id_status", "ask", ["case_id", "status"], unique=False)
    op.create_index(
        "uq_ask_one_open",
        "ask",
        ["case_id", "transition", "target", "asked_by_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "ask_role",
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_ask_role_ask_id")),
        sa.PrimaryKeyConstraint("ask_id", "role", name=op.f("pk_ask_role")),
    )
    op.create_index("ix_ask_role_role", "ask_role", ["role", "ask_id"], unique=False)


def downgrade() -> None:
    """Takes the tables away again, with what was asked."""
    op.drop_table("ask_role")
    op.drop_table("ask")
