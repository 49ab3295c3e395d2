"""Letters to all homes, reports followed up each week; which letter invites to a meeting, which measure is of one."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


WHY = "this is only ever added to"
GROWING = ("school_letter", "concern_review")
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
    _reviews()
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


def _reviews() -> None:
    op.create_table(
        "concern_review",
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(60), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_review_concern_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_concern_review_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_review")),
    )
    op.create_index("ix_concern_review_concern_id", "concern_review", ["concern_id"])
    op.add_column("concern", sa.Column("follow_up_on", sa.Date(), nullable=True))
    op.create_index("ix_concern_follow_up_on", "concern", ["follow_up_on"])


def sqlite() -> Iterator[str]:
    """One trigger per deed; a row that is there already is not written again."""
    for table in GROWING:
        for deed in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_refuse_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
            )
        yield (
            f"CREATE TRIGGER {table}_refuse_insert BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE (id = NEW.id) OR (rowid = NEW.rowid)) "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )


def postgresql() -> Iterator[str]:
    """The function that refuses is there already; emptying the whole table is refused too."""
    for table in GROWING:
        yield (
            f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """Takes them away."""
    op.drop_index("ix_concern_follow_up_on", "concern")
    op.drop_column("concern", "follow_up_on")
    for table in GROWING:
        op.drop_table(table)
    for table, (column, _) in REFERS.items():
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
        op.drop_column(table, column)
