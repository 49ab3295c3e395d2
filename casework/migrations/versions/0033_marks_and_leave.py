"""What people say of students for rules to read, and leave that is granted."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

# Leave turns absence into something else, so it drops what the absence of its student was worked out to.
FORGETS = {
    "insert": ("INSERT", ("NEW",)),
    "update": ("UPDATE OF student_id, first_day, last_day, state", ("OLD", "NEW")),
    "delete": ("DELETE", ("OLD",)),
}


def upgrade() -> None:
    """Makes both tables."""
    op.create_table(
        "student_mark",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("workflow", sa.String(60), nullable=False),
        sa.Column("mark", sa.String(60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("confidentiality", sa.String(20), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_mark")),
        sa.CheckConstraint(
            "confidentiality in ('school', 'student_health')",
            name=op.f("ck_student_mark_confidentiality"),
        ),
        sa.CheckConstraint(
            "(ended_at is null) = (ended_by_id is null)", name=op.f("ck_student_mark_ended")
        ),
        *_leads("student_mark", student_id="student", set_by_id="user", ended_by_id="user"),
    )
    op.create_index(op.f("ix_student_mark_student_id"), "student_mark", ["student_id"])
    op.create_table(
        "leave",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_leave_days")),
        sa.CheckConstraint(
            "state in ('asked', 'granted', 'declined', 'taken_back')", name=op.f("ck_leave_state")
        ),
        *_leads("leave", student_id="student", asked_by_id="user", decided_by_id="user", ended_by_id="user"),
    )
    op.create_index(op.f("ix_leave_student_id"), "leave", ["student_id"])
    op.create_index(op.f("ix_leave_state"), "leave", ["state"])
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in _forgetting(is_postgresql=is_postgresql):
        op.execute(statement)


def _forgetting(*, is_postgresql: bool) -> Iterator[str]:
    """A trigger for each deed; on PostgreSQL with a function beside it."""
    for deed, (when, rows) in FORGETS.items():
        name = f"absence_totals_leave_{deed}"
        forget = " ".join(f"DELETE FROM absence_totals WHERE student_id = {row}.student_id;" for row in rows)
        act = f"BEGIN {forget} END"
        if is_postgresql:
            body = f"$$ BEGIN {forget} RETURN NULL; END $$"
            yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {body}"
            act = f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        yield f"CREATE TRIGGER {name} AFTER {when} ON leave {act}"


def _leads(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, other in columns.items()
    ]


def downgrade() -> None:
    """Takes both away; on SQLite a table's triggers go with it, on PostgreSQL their functions stay behind."""
    if op.get_bind().dialect.name == "postgresql":
        for deed in FORGETS:
            op.execute(f"DROP FUNCTION absence_totals_leave_{deed}() CASCADE")
    op.drop_table("leave")
    op.drop_table("student_mark")
