"""Deliveries of other systems that wait, by which names these know the schools, and what is fetched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "unit_key",
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_key_unit_id")),
        sa.PrimaryKeyConstraint("source", "value", name=op.f("pk_unit_key")),
    )
    op.create_table(
        "waiting_feed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("sent_by_id", sa.Uuid(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_waiting_feed_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_feed")),
    )
    op.create_table(
        "fetched",
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_fetched")),
    )


def downgrade() -> None:
    """Takes them away."""
    op.drop_table("fetched")
    op.drop_table("waiting_feed")
    op.drop_table("unit_key")
