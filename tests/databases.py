"""Databases for tests: one migrated template of each kind, and a fresh copy of it for every test."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy
from flask import Flask

from casework import create_app, migrations
from casework.extensions import db
from tests.postgres import server

Made = TypeVar("Made")
SETTINGS: dict[str, Any] = {
    "TESTING": True,
    "SECRET_KEY": "only for tests: signs what browsers keep 0123456789",
    "HISTORY_KEY": "only for tests: seals the history of cases 0123456789",
    "SESSION_COOKIE_SECURE": False,
    "PASSWORD_EFFORT": {"time_cost": 1, "memory_cost": 8, "parallelism": 1},
    "AUTHORITY_NAME": "Fjordskogs kommun",
    "MAIL": {"host": "127.0.0.1", "security": "none", "sender": "Casework <casework@exempel.test>"},
    "SMS": {"by": "46elks", "sender": "Skolan", "url": "http://127.0.0.1:9/"},
}


@dataclass
class Place:
    """An application on a database that can be made anew."""

    app: Flask
    kind: str
    url: str

    def renew(self) -> None:
        """Puts the empty, migrated database in place of whatever a test has left."""
        raise NotImplementedError

    def let_go(self) -> None:
        """Closes every connection of this process."""
        with self.app.app_context():
            db.engine.dispose()


@dataclass
class SqlitePlace(Place):
    """A SQLite file, copied from the template."""

    template: Path
    file: Path
    _made: dict[str, tuple[bytes, Any, bytes]] = field(default_factory=dict)

    def renew(self) -> None:
        """Copies the file; nobody has it open."""
        self.let_go()
        for left in self.file.parent.glob(f"{self.file.name}*"):
            left.unlink()
        shutil.copyfile(self.template, self.file)

    def kept(self) -> bytes:
        """Everything as it is now, to go back to."""
        self.let_go()
        return self.file.read_bytes()

    def back_to(self, kept: bytes) -> None:
        """Puts everything back as it was."""
        self.renew()
        self.file.write_bytes(kept)

    def made(self, name: str, make: Callable[[], Made]) -> Made:
        """What `make` answers, with the rows that it leaves: made once, and put back for who asks again.

        `name` says what it is, and from which rows. Where there are others already it is made as if first.
        """
        before = self.kept()
        known = self._made.get(name)
        if known and known[0] == before:
            self.back_to(known[2])
            answer: Made = known[1]
            return answer
        answer = make()
        if not known:
            self._made[name] = before, answer, self.kept()
        return answer


# What a test may have changed besides rows: which tables, columns, indexes and triggers there are.
BUILT = """SELECT md5(string_agg(told, ';' ORDER BY told)) FROM (
  SELECT concat_ws(' ', attrelid::regclass, attname, atttypid) AS told
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', oid, tgenabled) FROM pg_trigger
) AS parts"""
COUNTED_ANEW = """SELECT setval(oid::regclass, 1, false) FROM pg_class
  WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"""
LEAVING = "SET LOCAL session_replication_role = replica"  # what guards the rows lets the tests go


@dataclass
class PostgresPlace(Place):
    """A PostgreSQL database, made from the template by the server."""

    server_url: str
    _built: str = ""
    _first: dict[sqlalchemy.Table, list[dict[str, Any]]] = field(default_factory=dict)

    def renew(self) -> None:
        """Takes out every row; makes the database again where a test has changed more, or is still in it."""
        self.let_go()
        try:
            if self._built and self._emptied():
                return
        except sqlalchemy.exc.OperationalError:
            self._built = ""
        self._make()

    def _emptied(self) -> bool:
        with self.app.app_context(), db.engine.begin() as connection:
            connection.exec_driver_sql(LEAVING)
            tables = [table.name for table in reversed(db.metadata.sorted_tables)]
            connection.exec_driver_sql(";".join(f'DELETE FROM "{name}"' for name in tables))  # noqa: S608 our own
            connection.exec_driver_sql(COUNTED_ANEW)
            for table, rows in self._first.items():
                connection.execute(table.insert(), rows)
            return connection.exec_driver_sql(BUILT).scalar() == self._built

    def _make(self) -> None:
        """Makes the database anew; the server throws out whoever is still in it."""
        self.let_go()
        admin = sqlalchemy.create_engine(
            self.server_url, isolation_level="AUTOCOMMIT", poolclass=sqlalchemy.NullPool
        )
        with admin.connect() as connection:
            connection.exec_driver_sql("DROP DATABASE IF EXISTS working WITH (FORCE)")
            connection.exec_driver_sql(
                "CREATE DATABASE working TEMPLATE template_of_tests STRATEGY file_copy"
            )
        with self.app.app_context(), db.engine.connect() as connection:
            self._built = str(connection.exec_driver_sql(BUILT).scalar())
            for table in db.metadata.sorted_tables:
                rows = [dict(row) for row in connection.execute(table.select()).mappings()]
                self._first |= {table: rows} if rows else {}


@contextmanager
def quick_folder(otherwise: Path) -> Iterator[Path]:
    """A folder in memory where the machine has one: SQLite waits for the disk at every commit."""
    memory = Path("/dev/shm")  # noqa: S108 a folder of our own is made in it
    if not os.access(memory, os.W_OK):
        yield otherwise
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="casework-") as folder:
        yield Path(folder)


def sqlite_place(folder: Path) -> SqlitePlace:
    """The application on SQLite, its template migrated from nothing."""
    template, file = folder / "template.sqlite", folder / "working.sqlite"
    _migrated(f"sqlite:///{template}", folder)
    url = f"sqlite:///{file}"
    return SqlitePlace(_app(url, folder), "sqlite", url, template, file)


@contextmanager
def postgres_place(folder: Path) -> Iterator[Place]:
    """The application on a PostgreSQL of its own, its template migrated from nothing."""
    with server() as server_url:
        url = sqlalchemy.make_url(server_url)
        template, working = (
            url.set(database=name).render_as_string(hide_password=False)
            for name in ("template_of_tests", "working")
        )
        admin = sqlalchemy.create_engine(
            server_url, isolation_level="AUTOCOMMIT", poolclass=sqlalchemy.NullPool
        )
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE template_of_tests")
        _migrated(template, folder)
        place = PostgresPlace(_app(working, folder), "postgresql", working, server_url)
        yield place
        place.let_go()


def _app(url: str, folder: Path) -> Flask:
    return create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": url}, folder)


def _migrated(url: str, folder: Path) -> None:
    app = _app(url, folder)
    with app.app_context():
        migrations.upgrade()
        db.engine.dispose()
