"""What has happened is only added to: the database itself refuses to change or remove it."""

from __future__ import annotations

from collections.abc import Iterator

from alembic import op

revision = "0002"
down_revision = "0001"

# Table → what no two of its rows share. A REPLACE that meets an older row in one of these removes it.
KEPT = {
    "event": (("id",), ("chain_id", "seq"), ("chain_id", "prev_hash")),
    "event_payload": (("event_id",),),
    "milestone": (("id",),),
    "reading": (("id",),),
    "reading_student": (("reading_id", "student_id"),),
}
WHY = "this is only ever added to"
SIGNED = "a finalised form is never changed"

# Everything but the status, and the number that counts changes. A signed version may become replaced.
SIGNED_COLUMNS = (
    "case_id",
    "visit_id",
    "round",
    "form",
    "form_sha",
    "number",
    "corrects_id",
    "answers",
    "started_at",
    "started_by_id",
    "saved_at",
    "saved_by_id",
    "finalised_at",
    "finalised_by_id",
    "finalised_role",
)
LAWFUL = "OLD.status = 'draft' OR NEW.status = OLD.status OR (OLD.status = 'finalised' AND NEW.status = 'replaced')"
# From a draft a form becomes anything but replaced: what was never signed cannot be.
UNLAWFUL = f"NOT ({LAWFUL}) OR (OLD.status = 'draft' AND NEW.status = 'replaced')"


def upgrade() -> None:
    """Adds the triggers in the words of the database at hand."""
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
        yield _refuse_again(table, keys, WHY)
    yield _refuse_again("submission", (("id",),), SIGNED)
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in SIGNED_COLUMNS)
    moved = "NEW.id IS NOT OLD.id OR NEW.rowid IS NOT OLD.rowid"
    yield (
        "CREATE TRIGGER submission_refuse_update BEFORE UPDATE ON submission "
        f"WHEN {moved} OR {UNLAWFUL} OR (OLD.status <> 'draft' AND ({changed})) "
        f"BEGIN SELECT RAISE(ABORT, '{SIGNED}'); END"
    )
    yield (
        "CREATE TRIGGER submission_refuse_delete BEFORE DELETE ON submission "
        f"WHEN OLD.status IN ('finalised', 'replaced') BEGIN SELECT RAISE(ABORT, '{SIGNED}'); END"
    )


def _refuse_again(table: str, keys: tuple[tuple[str, ...], ...], why: str) -> str:
    same = [" AND ".join(f"{column} = NEW.{column}" for column in key) for key in (*keys, ("rowid",))]
    return (
        f"CREATE TRIGGER {table}_refuse_insert BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(f'({one})' for one in same)}) "
        f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )


def postgresql() -> Iterator[str]:
    """One function that refuses, and triggers that call it; emptying a whole table is refused too."""
    yield (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{WHY}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for table in KEPT:
        yield (
            f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    changed = " OR ".join(
        f"NEW.{column}{'::text' if column == 'answers' else ''} IS DISTINCT FROM "
        f"OLD.{column}{'::text' if column == 'answers' else ''}"
        for column in SIGNED_COLUMNS
    )
    yield (
        "CREATE TRIGGER submission_refuse_update BEFORE UPDATE ON submission FOR EACH ROW "
        f"WHEN (NEW.id IS DISTINCT FROM OLD.id OR {UNLAWFUL} OR (OLD.status <> 'draft' AND ({changed}))) "
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
