"""Which page has saved a contribution last, so that it can save itself while somebody types."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Adds the two columns; what was saved before was saved by no page that still sends."""
    op.add_column("contribution", sa.Column("page_id", sa.Uuid(), nullable=True))
    op.add_column("contribution", sa.Column("page_turn", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Takes them away."""
    op.drop_column("contribution", "page_turn")
    op.drop_column("contribution", "page_id")
