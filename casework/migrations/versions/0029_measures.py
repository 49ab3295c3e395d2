"""Measures: what plans have decided, version by version, and how each was followed up."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

RUNNING = sa.text("ended_at IS NULL")
WHY = "this is only ever added to"
CLASSES = "confidentiality in ('open', 'school', 'student_health', 'medical')"
STATUSES = "status in ('planned', 'started', 'carried_out', 'partly', 'not_carried_out', 'stopped')"
GROWING = {
    "measure_version": "(id = NEW.id) OR (measure_id = NEW.measure_id AND number = NEW.number) "
    "OR (rowid = NEW.rowid)",
    "measure_review": "(id = NEW.id) OR (rowid = NEW.rowid)",
}


def upgrade() -> None:
    """Makes the tables, and the triggers of the two that are only added to."""
    _measures()
    _versions()
    _reviews()
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in postgresql() if is_postgresql else sqlite():
        op.execute(statement)


def _measures() -> None:
    op.create_table(
        "measure",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("confidentiality", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("responsible_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("effect", sa.String(length=20), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(CLASSES, name=op.f("ck_measure_confidentiality")),
        sa.CheckConstraint(STATUSES, name=op.f("ck_measure_status")),
        *_keys("measure", case_id="case.id", responsible_id="user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index("ix_measure_case_id", "measure", ["case_id"])
    op.create_index(
        "ix_measure_responsible_id_follow_up_on",
        "measure",
        ["responsible_id", "follow_up_on"],
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )


def _versions() -> None:
    op.create_table(
        "measure_version",
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(length=10), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "change in ('added', 'kept', 'changed', 'ended')", name=op.f("ck_measure_version_change")
        ),
        *_keys("measure_version", measure_id="measure.id", submission_id="submission.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_version")),
    )
    op.create_index(
        "uq_measure_version_measure_id_number", "measure_version", ["measure_id", "number"], unique=True
    )
    op.create_index("ix_measure_version_submission_id", "measure_version", ["submission_id"])


def _reviews() -> None:
    op.create_table(
        "measure_review",
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("done", sa.String(length=20), nullable=False),
        sa.Column("effect", sa.String(length=20), nullable=False),
        sa.Column("onwards", sa.String(length=10), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "done in ('carried_out', 'partly', 'not_carried_out')", name=op.f("ck_measure_review_done")
        ),
        sa.CheckConstraint("onwards in ('keep', 'change', 'stop')", name=op.f("ck_measure_review_onwards")),
        *_keys("measure_review", measure_id="measure.id", by_id="user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_review")),
    )
    op.create_index("ix_measure_review_measure_id_at", "measure_review", ["measure_id", "at"])


def _keys(table: str, **columns: str) -> Iterator[sa.ForeignKeyConstraint]:
    for name, target in columns.items():
        yield sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}"))


def sqlite() -> Iterator[str]:
    """One trigger per deed and table; a row that is there already is not written again."""
    for table, is_there in GROWING.items():
        for deed in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_refuse_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
            )
        yield (
            f"CREATE TRIGGER {table}_refuse_insert BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {is_there}) BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
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
    for table in ("measure_review", "measure_version", "measure"):
        op.drop_table(table)
