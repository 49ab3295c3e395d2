"""What was decided on a proposal stays; a report of concern is corrected by a new version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

COUNTS = sa.text("state <> 'paused'")
KEY = ["student_id", "workflow", "rule", "key"]


def upgrade() -> None:
    """Lets a rule propose anew once a pause is over, and a report have versions."""
    _signals()
    _reports()


def _reports() -> None:
    # A new column with its foreign key in one: SQLite takes no constraint afterwards.
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    op.execute(
        f"ALTER TABLE concern ADD COLUMN corrects_id {kind} "
        "CONSTRAINT fk_concern_corrects_id REFERENCES concern (id)"
    )
    op.add_column("concern", sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("concern", sa.Column("replaced_at", sa.DateTime(), nullable=True))
    op.create_index("uq_concern_corrects_id", "concern", ["corrects_id"], unique=True)
    op.drop_index("uq_concern_one_draft", "concern")
    _one_draft("state = 'draft' and corrects_id is null")
    op.create_table(
        "concern_attachment",
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("confidentiality", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("previews", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_attachment_concern_id")),
        sa.PrimaryKeyConstraint("concern_id", "file_id", name=op.f("pk_concern_attachment")),
    )
    op.create_index("ix_concern_attachment_file_id", "concern_attachment", ["file_id"])


def _one_draft(when: str) -> None:
    op.create_index(
        "uq_concern_one_draft",
        "concern",
        ["student_id", "author_id", "form"],
        unique=True,
        sqlite_where=sa.text(when),
        postgresql_where=sa.text(when),
    )


def _signals() -> None:
    op.drop_index("uq_signal_student_id_workflow_rule_key", "signal")
    op.create_index(
        "uq_signal_one_that_counts",
        "signal",
        KEY,
        unique=True,
        sqlite_where=COUNTS,
        postgresql_where=COUNTS,
    )


def downgrade() -> None:
    """Takes it back."""
    op.drop_table("concern_attachment")
    op.drop_index("uq_concern_one_draft", "concern")
    _one_draft("state = 'draft'")
    op.drop_index("uq_concern_corrects_id", "concern")
    for column in ("corrects_id", "number", "replaced_at"):
        op.drop_column("concern", column)
    op.drop_index("uq_signal_one_that_counts", "signal")
    op.create_index("uq_signal_student_id_workflow_rule_key", "signal", KEY, unique=True)
