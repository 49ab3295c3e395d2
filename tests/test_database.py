"""A unit of work is all or nothing; every SQLite connection is set up the safe way."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import NullPool, bindparam, create_engine, func, select, text
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError

from casework.database import WAL_IS_SAFE_FROM
from casework.expressions import Among
from casework.extensions import db, reading_only, unit_of_work
from casework.people.models import Group, Unit
from tests.databases import Place

WRITERS = 8


def units(app: Flask) -> int:
    """How many units there are for somebody who asks now."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Unit)) or 0


def add(name: str) -> None:
    """Adds a unit to the session."""
    db.session.add(Unit(name=name, kind="school", workflow=""))
    db.session.flush()


def test_a_unit_of_work_keeps_everything(database: Place) -> None:
    with database.app.app_context(), unit_of_work():
        add("one")
        add("two")
    assert units(database.app) == 2


def test_a_unit_of_work_that_fails_keeps_nothing(database: Place) -> None:
    with database.app.app_context():
        with pytest.raises(IntegrityError), unit_of_work():
            _first_well_then_not()
        with unit_of_work():
            add("two")
    assert units(database.app) == 1


def _first_well_then_not() -> None:
    add("one")
    add("one")


def test_one_of_many_values_is_asked_for_with_any_number_of_them(database: Place) -> None:
    with database.app.app_context(), unit_of_work():
        for name in ("one", "two", "three"):
            add(name)
        ids = {name: unit_id for unit_id, name in db.session.execute(select(Unit.id, Unit.name))}
        named = select(Unit.name).where(Among(Unit.id, bindparam("wanted", expanding=True)))
        for wanted in (["one"], ["two", "three"], [], ["three"], ["one", "two", "three"]):
            values = [ids[name] for name in wanted]
            given = select(Unit.name).where(Among(Unit.id, values))
            others = select(Unit.name).where(~Among(Unit.id, frozenset(values)))
            assert {*db.session.scalars(given)} == {*wanted}
            assert {*db.session.scalars(named, {"wanted": values})} == {*wanted}
            assert {*db.session.scalars(others)} == {*ids} - {*wanted}


def test_units_of_work_do_not_nest(app: Flask) -> None:
    with app.app_context(), unit_of_work():
        with pytest.raises(RuntimeError, match="do not nest"), unit_of_work():
            pass
        add("one")
    assert units(app) == 1


def test_writing_without_a_unit_of_work_is_forgotten(app: Flask) -> None:
    with app.app_context():
        add("one")
    assert units(app) == 0


def test_who_only_reads_is_refused_every_change_and_may_change_afterwards(database: Place) -> None:
    with database.app.app_context():
        with pytest.raises((OperationalError, InternalError)), reading_only():
            add("one")
        with reading_only():
            assert db.session.scalars(select(Unit)).all() == []
        with unit_of_work():
            add("two")
    assert units(database.app) == 1


def test_writers_take_turns_and_none_is_turned_away(database: Place) -> None:
    def write(number: int) -> None:
        for round_ in range(5):
            with database.app.app_context(), unit_of_work():
                before = db.session.scalar(select(func.count()).select_from(Unit))
                add(f"{number}-{round_}-{before}")

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert units(database.app) == WRITERS * 5


def test_a_row_without_its_parent_is_refused(database: Place) -> None:
    with database.app.app_context(), pytest.raises(IntegrityError), unit_of_work():
        db.session.add(Group(unit_id=uuid4(), name="8B"))


def test_every_sqlite_connection_is_safe(app: Flask) -> None:
    is_safe = sqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM
    with app.app_context():
        for _ in range(3):
            asked = {
                name: db.session.execute(text(f"pragma {name}")).scalar()
                for name in ("foreign_keys", "busy_timeout", "journal_mode", "synchronous")
            }
            db.session.remove()
    assert asked["foreign_keys"] == 1
    assert asked["busy_timeout"] >= 5000
    assert (asked["journal_mode"], asked["synchronous"]) == (("wal", 2) if is_safe else ("delete", 3))


def test_who_reads_is_not_kept_out_while_much_is_written(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as writes, db.engine.connect() as reads:
        writer, reader = (one.connection.driver_connection for one in (writes, reads))
        assert writer is not reader
        reader.execute("PRAGMA busy_timeout=0")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("CREATE TABLE much (text TEXT)")
        writer.executemany("INSERT INTO much VALUES (?)", [("x" * 1000,)] * 8_000)
        assert reader.execute("SELECT count(*) FROM user").fetchone() is not None
        writer.execute("ROLLBACK")
        reader.execute("PRAGMA busy_timeout=30000")


@pytest.mark.parametrize(("quiet", "is_found_out"), [(0.0, True), (60.0, False)])
def test_a_connection_that_lay_idle_is_asked_whether_it_still_leads_anywhere(
    database: Place, monkeypatch: pytest.MonkeyPatch, quiet: float, is_found_out: bool
) -> None:
    monkeypatch.setattr("casework.database.QUIET_SECONDS", quiet)
    before = units(database.app)
    if database.kind == "postgresql":
        _cut_connections(database.url)
    if is_found_out or database.kind == "sqlite":
        assert units(database.app) == before
    else:
        with pytest.raises(OperationalError):
            units(database.app)


def _cut_connections(url: str) -> None:
    """What a restart of the server does to the connections that lie ready."""
    end = "select pg_terminate_backend(pid) from pg_stat_activity"
    others = " where datname = current_database() and pid != pg_backend_pid()"
    with create_engine(url, poolclass=NullPool).connect() as connection:
        connection.execute(text(end + others))
