"""The database itself refuses to change or remove what has happened, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from casework.extensions import db
from casework.history.queries import breaches
from casework.people.models import Student
from tests.clients import client_as
from tests.databases import Place
from tests.factories import make_case, make_school, work


@pytest.mark.parametrize(
    "statement",
    [
        "update event set role = 'rector'",
        "delete from event",
        "update event_payload set salt = ''",
        "update milestone set note = ''",
        "delete from milestone",
        "update reading set is_allowed = true",
        "delete from reading",
        "delete from reading_student",
        "update submission set answers = '{}' where status = 'finalised'",
        "update submission set finalised_role = 'rector' where status = 'finalised'",
        "update submission set status = 'draft' where status = 'finalised'",
        "delete from submission where status = 'finalised'",
    ],
)
def test_the_database_itself_refuses_to_change_what_happened(database: Place, statement: str) -> None:
    with work(database.app):
        school = make_school()
        case = make_case(student=db.session.get_one(Student, school.student), stage="investigation")
    client_as(database.app, school.mentor).get(f"/cases/{case.id}")
    with database.app.app_context():
        with pytest.raises(DBAPIError):
            db.session.execute(text(statement))
        db.session.rollback()
        assert not list(breaches())


def test_postgresql_refuses_to_empty_the_tables_too(postgresql: Place) -> None:
    postgresql.renew()
    for table in ("event", "event_payload", "milestone", "reading", "reading_student", "submission"):
        with postgresql.app.app_context(), pytest.raises(DBAPIError, match="only ever added to"):
            db.session.execute(text(f"truncate {table} cascade"))


def test_a_signed_form_may_be_replaced_and_a_draft_written_in(database: Place) -> None:
    with work(database.app):
        school = make_school()
        make_case(student=db.session.get_one(Student, school.student), stage="mapping")
        db.session.execute(text("update submission set status = 'replaced' where status = 'finalised'"))
