"""What the access log says, and that nothing is shown where it cannot be written."""

from __future__ import annotations

import http.client
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, select, text

from casework import database as databases
from casework.access.models import Reading, ReadStudent
from casework.access.queries import log_faults
from casework.extensions import db
from casework.people.models import Student
from tests.clients import Client, client_as
from tests.databases import Place
from tests.factories import School, make_case, make_school, work
from tests.races.racers import racers

SHORT = 50  # milliseconds to wait for a lock
# PostgreSQL cannot be given less room than it has: it says as if.
NO_ROOM = (
    """CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$""",
    "CREATE TRIGGER full_disk BEFORE INSERT ON reading EXECUTE FUNCTION no_room()",
)


@pytest.fixture
def read_by(database: Place) -> tuple[Client, str]:
    """The mentor, who has read about the student once, and the student's address."""
    with work(database.app):
        school = make_school()
    client, url = client_as(database.app, school.mentor), f"/students/{school.student}"
    assert "Alva" in client.get(url).text
    return client, url


@contextmanager
def locked(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Somebody else holds the log, and does not let go of it in time."""
    monkeypatch.setattr(databases, "BUSY_MILLISECONDS", SHORT)
    place.let_go()
    if place.kind == "sqlite":
        with closing(sqlite3.connect(place.url.removeprefix("sqlite:///"))) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    engine = create_engine(place.url)
    with engine.connect() as other_connection:
        other_connection.exec_driver_sql("LOCK TABLE reading IN ACCESS EXCLUSIVE MODE")
        yield
    engine.dispose()


@contextmanager
def full(place: Place) -> Iterator[None]:
    """There is no room left on the disk for one more page of the database, or so the database says."""
    with place.app.app_context():
        engine = db.engine
        if place.kind == "postgresql":
            for statement in NO_ROOM:
                db.session.execute(text(statement))
            db.session.commit()

    def _no_room(connection: Any, _record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    if place.kind == "sqlite":
        event.listen(engine, "connect", _no_room)
    place.let_go()
    yield
    if place.kind == "sqlite":
        event.remove(engine, "connect", _no_room)
    place.let_go()


def test_a_log_that_is_locked_shows_nothing(
    database: Place, read_by: tuple[Client, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, url = read_by
    with locked(database, monkeypatch):
        page = client.get(url, 503)
    assert "Alva" not in page.answer.text
    database.let_go()
    assert "Alva" in client.get(url).text
    assert count(database.app) == 2


def test_a_full_disk_shows_nothing(database: Place, read_by: tuple[Client, str]) -> None:
    client, url = read_by
    with full(database):
        answers = [client.raw.get(url) for _ in range(60)]
    statuses = {answer.status_code for answer in answers}
    assert 503 in statuses <= {200, 503}
    shown = sum("Alva" in answer.text for answer in answers)
    assert shown == sum(answer.status_code == 200 for answer in answers)
    assert count(database.app) == shown + 1


def test_writers_that_cannot_queue_show_nothing(app: Flask, school: School) -> None:
    client = client_as(app, school.mentor)
    queue = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///") + ".turn")
    queue.unlink()
    queue.mkdir()
    page = client.get(f"/students/{school.student}", 503)
    queue.rmdir()
    assert "Alva" not in page.answer.text


@pytest.mark.parametrize(("when", "rows"), [("before", 1), ("after", 2)])
def test_a_process_that_is_killed_has_shown_nothing_that_is_not_logged(
    database: Place, read_by: tuple[Client, str], when: str, rows: int, tmp_path: Path
) -> None:
    client, url = read_by
    assert client.user_id
    command = [sys.executable, "-m", "tests.access.dying", database.url, str(tmp_path), when]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        (racer,) = racers(database, [int(server.stdout.readline())], [client.user_id])
        with pytest.raises((http.client.HTTPException, ConnectionError)):
            racer.ask("GET", url)
        assert server.wait(60) == -9
    assert count(database.app) == rows
    with database.app.app_context():
        assert not list(log_faults())


def count(app: Flask) -> int:
    """How many readings the log holds."""
    with app.app_context():
        return db.session.query(Reading).count()


def rows_of(app: Flask, student: UUID) -> list[tuple[Any, ...]]:
    """What the log says of each reading about the student: who, in which role, tied how, why, up to what."""
    columns = (Reading.page, Reading.purpose, Reading.confidentiality, Reading.is_allowed)
    asked = select(*columns, ReadStudent.role, ReadStudent.relation).order_by(Reading.seq)
    with app.app_context():
        about = asked.join(ReadStudent, ReadStudent.reading_id == Reading.id)
        return [tuple(row) for row in db.session.execute(about.where(ReadStudent.student_id == student))]


def test_the_log_says_in_which_role_and_why_and_up_to_which_class(app: Flask, school: School) -> None:
    with work(app):
        case_id = make_case(student=db.session.get_one(Student, school.student)).id
    for who in (school.mentor, school.nurse):
        client_as(app, who).get(f"/cases/{case_id}")
    client_as(app, school.rector).get("/")
    client_as(app, school.subject_teacher).get("/students")
    assert rows_of(app, school.student) == [
        ("cases.show", "case:read", "school", True, "mentor", "group"),
        ("cases.show", "case:read", "medical", True, "student_health_team", "unit"),
        ("cases.start", "start:read", "", True, "rector", "unit"),
        ("people.students", "student:read", "", True, "subject_teacher", "group"),
    ]


def test_what_is_refused_is_logged_with_whom_it_was_about(app: Flask, school: School) -> None:
    with work(app):
        case_id = make_case(student=db.session.get_one(Student, school.student)).id
    client_as(app, school.stranger).get(f"/cases/{case_id}", 404)
    client_as(app, school.administrator).get(f"/cases/{case_id}", 403)
    client_as(app, school.administrator).get(f"/students/{school.student}", 403)
    assert rows_of(app, school.student) == [
        ("cases.show", "case:read", "", False, "", "none"),
        ("cases.show", "case:read", "", False, "", "none"),
        ("cases.student", "student:read", "", False, "", "none"),
    ]
