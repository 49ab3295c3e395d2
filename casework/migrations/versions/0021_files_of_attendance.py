"""Files of attendance from other systems, and an authority's own profiles for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

STATES = ("waiting", "reading", "previewed", "asked", "applying", "counting", "applied", "refused", "dropped")


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "feed_profile",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_feed_profile_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_profile")),
        sa.UniqueConstraint("name", name=op.f("uq_feed_profile_name")),
    )
    states = ", ".join(f"'{one}'" for one in STATES)
    op.create_table(
        "feed_import",
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("profile", sa.String(length=120), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("encoding", sa.String(length=20), nullable=False),
        sa.Column("fault", sa.String(length=20), nullable=False),
        sa.Column("named", sa.String(length=240), nullable=False),
        sa.Column("faulty", sa.Integer(), nullable=False),
        sa.Column("leaves_out", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"state in ({states})", name=op.f("ck_feed_import_state")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_feed_import_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_import")),
    )
    op.create_index("ix_feed_import_at", "feed_import", ["at"])


def downgrade() -> None:
    """Takes them away."""
    for table in ("feed_import", "feed_profile"):
        op.drop_table(table)
