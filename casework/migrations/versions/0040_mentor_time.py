"""Mentor time has a clock, and tasks that wait for it know it; tasks know when somebody tries again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"

NEW = (("group", "mentor_clock"), ("task", "at_clock"), ("student_task", "at_clock"))
TRIED = ("task", "student_task")


def upgrade() -> None:
    """Adds the columns."""
    for table in TRIED:
        op.add_column(table, sa.Column("next_try_on", sa.Date(), nullable=True))
    for table, name in NEW:
        op.add_column(table, sa.Column(name, sa.String(length=5), nullable=False, server_default=""))


def downgrade() -> None:
    """Takes them away."""
    for table in TRIED:
        op.drop_column(table, "next_try_on")
    for table, name in NEW:
        op.drop_column(table, name)
