"""Open tasks get an index of their own: every page counts those that wait for its reader."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

COLUMNS = ["id", "case_id", "is_optional", "is_contribution"]
OPEN = "status = 'open'"


def upgrade() -> None:
    """Makes the index."""
    op.create_index(
        "ix_task_open", "task", COLUMNS, sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN)
    )


def downgrade() -> None:
    """Takes it away."""
    op.drop_index("ix_task_open", "task")
