"""The one way to change data: a unit of work at the edge, one commit or nothing, on both databases."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import DateTime, Engine, MetaData, TypeDecorator, Uuid, event
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

# From this version on SQLite's write-ahead log is safe with two writers; older ones may corrupt the file.
WAL_IS_SAFE_FROM = (3, 51, 3)
JOURNAL_BESIDE = ("journal_mode=WAL", "synchronous=FULL")
JOURNAL_BEFORE = ("journal_mode=DELETE", "synchronous=EXTRA", "cache_spill=OFF")
BUSY_MILLISECONDS = 10_000
# What reading raises where somebody has written what the program never writes.
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, RecursionError, DBAPIError)
QUIET_SECONDS = 1.0  # that a connection has lain idle until it is asked whether it still leads anywhere

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Moment(TypeDecorator[datetime]):
    """A point in time: aware UTC in Python, UTC in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The moment in UTC without its zone, as both databases keep it."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The kept moment as aware UTC."""
        return value.replace(tzinfo=UTC) if value else None


class Base(DeclarativeBase):
    """The base of all tables; constraints get predictable names so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, UUID: Uuid}  # noqa: RUF012 SQLAlchemy reads it as a plain attribute


class Identified:
    """A row that is known by a random id, which may stand in a URL."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


@contextmanager
def unit_of_work(session: Session) -> Iterator[None]:
    """Everything inside is committed together, or not at all. Opened at the edge only; does not nest."""
    if _writing.get():
        raise RuntimeError("units of work do not nest: open one at the edge")
    end_reading(session)
    session.expire_all()  # what was read before may have changed: nothing is written on the ground of it
    token = _writing.set(True)
    try:
        with _turn(session):
            try:
                yield
                session.commit()
            except BaseException:
                session.rollback()
                raise
    finally:
        _writing.reset(token)


class _TakenBackError(Exception):
    """What was only tried is over."""


@contextmanager
def rehearsal(session: Session) -> Iterator[None]:
    """A unit of work of which nothing stays: shows what an act would do, by doing it."""
    with suppress(_TakenBackError), unit_of_work(session):
        yield
        raise _TakenBackError


@contextmanager
def reading_only(session: Session) -> Iterator[None]:
    """A reading during which the database itself refuses every change."""
    end_reading(session)
    connection = session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    connection.exec_driver_sql("PRAGMA query_only = ON" if is_sqlite else "SET TRANSACTION READ ONLY")
    try:
        yield
    finally:
        if is_sqlite:
            connection.exec_driver_sql("PRAGMA query_only = OFF")
        session.rollback()


def keep_once(session: Session, row: Base) -> None:
    """Adds the row unless one with its key is there, also when somebody else adds the same at that moment."""
    with suppress(IntegrityError), session.begin_nested():
        session.add(row)


def end_reading(session: Session) -> None:
    """Ends the read transaction, so that a write can begin from what is true now; loaded rows stay usable."""
    try:
        session.commit()
    except BaseException:
        session.rollback()  # else the connection goes back with a transaction in it
        raise


@contextmanager
def _turn(session: Session) -> Iterator[None]:
    """Queues the writers of all processes on one lock file: SQLite's own waiting is unfair and slow."""
    name = session.get_bind().engine.url.database if session.get_bind().dialect.name == "sqlite" else None
    if not name or name == ":memory:":
        yield
        return
    with Path(name + ".turn").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def prepare(engine: Engine) -> None:
    """Sets what every connection of the engine needs: an end to waiting, and what makes SQLite safe."""
    if engine.dialect.name == "sqlite":
        _make_safe(engine)
    else:
        _set_up_session(engine)
        _ask_who_has_been_quiet(engine)


def _set_up_session(engine: Engine) -> None:
    """A lock is waited for as long as on SQLite; statements are planned once, not for each value."""

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.execute(f"SET lock_timeout = {BUSY_MILLISECONDS}")
        connection.execute("SET plan_cache_mode = force_generic_plan")
        connection.commit()


def _ask_who_has_been_quiet(engine: Engine) -> None:
    """Before a connection is used that has lain idle, the server is asked whether it is there still.

    A page takes a connection to read and another time to write; asking each time would cost it two questions.
    """

    @event.listens_for(engine, "checkin")
    def _on_checkin(_connection: object, record: Any) -> None:
        record.info["used_at"] = monotonic()

    @event.listens_for(engine, "checkout")
    def _on_checkout(connection: Any, record: Any, _proxy: object) -> None:
        if monotonic() - record.info.get("used_at", -inf) < QUIET_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error  # all of them are made anew


def _make_safe(engine: Engine) -> None:
    """SQLite's defaults are unsafe for us, and what is written before the commit keeps out all who read."""

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "foreign_keys=ON",
            "recursive_triggers=ON",  # REPLACE deletes: the triggers that refuse that must be asked too
            f"busy_timeout={BUSY_MILLISECONDS}",
            *(JOURNAL_BESIDE if sqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM else JOURNAL_BEFORE),
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        # A read that turns into a write fails at once in spite of the timeout: writers say so first.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
