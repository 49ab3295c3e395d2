"""Where students are registered as living, and letters for what a duty asks for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    """Adds the columns; who is there already lives where nobody has said."""
    municipality = sa.Column("home_municipality", sa.String(60), nullable=False, server_default="")
    op.add_column("student", municipality)
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    key = "CONSTRAINT fk_letter_student_task_id REFERENCES student_task (id)"
    op.execute(f"ALTER TABLE letter ADD COLUMN student_task_id {kind} {key}")
    op.create_index("ix_letter_student_task_id", "letter", ["student_task_id"])


def downgrade() -> None:
    """Takes them away; a letter for a duty is then one for no task."""
    op.drop_index("ix_letter_student_task_id", "letter")
    op.drop_column("letter", "student_task_id")
    op.drop_column("student", "home_municipality")
