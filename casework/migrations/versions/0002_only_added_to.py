"""What has happened is only added to: the database itself refuses to change or remove it."""

from __future__ import annotations

from collections.abc import Iterator

from alembic import op

revision = "0002"
down_revision = "0001"

# Payloads may be removed when the law says so; the chain holds without them.
KEPT = {
    "event": ("UPDATE", "DELETE"),
    "event_payload": ("UPDATE",),
    "milestone": ("UPDATE", "DELETE"),
    "reading": ("UPDATE", "DELETE"),
    "reading_student": ("UPDATE", "DELETE"),
}
WHY = "this is only ever added to"
SIGNED = "a finalised form is never changed"

# What a signed version says and who signed it. It may become replaced, and nothing else.
SIGNED_COLUMNS = (
    "case_id",
    "visit_id",
    "round",
    "form",
    "form_sha",
    "number",
    "corrects_id",
    "answers",
    "finalised_at",
    "finalised_by_id",
    "finalised_role",
)


def upgrade() -> None:
    """Adds the triggers in the words of the database at hand."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in postgresql() if is_postgresql else sqlite():
        op.execute(statement)


def sqlite() -> Iterator[str]:
    """One trigger per table and deed."""
    for table, deeds in KEPT.items():
        for deed in deeds:
            yield (
                f"CREATE TRIGGER {table}_refuse_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
            )
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in SIGNED_COLUMNS)
    yield (
        "CREATE TRIGGER submission_refuse_update BEFORE UPDATE ON submission "
        f"WHEN OLD.status <> 'draft' AND (NEW.status IN ('draft', 'discarded') AND NEW.status <> OLD.status OR {changed}) "
        f"BEGIN SELECT RAISE(ABORT, '{SIGNED}'); END"
    )
    yield (
        "CREATE TRIGGER submission_refuse_delete BEFORE DELETE ON submission "
        f"WHEN OLD.status IN ('finalised', 'replaced') BEGIN SELECT RAISE(ABORT, '{SIGNED}'); END"
    )


def postgresql() -> Iterator[str]:
    """One function that refuses, and triggers that call it; emptying a whole table is refused too."""
    yield (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{WHY}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for table, deeds in KEPT.items():
        yield (
            f"CREATE TRIGGER {table}_refuse_change BEFORE {' OR '.join((*deeds, 'TRUNCATE'))} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    changed = " OR ".join(
        f"NEW.{column}{'::text' if column == 'answers' else ''} IS DISTINCT FROM "
        f"OLD.{column}{'::text' if column == 'answers' else ''}"
        for column in SIGNED_COLUMNS
    )
    yield (
        "CREATE TRIGGER submission_refuse_update BEFORE UPDATE ON submission FOR EACH ROW "
        f"WHEN (OLD.status <> 'draft' AND (NEW.status IN ('draft', 'discarded') AND NEW.status <> OLD.status OR {changed})) "
        "EXECUTE FUNCTION refuse_change()"
    )
    yield (
        "CREATE TRIGGER submission_refuse_delete BEFORE DELETE ON submission FOR EACH ROW "
        "WHEN (OLD.status IN ('finalised', 'replaced')) EXECUTE FUNCTION refuse_change()"
    )
    yield (
        "CREATE TRIGGER submission_refuse_truncate BEFORE TRUNCATE ON submission "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
