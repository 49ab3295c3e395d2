"""Letters to all homes; which letter invites whom to a meeting; at which meeting a measure was decided."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0037"


WHY = "this is only ever added to"
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
    _letters_to_all()
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in postgresql() if is_postgresql else sqlite():
        op.execute(statement)


def _letters_to_all() -> None:
    op.create_table(
        "school_letter",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("own_text", sa.Text(), nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("paper", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("sent_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_school_letter_unit_id")),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_school_letter_group_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_school_letter_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_letter")),
    )
    op.create_index("ix_school_letter_unit_id_sent_on", "school_letter", ["unit_id", "sent_on"])


def sqlite() -> Iterator[str]:
    """One trigger per deed; a row that is there already is not written again."""
    for deed in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER school_letter_refuse_{deed.lower()} BEFORE {deed} ON school_letter "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )
    yield (
        "CREATE TRIGGER school_letter_refuse_insert BEFORE INSERT ON school_letter "
        "WHEN EXISTS (SELECT 1 FROM school_letter WHERE (id = NEW.id) OR (rowid = NEW.rowid)) "
        f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
    )


def postgresql() -> Iterator[str]:
    """The function that refuses is there already; emptying the whole table is refused too."""
    yield (
        "CREATE TRIGGER school_letter_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON school_letter "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Takes them away."""
    op.drop_table("school_letter")
    for table, (column, _) in REFERS.items():
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
        op.drop_column(table, column)
