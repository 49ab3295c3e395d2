"""What anybody who works with a student reports, with or without a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

STATES = ("draft", "new", "taken_up", "dismissed")
KEYS = {
    "student_id": "student.id",
    "author_id": "user.id",
    "form_sha": "form_version.sha",
    "submission_id": "submission.id",
    "decided_by_id": "user.id",
}
DRAFT = sa.text("state = 'draft'")


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "concern",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("form_sha", sa.String(length=64), nullable=False),
        sa.Column("confidentiality", sa.String(length=20), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=True),
        sa.Column("page_turn", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("signed_role", sa.String(length=60), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            f"state in ({', '.join(repr(one) for one in STATES)})", name=op.f("ck_concern_state")
        ),
        *(
            sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_concern_{name}"))
            for name, target in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_concern_submission_id")),
    )
    op.create_index(
        "uq_concern_one_draft",
        "concern",
        ["student_id", "author_id", "form"],
        unique=True,
        sqlite_where=DRAFT,
        postgresql_where=DRAFT,
    )
    op.create_index("ix_concern_state_student_id", "concern", ["state", "student_id"])
    op.create_index("ix_concern_student_id", "concern", ["student_id"])
    op.create_index("ix_concern_author_id", "concern", ["author_id"])


def downgrade() -> None:
    """Takes it away."""
    op.drop_table("concern")
