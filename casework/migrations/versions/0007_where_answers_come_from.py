"""Where the answers of a form came from, kept with them and locked with them when they are signed."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, text

revision = "0007"
down_revision = "0006"

SIGNED = "a finalised form is never changed"
SIGNED_COLUMNS = (
    "case_id",
    "visit_id",
    "round",
    "form",
    "form_sha",
    "number",
    "corrects_id",
    "answers",
    "origins",
    "started_at",
    "started_by_id",
    "saved_at",
    "saved_by_id",
    "finalised_at",
    "finalised_by_id",
    "finalised_role",
)
JSON_COLUMNS = ("answers", "origins")
LAWFUL = "OLD.status = 'draft' OR NEW.status = OLD.status OR (OLD.status = 'finalised' AND NEW.status = 'replaced')"
UNLAWFUL = f"NOT ({LAWFUL}) OR (OLD.status = 'draft' AND NEW.status = 'replaced')"


def upgrade() -> None:
    """Adds the column, and puts it under the trigger that keeps signed versions as they are."""
    op.add_column("submission", Column("origins", JSON, nullable=False, server_default=text("'{}'")))
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP TRIGGER submission_refuse_update{' ON submission' if is_postgresql else ''}")
    op.execute(postgresql() if is_postgresql else sqlite())


def sqlite() -> str:
    """The trigger in the words of SQLite."""
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in SIGNED_COLUMNS)
    moved = "NEW.id IS NOT OLD.id OR NEW.rowid IS NOT OLD.rowid"
    return (
        "CREATE TRIGGER submission_refuse_update BEFORE UPDATE ON submission "
        f"WHEN {moved} OR {UNLAWFUL} OR (OLD.status <> 'draft' AND ({changed})) "
        f"BEGIN SELECT RAISE(ABORT, '{SIGNED}'); END"
    )


def postgresql() -> str:
    """The trigger in the words of PostgreSQL, which compares JSON as text."""
    changed = " OR ".join(f"NEW.{_text(column)} IS DISTINCT FROM OLD.{_text(column)}" for column in SIGNED_COLUMNS)
    return (
        "CREATE TRIGGER submission_refuse_update BEFORE UPDATE ON submission FOR EACH ROW "
        f"WHEN (NEW.id IS DISTINCT FROM OLD.id OR {UNLAWFUL} OR (OLD.status <> 'draft' AND ({changed}))) "
        "EXECUTE FUNCTION refuse_change()"
    )


def _text(column: str) -> str:
    return f"{column}::text" if column in JSON_COLUMNS else column
