"""Preventive work: what was done or put off, who is in which group, and figures of goals."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

WHY = "this is only ever added to"
ONLY_ADDED_TO = ("prevention_note", "goal_value")


def upgrade() -> None:
    """Makes the tables, two of them with triggers."""
    _notes()
    _members()
    _values()
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in ONLY_ADDED_TO:
        for statement in postgresql(table) if is_postgresql else sqlite(table):
            op.execute(statement)


def _notes() -> None:
    op.create_table(
        "prevention_note",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("workflow", sa.String(length=60), nullable=False),
        sa.Column("work", sa.String(length=60), nullable=False),
        sa.Column("turn", sa.String(length=20), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind in ('done', 'moved', 'not_done', 'undone')", name=op.f("ck_prevention_note_kind")
        ),
        *_keys("prevention_note", {"unit_id": "unit", "group_id": "group", "by_id": "user"}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prevention_note")),
    )
    op.create_index(
        "ix_prevention_note_unit_id_workflow_work", "prevention_note", ["unit_id", "workflow", "work"]
    )


def _members() -> None:
    op.create_table(
        "cohort_member",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("workflow", sa.String(length=60), nullable=False),
        sa.Column("cohort", sa.String(length=60), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("last_on is null or first_on <= last_on", name=op.f("ck_cohort_member_days")),
        *_keys(
            "cohort_member",
            {"unit_id": "unit", "student_id": "student", "added_by_id": "user", "ended_by_id": "user"},
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_member")),
    )
    op.create_index(
        "ix_cohort_member_unit_id_workflow_cohort", "cohort_member", ["unit_id", "workflow", "cohort"]
    )
    op.create_index("ix_cohort_member_student_id", "cohort_member", ["student_id"])


def _values() -> None:
    op.create_table(
        "goal_value",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("workflow", sa.String(length=60), nullable=False),
        sa.Column("goal", sa.String(length=60), nullable=False),
        sa.Column("track", sa.String(length=60), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_keys("goal_value", {"unit_id": "unit", "by_id": "user"}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_value")),
    )
    op.create_index("ix_goal_value_unit_id_workflow_goal", "goal_value", ["unit_id", "workflow", "goal"])


def _keys(table: str, keys: dict[str, str]) -> Iterator[sa.ForeignKeyConstraint]:
    for name, target in keys.items():
        yield sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))


def sqlite(table: str) -> Iterator[str]:
    """One trigger per deed; a row that is there already is not written again."""
    for deed in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {table}_refuse_{deed.lower()} BEFORE {deed} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )
    yield (
        f"CREATE TRIGGER {table}_refuse_insert BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE (id = NEW.id) OR (rowid = NEW.rowid)) "
        f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
    )


def postgresql(table: str) -> Iterator[str]:
    """The function that refuses is there already; emptying the whole table is refused too."""
    yield (
        f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Takes them away."""
    for table in ("goal_value", "cohort_member", "prevention_note"):
        op.drop_table(table)
