"""What was proposed and paused stays as it was decided; what comes after the pause is a row of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

COUNTS = sa.text("state <> 'paused'")
KEY = ["student_id", "workflow", "rule", "key"]


def upgrade() -> None:
    """Lets a rule propose the same thing anew once a pause is over."""
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
    op.drop_index("uq_signal_one_that_counts", "signal")
    op.create_index("uq_signal_student_id_workflow_rule_key", "signal", KEY, unique=True)
