"""Migrations lead from nothing to the models, on both databases, all or none of them; what is there stays."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, inspect, text

from casework import migrations
from casework.database import Base
from casework.extensions import db, migrate
from casework.history.queries import breaches
from casework.people.models import Student
from tests.databases import Place
from tests.factories import make_case, make_school, work


def differences(engine: Engine) -> list[Any]:
    """What the models say and the database does not, or the other way around."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def test_the_migrated_database_is_what_the_models_say(database: Place) -> None:
    with database.app.app_context():
        assert not differences(db.engine)
        assert not migrations.pending()


def test_checks_and_unique_rules_are_in_the_database_too(database: Place) -> None:
    with database.app.app_context():
        found = inspect(db.engine)
        for table in Base.metadata.sorted_tables:
            checks = {check["name"] for check in found.get_check_constraints(table.name)}
            wanted = {str(one.name) for one in table.constraints if type(one).__name__ == "CheckConstraint"}
            assert wanted <= checks, table.name
            foreign = found.get_foreign_keys(table.name)
            assert len(foreign) == len(table.foreign_key_constraints), table.name


def test_migrations_that_are_done_do_nothing_to_the_data(database: Place) -> None:
    with work(database.app):
        school = make_school()
        make_case(student=db.session.get_one(Student, school.student), stage="analysis")
    with database.app.app_context():
        before = {table.name: _rows(table.name) for table in Base.metadata.sorted_tables}
        migrations.upgrade()
        assert {table.name: _rows(table.name) for table in Base.metadata.sorted_tables} == before
        assert not list(breaches())


def test_there_is_one_line_of_migrations(app: Flask) -> None:
    with app.app_context():
        script = ScriptDirectory.from_config(migrate.get_config())
        assert len(script.get_heads()) == 1
        assert [one.revision for one in script.walk_revisions()][-1] == "0001"


def test_a_migration_that_fails_leaves_nothing_behind(
    database: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.app.app_context():
        script = ScriptDirectory.from_config(migrate.get_config())
        last = script.get_revision("head").module
        for table in ("alembic_version",):
            db.session.execute(text(f"delete from {table}"))
        db.session.commit()
        monkeypatch.setattr(last, "upgrade", lambda: None)
        with pytest.raises(Exception, match="already exists"):
            command.upgrade(migrate.get_config(), "head")
        db.session.rollback()
        assert db.session.execute(text("select count(*) from alembic_version")).scalar() == 0


def _rows(table: str) -> int:
    return int(db.session.execute(text(f'select count(*) from "{table}"')).scalar() or 0)  # noqa: S608 our names
