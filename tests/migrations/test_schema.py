"""Migrations lead from nothing to the models, on both databases, all or none of them; what is there stays."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command as commands
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import CheckConstraint, Engine, Table, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from casework import migrations
from casework.database import Base
from casework.extensions import db, migrate
from casework.history.queries import breaches
from casework.people.models import Student
from tests.databases import Place, SqlitePlace
from tests.factories import make_case, make_school, work

FIRST_IN_USE = "0008"


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
            checks = {one["name"]: plain(one["sqltext"]) for one in found.get_check_constraints(table.name)}
            checked = [one for one in table.constraints if isinstance(one, CheckConstraint)]
            wanted = {str(one.name): plain(str(one.sqltext)) for one in checked}
            assert wanted.keys() <= checks.keys(), table.name
            if database.kind == "sqlite":  # PostgreSQL writes them in its own way
                assert wanted.items() <= checks.items(), table.name
            foreign = found.get_foreign_keys(table.name)
            assert len(foreign) == len(table.foreign_key_constraints), table.name


def plain(condition: str) -> str:
    """The condition without what may be written in several ways."""
    return "".join(condition.lower().replace('"', "").split())


def test_migrations_that_are_done_do_nothing_to_the_data(database: Place) -> None:
    with work(database.app):
        school = make_school()
        make_case(student=db.session.get_one(Student, school.student), stage="analysis")
    with database.app.app_context():
        before = {table.name: _rows(table) for table in Base.metadata.sorted_tables}
        migrations.upgrade()
        assert {table.name: _rows(table) for table in Base.metadata.sorted_tables} == before
        assert not list(breaches())


def test_what_is_there_stays_when_an_older_database_is_taken_on(database: Place) -> None:
    with work(database.app):
        school = make_school()
        make_case(student=db.session.get_one(Student, school.student), stage="analysis")
    with database.app.app_context():
        before = _counts()
        db.session.remove()
        commands.downgrade(migrate.get_config(), FIRST_IN_USE)
        assert migrations.pending()
        migrations.upgrade()
        assert _counts() == before
        assert not differences(db.engine)
        assert not list(breaches())


def _counts() -> dict[str, int]:
    """How many rows there are of what a case is made of."""
    names = ("unit", "student", "case", "visit", "task", "milestone", "submission", "event")
    return {name: db.session.query(Base.metadata.tables[name]).count() for name in names}


def test_there_is_one_line_of_migrations(app: Flask) -> None:
    with app.app_context():
        script = ScriptDirectory.from_config(migrate.get_config())
        assert len(script.get_heads()) == 1
        assert [one.revision for one in script.walk_revisions()][-1] == "0001"


def test_migrations_that_fail_leave_nothing_behind(database: Place) -> None:
    empty(database)
    with database.app.app_context():
        db.session.execute(text("create table reading (id integer)"))
        db.session.commit()
        with pytest.raises(DBAPIError, match="already exists"):
            migrations.upgrade()
        assert inspect(db.engine).get_table_names() == ["reading"]
        db.session.execute(text("drop table reading"))
        db.session.commit()
        migrations.upgrade()
        assert not differences(db.engine)


def empty(place: Place) -> None:
    """Takes away everything, tables and triggers too."""
    if isinstance(place, SqlitePlace):
        place.let_go()
        place.file.unlink()
    else:
        with place.app.app_context():
            db.session.execute(text("drop schema public cascade"))
            db.session.execute(text("create schema public"))
            db.session.commit()


def _rows(table: Table) -> int:
    return int(db.session.scalar(select(func.count()).select_from(table)) or 0)
