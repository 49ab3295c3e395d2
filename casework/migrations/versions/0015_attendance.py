"""School calendars, lessons, and what was registered in them that was not presence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

WHY = "this is only ever added to"
OUTCOMES = (
    "present",
    "absent",
    "late",
    "left_early",
    "approved_leave",
    "school_activity",
    "not_offered",
    "unknown",
)
REVISION = "attendance_revision"
KEY = ("lesson_id", "student_id", "revision")


def upgrade() -> None:
    """Adds the tables; what was true before a correction is only ever added to."""
    _calendar()
    _lessons()
    _entries()
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in postgresql() if is_postgresql else sqlite():
        op.execute(statement)


def _foreign(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}"))
        for name, target in columns.items()
    ]


def _calendar() -> None:
    op.create_table(
        "school_term",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_school_term_days")),
        *_foreign("school_term", unit_id="unit.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_term")),
    )
    op.create_index("uq_school_term_unit_id_first_day", "school_term", ["unit_id", "first_day"], unique=True)
    op.create_table(
        "closed_day",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.CheckConstraint("reason in ('break', 'staff_day')", name=op.f("ck_closed_day_reason")),
        *_foreign("closed_day", unit_id="unit.id"),
        sa.PrimaryKeyConstraint("unit_id", "day", name=op.f("pk_closed_day")),
    )


def _lessons() -> None:
    op.create_table(
        "placement",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.CheckConstraint("last_day is null or first_day <= last_day", name=op.f("ck_placement_days")),
        *_foreign("placement", student_id="student.id", group_id="group.id"),
        sa.PrimaryKeyConstraint("student_id", "group_id", "first_day", name=op.f("pk_placement")),
    )
    op.create_index("ix_placement_group_id", "placement", ["group_id"])
    op.create_table(
        "lesson",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=True),
        sa.Column("registered_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_lesson_minutes")),
        sa.CheckConstraint("starts >= 0 and starts < 1440", name=op.f("ck_lesson_starts")),
        *_foreign("lesson", group_id="group.id", registered_by_id="user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    key = ["group_id", "day", "starts", "subject"]
    op.create_index("uq_lesson_group_id_day_starts_subject", "lesson", key, unique=True)
    op.create_index("ix_lesson_day", "lesson", ["day"])


def _said() -> list[sa.Column[Any]]:
    return [
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("validity", sa.String(length=10), nullable=False),
        sa.Column("is_reported", sa.Boolean(), nullable=False),
        sa.Column("is_documented", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
    ]


def _entries() -> None:
    keys = {"lesson_id": "lesson.id", "student_id": "student.id", "by_id": "user.id"}
    outcomes = ", ".join(f"'{one}'" for one in OUTCOMES)
    op.create_table(
        "attendance_entry",
        *_said(),
        sa.CheckConstraint(f"outcome in ({outcomes})", name=op.f("ck_attendance_entry_outcome")),
        sa.CheckConstraint(
            "validity in ('valid', 'invalid', 'undecided')", name=op.f("ck_attendance_entry_validity")
        ),
        sa.CheckConstraint("missed >= 0", name=op.f("ck_attendance_entry_missed")),
        *_foreign("attendance_entry", **keys),
        sa.PrimaryKeyConstraint("lesson_id", "student_id", name=op.f("pk_attendance_entry")),
    )
    op.create_index("ix_attendance_entry_student_id", "attendance_entry", ["student_id"])
    op.create_table(
        REVISION,
        *_said(),
        *_foreign(REVISION, **keys),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_attendance_revision")),
    )


def sqlite() -> Iterator[str]:
    """One trigger per deed; a row that is there already is not written again, by REPLACE or otherwise."""
    for deed in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {REVISION}_refuse_{deed.lower()} BEFORE {deed} ON {REVISION} "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )
    same = " AND ".join(f"{column} = NEW.{column}" for column in KEY)
    yield (
        f"CREATE TRIGGER {REVISION}_refuse_insert BEFORE INSERT ON {REVISION} "
        f"WHEN EXISTS (SELECT 1 FROM {REVISION} WHERE ({same}) OR (rowid = NEW.rowid)) "
        f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
    )


def postgresql() -> Iterator[str]:
    """The function that refuses was made with the first of these triggers."""
    yield (
        f"CREATE TRIGGER {REVISION}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {REVISION} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Takes them away, with their triggers."""
    for table in (REVISION, "attendance_entry", "lesson", "placement", "closed_day", "school_term"):
        op.drop_table(table)
