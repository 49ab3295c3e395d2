"""Who stands in for whom, and the roles that are held in somebody else's place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Makes the table, and the column that leads to it."""
    op.create_table(
        "substitution",
        sa.Column("absent_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("named_at", sa.DateTime(), nullable=False),
        sa.Column("named_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
        *(
            sa.ForeignKeyConstraint([name], ["user.id"], name=op.f(f"fk_substitution_{name}_user"))
            for name in ("absent_id", "substitute_id", "named_by_id", "ended_by_id")
        ),
    )
    op.create_index(op.f("ix_substitution_absent_id"), "substitution", ["absent_id"])
    op.create_index(op.f("ix_substitution_substitute_id"), "substitution", ["substitute_id"])
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    op.execute(
        f"ALTER TABLE role_grant ADD COLUMN substitution_id {kind} "
        "CONSTRAINT fk_role_grant_substitution_id REFERENCES substitution (id)"
    )
    op.create_index(op.f("ix_role_grant_substitution_id"), "role_grant", ["substitution_id"])


def downgrade() -> None:
    """Takes both away."""
    op.drop_index(op.f("ix_role_grant_substitution_id"), "role_grant")
    op.drop_column("role_grant", "substitution_id")
    op.drop_table("substitution")
