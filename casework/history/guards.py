"""The triggers by which the database refuses to change what has happened: whether they are all in place."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text

from casework.extensions import db

# Table → what is refused there. A trigger per deed on SQLite; PostgreSQL has no REPLACE and can TRUNCATE.
TABLES = (
    "event",
    "event_payload",
    "milestone",
    "note",
    "reading",
    "reading_student",
    "taken_back",
    "attachment_version",
    "signed_attachment",
    "attendance_revision",
    "student_report",
    "task_delay",
    "contact",
    "measure_version",
    "measure_review",
    "monitoring_act",
    "prevention_note",
    "school_letter",
    "concern_review",
    "goal_value",
    "meeting_share",
)
SQLITE = frozenset(
    f"{table}_refuse_{deed}" for table in (*TABLES, "submission") for deed in ("insert", "update", "delete")
)
POSTGRESQL = frozenset(
    {f"{table}_refuse_change" for table in TABLES}
    | {f"submission_refuse_{deed}" for deed in ("update", "delete", "truncate")}
)

_ON_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
_ON_POSTGRESQL = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"


def missing_triggers() -> Iterator[str]:
    """The names of those that are gone or switched off."""
    is_postgresql = db.session.get_bind().dialect.name == "postgresql"
    found = set(db.session.scalars(text(_ON_POSTGRESQL if is_postgresql else _ON_SQLITE)))
    yield from sorted((POSTGRESQL if is_postgresql else SQLITE) - found)
