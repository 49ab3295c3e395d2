"""Tasks about students that belong to no stage of a case, what is reported on them, notices that wait."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

OPEN = sa.text("status = 'open'")
WHY = "this is only ever added to"


def upgrade() -> None:
    """Makes the tables, and the triggers of the one that is only added to."""
    _tasks()
    _reports()
    _notices()
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in postgresql() if is_postgresql else sqlite():
        op.execute(statement)


def _tasks() -> None:
    op.create_table(
        "student_task",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("workflow", sa.String(length=60), nullable=False),
        sa.Column("workflow_sha", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("lessons", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status in ('open', 'done', 'waived', 'left', 'withdrawn')", name=op.f("ck_student_task_status")
        ),
        *_keys("student_task", student_id="student.id", workflow_sha="workflow_version.sha"),
        *_keys("student_task", closed_by_id="user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_task")),
    )
    key = ["student_id", "workflow", "action", "key"]
    op.create_index("uq_student_task_student_id_workflow_action_key", "student_task", key, unique=True)
    where = ["id", "student_id"]
    op.create_index(
        "ix_student_task_open", "student_task", where, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "student_task_role",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        *_keys("student_task_role", task_id="student_task.id"),
        sa.PrimaryKeyConstraint("task_id", "role", name=op.f("pk_student_task_role")),
    )
    op.create_index("ix_student_task_role_role", "student_task_role", ["role", "task_id"])


def _reports() -> None:
    op.create_table(
        "student_report",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_keys("student_report", task_id="student_task.id", by_id="user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_report")),
    )
    op.create_index("ix_student_report_task_id", "student_report", ["task_id"])


def _notices() -> None:
    op.create_table(
        "outgoing_notice",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=True),
        sa.Column("workflow", sa.String(length=60), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("is_correction", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state in ('waiting', 'sent', 'withdrawn')", name=op.f("ck_outgoing_notice_state")),
        *_keys("outgoing_notice", student_id="student.id", guardian_id="guardian.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_notice")),
    )
    op.create_index("ix_outgoing_notice_student_id_action", "outgoing_notice", ["student_id", "action"])
    op.create_index("ix_outgoing_notice_state", "outgoing_notice", ["state"])


def _keys(table: str, **columns: str) -> Iterator[sa.ForeignKeyConstraint]:
    for name, target in columns.items():
        yield sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}"))


def sqlite() -> Iterator[str]:
    """One trigger per deed; a row that is there already is not written again."""
    for deed in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER student_report_refuse_{deed.lower()} BEFORE {deed} ON student_report "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )
    yield (
        "CREATE TRIGGER student_report_refuse_insert BEFORE INSERT ON student_report "
        "WHEN EXISTS (SELECT 1 FROM student_report WHERE (id = NEW.id) OR (rowid = NEW.rowid)) "
        f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
    )


def postgresql() -> Iterator[str]:
    """The function that refuses is there already; emptying the whole table is refused too."""
    yield (
        "CREATE TRIGGER student_report_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON student_report "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Takes them away."""
    for table in ("outgoing_notice", "student_report", "student_task_role", "student_task"):
        op.drop_table(table)
