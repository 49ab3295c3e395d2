"""Which letter invites whom to a meeting, and at which meeting a measure was decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0037"


# Table → the column that is added, and what it refers to.
REFERS = {"letter": ("meeting_person_id", "meeting_person"), "measure": ("meeting_id", "meeting")}


def upgrade() -> None:
    """Adds the columns, which refer to other tables: SQLite can only add them in the words of its own."""
    for table, (column, target) in REFERS.items():
        key = f"fk_{table}_{column}"
        if op.get_bind().dialect.name == "postgresql":
            op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))
            op.create_foreign_key(key, table, target, [column], ["id"])
        else:
            op.execute(
                f"ALTER TABLE {table} ADD COLUMN {column} CHAR(32) CONSTRAINT {key} REFERENCES {target} (id)"
            )
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Takes them away."""
    for table, (column, _) in REFERS.items():
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
        op.drop_column(table, column)
