"""What is registered of a student says on which day, so that a school year of it is read without its lessons.

A lesson never moves to another day: its day is part of what it is known by.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    """Adds the day, from the lesson."""
    op.add_column("attendance_entry", sa.Column("day", sa.Date(), nullable=False, server_default="2000-01-01"))
    op.execute("UPDATE attendance_entry SET day = (SELECT day FROM lesson WHERE lesson.id = lesson_id)")
    op.drop_index(op.f("ix_attendance_entry_student_id"), "attendance_entry")
    op.create_index(op.f("ix_attendance_entry_student_id_day"), "attendance_entry", ["student_id", "day"])


def downgrade() -> None:
    """Takes the day away."""
    op.drop_index(op.f("ix_attendance_entry_student_id_day"), "attendance_entry")
    op.create_index(op.f("ix_attendance_entry_student_id"), "attendance_entry", ["student_id"])
    op.drop_column("attendance_entry", "day")
