"""When the tasks of cases are due, who has taken them, what comes again, and what a person has put off."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

OPEN = sa.text("status = 'open'")
WHY = "this is only ever added to"
BEFORE = ["id", "case_id", "is_optional", "is_contribution"]
NOW = [*BEFORE, "owner_id", "due_on", "rests_until", "answers_to"]


def upgrade() -> None:
    """Adds the columns and the table, and lays the indexes anew that read them."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for column in _columns():
        op.add_column("task", column)
    _owner(is_postgresql)
    op.add_column("milestone", sa.Column("meets_on", sa.Date(), nullable=True))
    op.add_column("case", sa.Column("next_due_on", sa.Date(), nullable=True))
    op.drop_index("uq_task_visit_id_action", "task")
    key = ["visit_id", "action", "number"]
    op.create_index("uq_task_visit_id_action_number", "task", key, unique=True)
    _open_tasks(NOW)
    by_day = ["closed_at", "next_due_on", "number"]
    op.create_index("ix_case_closed_at_next_due_on_number", "case", by_day)
    _delays()
    for statement in postgresql() if is_postgresql else sqlite():
        op.execute(statement)


def _columns() -> Iterator[sa.Column[object]]:
    yield sa.Column("number", sa.Integer(), nullable=False, server_default="1")
    yield sa.Column("by_hand", sa.JSON(), nullable=True)
    yield sa.Column("due_on", sa.Date(), nullable=True)
    yield sa.Column("is_target", sa.Boolean(), nullable=False, server_default=sa.false())
    yield sa.Column("moved_from", sa.Date(), nullable=True)
    yield sa.Column("waits_for", sa.String(length=60), nullable=False, server_default="")
    yield sa.Column("by_clock", sa.String(length=5), nullable=False, server_default="")
    yield sa.Column("soon_on", sa.Date(), nullable=True)
    yield sa.Column("rests_until", sa.Date(), nullable=True)
    yield sa.Column("set_to", sa.Date(), nullable=True)
    yield sa.Column("answers_to", sa.String(length=60), nullable=False, server_default="")


def _owner(is_postgresql: bool) -> None:
    """A column that refers to another table, which SQLite can only add in the words of its own."""
    if is_postgresql:
        op.add_column("task", sa.Column("owner_id", sa.Uuid(), nullable=True))
        op.create_foreign_key("fk_task_owner_id", "task", "user", ["owner_id"], ["id"])
    else:
        op.execute(
            'ALTER TABLE task ADD COLUMN owner_id CHAR(32) CONSTRAINT fk_task_owner_id REFERENCES "user" (id)'
        )


def _open_tasks(columns: list[str]) -> None:
    op.drop_index("ix_task_open", "task")
    op.create_index("ix_task_open", "task", columns, sqlite_where=OPEN, postgresql_where=OPEN)


def _delays() -> None:
    op.create_table(
        "task_delay",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('extended', 'paused', 'ended')", name=op.f("ck_task_delay_kind")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_delay_task_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_task_delay_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_delay")),
    )
    op.create_index("ix_task_delay_task_id", "task_delay", ["task_id"])


def sqlite() -> Iterator[str]:
    """One trigger per deed; a row that is there already is not written again."""
    for deed in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER task_delay_refuse_{deed.lower()} BEFORE {deed} ON task_delay "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )
    yield (
        "CREATE TRIGGER task_delay_refuse_insert BEFORE INSERT ON task_delay "
        "WHEN EXISTS (SELECT 1 FROM task_delay WHERE (id = NEW.id) OR (rowid = NEW.rowid)) "
        f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
    )


def postgresql() -> Iterator[str]:
    """The function that refuses is there already; emptying the whole table is refused too."""
    yield (
        "CREATE TRIGGER task_delay_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON task_delay "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Takes them away."""
    op.drop_table("task_delay")
    op.drop_index("ix_case_closed_at_next_due_on_number", "case")
    _open_tasks(BEFORE)
    op.drop_index("uq_task_visit_id_action_number", "task")
    op.create_index("uq_task_visit_id_action", "task", ["visit_id", "action"], unique=True)
    op.drop_column("case", "next_due_on")
    op.drop_column("milestone", "meets_on")
    for name in ("owner_id", *(column.name for column in reversed([*_columns()]))):
        op.drop_column("task", name)
