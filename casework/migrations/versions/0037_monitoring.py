"""What is noted in the monitoring of compulsory schooling; only ever added to."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

WHY = "this is only ever added to"
KINDS = ("asked", "done", "heard", "replied", "board", "served", "appealed", "judged", "fined", "ended")
KEYS = {"case_id": "case.id", "replaces_id": "monitoring_act.id", "written_by_id": "user.id"}


def upgrade() -> None:
    """Makes the table with its triggers."""
    op.create_table(
        "monitoring_act",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("guardians", sa.JSON(), nullable=False),
        sa.Column("is_about_student", sa.Boolean(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            f"kind in ({', '.join(repr(one) for one in KINDS)})", name=op.f("ck_monitoring_act_kind")
        ),
        *(
            sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_monitoring_act_{name}"))
            for name, target in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_act")),
    )
    op.create_index("ix_monitoring_act_case_id", "monitoring_act", ["case_id"])
    op.create_index("uq_monitoring_act_replaces_id", "monitoring_act", ["replaces_id"], unique=True)
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in postgresql() if is_postgresql else sqlite():
        op.execute(statement)


def sqlite() -> Iterator[str]:
    """One trigger per deed; a row that is there already is not written again."""
    for deed in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER monitoring_act_refuse_{deed.lower()} BEFORE {deed} ON monitoring_act "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )
    same = " OR ".join(f"({one} = NEW.{one})" for one in ("id", "replaces_id", "rowid"))
    yield (
        "CREATE TRIGGER monitoring_act_refuse_insert BEFORE INSERT ON monitoring_act "
        f"WHEN EXISTS (SELECT 1 FROM monitoring_act WHERE {same}) "
        f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
    )


def postgresql() -> Iterator[str]:
    """The function that refuses is there already; emptying the whole table is refused too."""
    yield (
        "CREATE TRIGGER monitoring_act_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON monitoring_act "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Takes the table away."""
    op.drop_table("monitoring_act")
