"""Attachments of cases and forms: what they are, their versions, which of them a form was signed with."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# Table → what no two of its rows share. A REPLACE that meets an older row in one of these removes it.
KEPT = {
    "attachment_version": (("id",), ("attachment_id", "number")),
    "signed_attachment": (("submission_id", "version_id"),),
}
WHY = "this is only ever added to"


def upgrade() -> None:
    """Adds the tables; versions, and what was signed, are only ever added to."""
    op.create_table(
        "attachment",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("confidentiality", sa.String(length=20), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("removed_by_id", sa.Uuid(), nullable=True),
        sa.Column("removal_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_attachment_case_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_attachment_submission_id")),
        sa.ForeignKeyConstraint(["removed_by_id"], ["user.id"], name=op.f("fk_attachment_removed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_case_id"), "attachment", ["case_id"])
    op.create_index(op.f("ix_attachment_submission_id"), "attachment", ["submission_id"])
    op.create_table(
        "attachment_version",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("previews", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_attachment_version_attachment_id")
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["user.id"], name=op.f("fk_attachment_version_added_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_version")),
        sa.UniqueConstraint("attachment_id", "number", name=op.f("uq_attachment_version_attachment_id_number")),
    )
    op.create_table(
        "signed_attachment",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_signed_attachment_submission_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["attachment_version.id"], name=op.f("fk_signed_attachment_version_id")
        ),
        sa.PrimaryKeyConstraint("submission_id", "version_id", name=op.f("pk_signed_attachment")),
    )
    op.create_index(op.f("ix_signed_attachment_version_id"), "signed_attachment", ["version_id"])
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in postgresql() if is_postgresql else sqlite():
        op.execute(statement)


def sqlite() -> Iterator[str]:
    """One trigger per table and deed; a row that is there already is not written again, by REPLACE or otherwise."""
    for table, keys in KEPT.items():
        for deed in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_refuse_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
            )
        same = [" AND ".join(f"{column} = NEW.{column}" for column in key) for key in (*keys, ("rowid",))]
        yield (
            f"CREATE TRIGGER {table}_refuse_insert BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(f'({one})' for one in same)}) "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )


def postgresql() -> Iterator[str]:
    """The function that refuses was made with the first of these triggers."""
    for table in KEPT:
        yield (
            f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
