"""Tasks for one guardian each, and what people decide about tasks that belong to no stage of a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0030"

TASK, BESIDE = ["visit_id", "action"], ["student_id", "workflow", "action", "key"]
ONE, BESIDE_ONE = "uq_task_visit_id_action_number", "uq_student_task_student_id_workflow_action_key"
EACH, BESIDE_EACH = (
    "uq_task_visit_id_action_guardian_id_number",
    "uq_student_task_student_id_workflow_action_key_guardian_id",
)


def upgrade() -> None:
    """Adds the columns, and lets a task be there once for each guardian."""
    for table in ("task", "student_task"):
        _refer(table, "guardian_id", "guardian")
    _index_once(ONE, "task", [*TASK, "number"])
    op.create_index(EACH, "task", [*TASK, "guardian_id", "number"], unique=True)
    _index_once(BESIDE_ONE, "student_task", BESIDE)
    op.create_index(BESIDE_EACH, "student_task", [*BESIDE, "guardian_id"], unique=True)


def _refer(table: str, column: str, to: str) -> None:
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    op.execute(
        f'ALTER TABLE {table} ADD COLUMN {column} {kind} CONSTRAINT fk_{table}_{column}_{to} REFERENCES "{to}" (id)'
    )


def _index_once(name: str, table: str, columns: list[str]) -> None:
    where = sa.text("guardian_id is null")
    op.drop_index(name, table)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Takes them away."""
    for name, table, columns in ((ONE, "task", [*TASK, "number"]), (BESIDE_ONE, "student_task", BESIDE)):
        op.drop_index(name, table)
        op.create_index(name, table, columns, unique=True)
    for name, table in ((EACH, "task"), (BESIDE_EACH, "student_task")):
        op.drop_index(name, table)
        op.drop_column(table, "guardian_id")
