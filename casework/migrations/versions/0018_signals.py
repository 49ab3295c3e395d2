"""Signals: what the rules of a routine propose for a student, with the evidence as it was measured."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

STATES = ("new", "noted", "taken_up", "dismissed", "paused", "withdrawn")
KEYS = {
    "student_id": "student.id",
    "case_id": "case.id",
    "workflow_sha": "workflow_version.sha",
    "decided_by_id": "user.id",
}


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "signal",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("workflow", sa.String(length=60), nullable=False),
        sa.Column("workflow_sha", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("proposes", sa.String(length=60), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.Column("measured_at", sa.DateTime(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("lessons", sa.JSON(), nullable=False),
        sa.Column("lower", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("cause", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("quiet_until", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            f"state in ({', '.join(repr(one) for one in STATES)})", name=op.f("ck_signal_state")
        ),
        *(
            sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_signal_{name}"))
            for name, target in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
    )
    key = ["student_id", "workflow", "rule", "key"]
    op.create_index("uq_signal_student_id_workflow_rule_key", "signal", key, unique=True)
    op.create_index("ix_signal_state_student_id", "signal", ["state", "student_id"])


def downgrade() -> None:
    """Takes it away."""
    op.drop_table("signal")
