"""A lesson that comes in drops the totals of those who have it only where some of them have any kept.

A file brings tens of thousands of lessons, and with the first of a class what is kept of the class is gone:
looking whether anything is left takes SQLite less than half the time of dropping nothing. PostgreSQL would
gain little by it, and keeps its trigger.
"""

from __future__ import annotations

from alembic import op

revision = "0042"
down_revision = "0041"

NAME = "absence_totals_lesson_insert"
DROPS = (
    "DELETE FROM absence_totals WHERE student_id IN (SELECT student_id FROM placement "
    "WHERE group_id = NEW.group_id UNION SELECT id FROM student WHERE group_id = NEW.group_id);"
)
REGISTERED = "NEW.registered_at IS NOT NULL"
ANY_KEPT = (
    "(EXISTS (SELECT 1 FROM student JOIN absence_totals ON absence_totals.student_id = student.id "
    "WHERE student.group_id = NEW.group_id) "
    "OR EXISTS (SELECT 1 FROM placement JOIN absence_totals USING (student_id) "
    "WHERE placement.group_id = NEW.group_id))"
)


def upgrade() -> None:
    """Looks first, on SQLite."""
    _drops_when(f"{REGISTERED} AND {ANY_KEPT}")


def downgrade() -> None:
    """Drops without looking."""
    _drops_when(REGISTERED)


def _drops_when(condition: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {NAME}")
        op.execute(f"CREATE TRIGGER {NAME} AFTER INSERT ON lesson WHEN {condition} BEGIN {DROPS} END")
