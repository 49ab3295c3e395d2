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
    op.drop_index("uq_concern_one_draft", "concern")
    _one_draft("state = 'draft'")
    op.drop_index("uq_concern_corrects_id", "concern")
    for column in ("corrects_id", "number", "replaced_at"):
        op.drop_column("concern", column)
    op.drop_index("uq_signal_one_that_counts", "signal")
    op.create_index("uq_signal_student_id_workflow_rule_key", "signal", KEY, unique=True)
