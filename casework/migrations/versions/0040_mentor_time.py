"""Mentor time has a clock, and tasks that wait for it know it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0037"

NEW = (("group", "mentor_clock"), ("task", "at_clock"), ("student_task", "at_clock"))


def upgrade() -> None:
    """Adds the columns."""
    for table, name in NEW:
        op.add_column(table, sa.Column(name, sa.String(length=5), nullable=False, server_default=""))


def downgrade() -> None:
    """Takes them away."""
    for table, name in NEW:
        op.drop_column(table, name)
