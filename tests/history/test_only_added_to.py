"""The database itself refuses to change or remove what has happened, on both databases."""

from __future__ import annotations

from contextlib import nullcontext
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from casework.demo.story import Story
from casework.extensions import db
from casework.history.queries import breaches
from casework.people.models import Student
from tests.clients import client_as
from tests.databases import Place
from tests.factories import NOW, School, make_case, make_school, work


@pytest.mark.parametrize(
    "statement",
    [
        "update event set role = 'rector'",
        "delete from event",
        "update event_payload set salt = ''",
        "delete from event_payload",
        "update milestone set note = ''",
        "delete from milestone",
        "update reading set is_allowed = true",
        "delete from reading",
        "delete from reading_student",
        "update submission set answers = '{}' where status = 'finalised'",
        "update submission set finalised_role = 'rector' where status = 'finalised'",
        "update submission set status = 'draft' where status = 'finalised'",
        "update submission set status = 'discarded' where status = 'finalised'",
        "update submission set saved_at = started_at where status = 'finalised'",
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


@pytest.mark.parametrize(
    "table", ["event", "event_payload", "milestone", "reading", "reading_student", "submission"]
)
@pytest.mark.parametrize("word", ["", " or replace", " or ignore"])
def test_what_is_there_is_not_written_again(app: Flask, school: School, table: str, word: str) -> None:
    with work(app):
        case = make_case(student=db.session.get_one(Student, school.student), stage="mapping")
    client_as(app, school.mentor).get(f"/cases/{case.id}")
    with app.app_context(), pytest.raises(DBAPIError, match="only ever added to|never changed"):
        db.session.execute(text(f"insert{word} into {table} select * from {table} limit 1"))


@pytest.mark.parametrize(
    "new",
    [
        ("lower(hex(randomblob(16)))", "seq"),
        ("lower(hex(randomblob(16)))", "seq + 1000"),
        ("id", "seq + 1000"),
    ],
)
def test_an_event_takes_no_place_in_the_chain_that_is_taken(
    app: Flask, school: School, new: tuple[str, str]
) -> None:
    with work(app):
        make_case(student=db.session.get_one(Student, school.student))
    columns = "chain_id, at, actor_id, role, kind, commitment, prev_hash, hash"
    with app.app_context(), pytest.raises(DBAPIError, match="only ever added to"):
        db.session.execute(
            text(
                f"insert or replace into event (id, seq, {columns}) select {', '.join(new)}, {columns} from event"
            )
        )


def with_a_draft(app: Flask, student: UUID) -> None:
    """A case with signed forms and a draft."""
    with work(app):
        story = Story(db.session.get_one(Student, student), today=NOW)
        story.opens("karin", "report", "Borta sex förmiddagar.")
        story.signs("karin", "student_guardian_checklist")
        story.moves("hanna", "start_mapping")
        story.begins("karin", "initial_mapping")


@pytest.mark.parametrize("column", ["id", "rowid"])
def test_a_draft_does_not_take_the_place_of_a_signed_form(app: Flask, school: School, column: str) -> None:
    with_a_draft(app, school.student)
    signed = f"(select {column} from submission where status = 'finalised')"
    statement = text(f"update or replace submission set {column} = {signed} where status = 'draft'")
    with app.app_context(), pytest.raises(DBAPIError, match="never changed"):
        db.session.execute(statement)


def test_a_draft_is_signed_or_discarded_but_never_replaced(database: Place) -> None:
    with work(database.app):
        student = make_school().student
    with_a_draft(database.app, student)
    with database.app.app_context():
        for status, is_refused in (("finalised", False), ("discarded", False), ("replaced", True)):
            statement = text(f"update submission set status = '{status}' where status = 'draft'")
            with pytest.raises(DBAPIError) if is_refused else nullcontext():
                db.session.execute(statement)
            db.session.rollback()
