"""Versions that an authority publishes, which of them schools follow, and cases that go on with another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

# Table, column, how long it is, and what stands there in the rows that there are.
NEW = (
    ("unit", "school_form", 30, "compulsory"),
    ("unit", "country", 2, "SE"),
    ("visit", "title", 300, ""),
)


def upgrade() -> None:
    """Adds the columns and tables; schools are Swedish compulsory schools until somebody says otherwise."""
    for table, name, length, default in NEW:
        # Added in place: a table that others point to cannot be made anew on SQLite while it has rows.
        kind = sa.String(length=length)
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))
    _publication()
    _migration()


def _publication() -> None:
    op.create_table(
        "publication",
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("workflow", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status in ('draft', 'published', 'withdrawn')", name=op.f("ck_publication_status")
        ),
        sa.ForeignKeyConstraint(["sha"], ["workflow_version.sha"], name=op.f("fk_publication_sha")),
        *(
            sa.ForeignKeyConstraint([name], ["user.id"], name=op.f(f"fk_publication_{name}"))
            for name in ("uploaded_by_id", "published_by_id", "withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    is_there = sa.text("status != 'withdrawn'")
    op.create_index(
        "uq_publication_workflow_version",
        "publication",
        ["workflow", "version"],
        unique=True,
        sqlite_where=is_there,
        postgresql_where=is_there,
    )


def _migration() -> None:
    op.create_table(
        "migration_run",
        sa.Column("to_sha", sa.String(length=64), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("undoing_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["to_sha"], ["workflow_version.sha"], name=op.f("fk_migration_run_to_sha")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_migration_run_by_id")),
        sa.ForeignKeyConstraint(
            ["undoing_by_id"], ["user.id"], name=op.f("fk_migration_run_undoing_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_migration_run")),
    )
    op.create_table(
        "case_migration",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status in ('waiting', 'done', 'stayed', 'undone')", name=op.f("ck_case_migration_status")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_migration_case_id")),
        sa.ForeignKeyConstraint(["run_id"], ["migration_run.id"], name=op.f("fk_case_migration_run_id")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["user.id"], name=op.f("fk_case_migration_undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_migration")),
    )
    op.create_index("ix_case_migration_run_id_status", "case_migration", ["run_id", "status"])
    op.create_index("ix_case_migration_case_id_at", "case_migration", ["case_id", "at"])


def downgrade() -> None:
    """Takes them away."""
    for table in ("case_migration", "migration_run", "publication"):
        op.drop_table(table)
    for table, name, _, _ in NEW:
        op.drop_column(table, name)
