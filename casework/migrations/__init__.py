"""The migrations: how a database comes to the shape that the models have, from any earlier one."""

from __future__ import annotations

from alembic import command
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from casework.extensions import db, migrate


def pending() -> list[str]:
    """The revisions that the database has yet to go through, first one first."""
    script = ScriptDirectory.from_config(migrate.get_config())
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    found = [one.revision for one in script.iterate_revisions("heads", current or "base")]
    return found[::-1]


def upgrade() -> None:
    """Brings the database to the newest shape."""
    command.upgrade(migrate.get_config(), "head")
