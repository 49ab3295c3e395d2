"""Which page has saved a contribution last, so that it can save itself while somebody types."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Adds the two columns; what was saved before was saved by no page that still sends."""
    with op.batch_alter_table("contribution") as batch_op:
        batch_op.add_column(sa.Column("page_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("page_turn", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("contribution") as batch_op:
        batch_op.alter_column("page_turn", server_default=None)


def downgrade() -> None:
    """Takes them away."""
    with op.batch_alter_table("contribution") as batch_op:
        batch_op.drop_column("page_turn")
        batch_op.drop_column("page_id")
