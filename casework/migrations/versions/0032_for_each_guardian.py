"""Tasks for one guardian each, and what people decide about tasks that belong to no stage of a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

TASK, BESIDE = ["visit_id", "action"], ["student_id", "workflow", "action", "key"]
ONE, BESIDE_ONE = "uq_task_visit_id_action_number", "uq_student_task_student_id_workflow_action_key"
EACH, BESIDE_EACH = (
    "uq_task_visit_id_action_guardian_id_number",
    "uq_student_task_student_id_workflow_action_key_guardian_id",
)


OPEN = ["id", "student_id", "owner_id", "due_on", "rests_until"]


def upgrade() -> None:
    """Adds the columns, and lets a task be there once for each guardian."""
    op.add_column("case", sa.Column("answers_to", sa.String(60), nullable=False, server_default=""))
    for name, length in (("phone", 40), ("email", 254)):
        op.add_column("student", sa.Column(name, sa.String(length), nullable=False, server_default=""))
    op.add_column("unit", sa.Column("team_weekday", sa.Integer(), nullable=True))
    op.add_column("group", sa.Column("mentor_weekday", sa.Integer(), nullable=True))
    for table in ("task", "student_task"):
        _refer(table, "guardian_id", "guardian")
    _refer("student_task", "owner_id", "user")
    for name in ("asked_on", "set_to", "rests_until"):
        op.add_column("student_task", sa.Column(name, sa.Date(), nullable=True))
    op.execute("UPDATE student_task SET asked_on = due_on")
    _index_open(OPEN)
    op.create_table(
        "student_task_delay",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('extended', 'paused', 'ended')", name=op.f("ck_student_task_delay_kind")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["student_task.id"], name=op.f("fk_student_task_delay_task_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_student_task_delay_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_task_delay")),
    )
    op.create_index(op.f("ix_student_task_delay_task_id"), "student_task_delay", ["task_id"])
    _index_once(ONE, "task", [*TASK, "number"])
    op.create_index(EACH, "task", [*TASK, "guardian_id", "number"], unique=True)
    _index_once(BESIDE_ONE, "student_task", BESIDE)
    op.create_index(BESIDE_EACH, "student_task", [*BESIDE, "guardian_id"], unique=True)


def _refer(table: str, column: str, to: str) -> None:
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    op.execute(
        f'ALTER TABLE {table} ADD COLUMN {column} {kind} CONSTRAINT fk_{table}_{column} REFERENCES "{to}" (id)'
    )


def _index_open(columns: list[str]) -> None:
    where = sa.text("status = 'open'")
    op.drop_index("ix_student_task_open", "student_task")
    op.create_index(
        "ix_student_task_open", "student_task", columns, sqlite_where=where, postgresql_where=where
    )


def _index_once(name: str, table: str, columns: list[str]) -> None:
    where = sa.text("guardian_id is null")
    op.drop_index(name, table)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Takes them away."""
    op.drop_column("case", "answers_to")
    for name in ("phone", "email"):
        op.drop_column("student", name)
    op.drop_column("unit", "team_weekday")
    op.drop_column("group", "mentor_weekday")
    op.drop_table("student_task_delay")
    _index_open(OPEN[:2])
    for name in ("owner_id", "asked_on", "set_to", "rests_until"):
        op.drop_column("student_task", name)
    for name, table, columns in ((ONE, "task", [*TASK, "number"]), (BESIDE_ONE, "student_task", BESIDE)):
        op.drop_index(name, table)
        op.create_index(name, table, columns, unique=True)
    for name, table in ((EACH, "task"), (BESIDE_EACH, "student_task")):
        op.drop_index(name, table)
        op.drop_column(table, "guardian_id")
