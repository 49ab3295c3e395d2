"""Passwords that hold until a moment only, and what system administrators have done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

WHY = "this is only ever added to"


def upgrade() -> None:
    """Adds the column and the table, to which rows are only ever added."""
    op.add_column("user", sa.Column("one_time_until", sa.DateTime(), nullable=True))
    op.create_table(
        "administrative_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("says", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["about_id"], ["user.id"], name=op.f("fk_administrative_act_about_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user.id"], name=op.f("fk_administrative_act_actor_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_administrative_act")),
    )
    op.create_index(op.f("ix_administrative_act_at"), "administrative_act", ["at"])
    _only_added_to("administrative_act")


def _only_added_to(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuse_{deed.lower()} BEFORE {deed} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )
    op.execute(
        f"CREATE TRIGGER {table}_refuse_insert BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR rowid = NEW.rowid) "
        f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
    )
