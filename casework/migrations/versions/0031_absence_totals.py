"""What the absence of each student comes to, kept until something changes that it was worked out from."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

TOTALS = "absence_totals"
HAS_LESSONS = (
    "SELECT student_id FROM placement WHERE group_id = {row}.group_id "
    "UNION SELECT id FROM student WHERE group_id = {row}.group_id"
)
# Whose totals a row of each table goes into, and the columns that they are worked out from.
MADE_OF = {
    "attendance_entry": ("{row}.student_id", ()),
    "placement": ("{row}.student_id", ()),
    "lesson": (HAS_LESSONS, ("group_id", "day", "starts", "minutes", "is_cancelled", "registered_at")),
    "student": ("{row}.id", ("group_id", "unit_id")),
}


def upgrade() -> None:
    """Makes the table, and what drops its rows."""
    op.create_table(
        TOTALS,
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("counted", sa.String(60), nullable=False),
        sa.Column("days", sa.LargeBinary(), nullable=False),
        sa.Column("sums", sa.LargeBinary(), nullable=False),
        sa.Column("held", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f(f"fk_{TOTALS}_unit_id_unit")),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f(f"fk_{TOTALS}_student_id_student")),
        sa.PrimaryKeyConstraint("student_id", "year", name=op.f(f"pk_{TOTALS}")),
    )
    op.create_index(op.f(f"ix_{TOTALS}_unit_id_year"), TOTALS, ["unit_id", "year"])
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in postgresql() if is_postgresql else sqlite():
        op.execute(statement)


def changes() -> Iterator[tuple[str, str, str, str, list[str]]]:
    """Each deed that drops totals: its table, its name, when, on which condition, and of which students."""
    for table, (whose, columns) in MADE_OF.items():
        told = f" OF {', '.join(columns)}" if columns else ""
        rows = {"insert": ["NEW"], "update": ["OLD", "NEW"], "delete": ["OLD"]}
        for deed, known in rows.items():
            if table == "student" and deed != "update":
                continue  # no totals before there is a student, nor after
            when = deed.upper() + (told if deed == "update" else "")
            is_silent = table == "lesson" and deed == "insert"  # nobody has registered it yet
            condition = "NEW.registered_at IS NOT NULL" if is_silent else ""
            yield table, deed, when, condition, [whose.format(row=row) for row in known]


def sqlite() -> Iterator[str]:
    """One trigger for each deed."""
    for table, deed, when, condition, students in changes():
        forget = " ".join(f"DELETE FROM {TOTALS} WHERE student_id IN ({one});" for one in students)
        only = f"WHEN {condition} " if condition else ""
        yield f"CREATE TRIGGER {TOTALS}_{table}_{deed} AFTER {when} ON {table} {only}BEGIN {forget} END"


def postgresql() -> Iterator[str]:
    """A function beside each trigger."""
    for table, deed, when, condition, students in changes():
        name = f"{TOTALS}_{table}_{deed}"
        forget = " ".join(f"DELETE FROM {TOTALS} WHERE student_id IN ({one});" for one in students)
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {forget} RETURN NULL; END $$"
        )
        only = f"WHEN ({condition}) " if condition else ""
        yield (
            f"CREATE TRIGGER {name} AFTER {when} ON {table} FOR EACH ROW {only}EXECUTE FUNCTION {name}()"
        )


def downgrade() -> None:
    """Takes the table away, and what drops its rows."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table, deed, *_ in changes():
        name = f"{TOTALS}_{table}_{deed}"
        op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
    op.drop_table(TOTALS)
