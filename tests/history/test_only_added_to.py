"""The database itself refuses to change or remove what has happened, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from casework.extensions import db
from tests.databases import Place

# ruff: noqa: S608 the statements are the tests' own

TABLES = (
    "event",
    "event_payload",
    "milestone",
    "note",
    "reading",
    "reading_student",
    "submission",
    "taken_back",
)


@pytest.mark.parametrize(
    "statement",
    [
        "update event set role = 'rector'",
        "delete from event",
        "update event_payload set salt = ''",
        "delete from event_payload",
        "update milestone set note = ''",
        "delete from milestone",
        "update note set text = ''",
        "delete from note",
        "update taken_back set reason = ''",
        "delete from taken_back",
        "update measure_version set cells = '{}'",
        "delete from measure_version",
        "update measure_review set said = ''",
        "delete from measure_review",
        "update reading set is_allowed = true",
        "delete from reading",
        "delete from reading_student",
        "update submission set answers = '{}' where status = 'finalised'",
        "update submission set origins = '{}' where status = 'finalised'",
        "update submission set finalised_role = 'rector' where status = 'finalised'",
        "update submission set status = 'draft' where status = 'finalised'",
        "update submission set status = 'discarded' where status = 'finalised'",
        "update submission set saved_at = '2026-01-01 09:00:00' where status = 'finalised'",
        "delete from submission where status = 'finalised'",
    ],
)
def test_the_database_itself_refuses_to_change_what_happened(signed: Place, statement: str) -> None:
    refused(signed, statement)


def refused(place: Place, statement: str, why: str = "only ever added to|never changed") -> None:
    """Fails unless the database refuses the statement."""
    with place.app.app_context():
        with pytest.raises(DBAPIError, match=why):
            db.session.execute(text(statement))
        db.session.rollback()


@pytest.mark.parametrize("table", TABLES)
def test_postgresql_refuses_to_empty_the_tables_and_sqlite_to_write_over_them(
    signed: Place, table: str
) -> None:
    if signed.kind == "postgresql":
        refused(signed, f"truncate {table} cascade")
        return
    for word in ("insert", "insert or replace", "insert or ignore"):
        refused(signed, f"{word} into {table} select * from {table} limit 1")


@pytest.mark.parametrize("place", ["new_id, seq", "new_id, seq + 1000", "id, seq + 1000"])
def test_an_event_takes_no_place_in_the_chain_that_is_taken(signed: Place, place: str) -> None:
    if signed.kind == "sqlite":  # PostgreSQL has no REPLACE
        columns = "chain_id, at, actor_id, role, kind, commitment, prev_hash, hash"
        rows = "(select *, lower(hex(randomblob(16))) as new_id from event)"
        refused(
            signed, f"insert or replace into event (id, seq, {columns}) select {place}, {columns} from {rows}"
        )


@pytest.mark.parametrize("column", ["id", "rowid"])
def test_a_draft_does_not_take_the_place_of_a_signed_form(signed: Place, column: str) -> None:
    if signed.kind == "sqlite":
        other = f"(select {column} from submission where status = 'finalised')"
        refused(signed, f"update or replace submission set {column} = {other} where status = 'draft'")


def test_a_draft_is_written_in_signed_or_discarded_but_not_replaced(signed: Place) -> None:
    refused(signed, "update submission set status = 'replaced' where status = 'draft'")
    for lawful in ("answers = '{}'", "status = 'finalised'", "status = 'discarded'"):
        done(signed, f"update submission set {lawful} where status = 'draft'")


def test_a_signed_form_may_be_replaced_and_counts_its_changes(signed: Place) -> None:
    done(signed, "update submission set status = 'replaced', revision = 9 where status = 'finalised'")


def done(place: Place, statement: str) -> None:
    """Fails unless the statement changes something."""
    with place.app.app_context():
        assert db.session.execute(text(statement)).rowcount
        db.session.rollback()
