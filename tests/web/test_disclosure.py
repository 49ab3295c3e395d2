"""One row in the access log for each page that shows a student, written before any of it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select, text

from casework.access.models import Reading, ReadStudent
from casework.extensions import db
from casework.people.models import Student
from tests.clients import client_as
from tests.databases import Place
from tests.factories import School, make_case, make_school, work


def readings(app: Flask) -> Sequence[Reading]:
    """The log, oldest first."""
    with app.app_context():
        return db.session.scalars(select(Reading).order_by(Reading.at)).all()


def students_in(app: Flask, reading: Reading) -> set[UUID]:
    """Whom the row concerns."""
    with app.app_context():
        return set(
            db.session.scalars(select(ReadStudent.student_id).where(ReadStudent.reading_id == reading.id))
        )


def test_a_page_about_a_student_leaves_one_row(database: Place) -> None:
    with work(database.app):
        school = make_school()
    client_as(database.app, school.mentor).get(f"/students/{school.student}")
    (row,) = readings(database.app)
    assert (row.user_id, row.page, row.is_allowed) == (school.mentor, "cases.student", True)
    assert row.roles == "mentor"
    assert students_in(database.app, row) == {school.student}


def test_a_page_about_a_case_says_which(app: Flask, school: School) -> None:
    with work(app):
        case_id = make_case(student=db.session.get_one(Student, school.student)).id
    client_as(app, school.counsellor).get(f"/cases/{case_id}")
    (row,) = readings(app)
    assert row.case_id == case_id
    assert row.roles == "student_health_team,school_counsellor"


def test_a_list_leaves_one_row_with_everybody_in_it(app: Flask, school: School) -> None:
    client_as(app, school.rector).get("/students")
    (row,) = readings(app)
    assert students_in(app, row) == {school.student}


def test_a_page_about_nobody_leaves_none(app: Flask, school: School) -> None:
    client = client_as(app, school.mentor)
    client.get("/account")
    client.get("/students?q=nobody")
    assert not [row for row in readings(app) if students_in(app, row)]


def test_what_is_refused_is_noted_when_there_is_something_to_refuse(app: Flask, school: School) -> None:
    client = client_as(app, school.mentor)
    client.get(f"/students/{school.elsewhere}", 404)
    client.get(f"/students/{uuid4()}", 404)
    (row,) = readings(app)
    assert not row.is_allowed
    assert students_in(app, row) == {school.elsewhere}


def test_a_closed_door_is_noted(app: Flask, school: School) -> None:
    client_as(app, school.administrator).get(f"/students/{school.student}", 403)
    (row,) = readings(app)
    assert (row.page, row.is_allowed) == ("cases.student", False)


def test_without_the_log_nothing_is_shown(app: Flask, school: School) -> None:
    client = client_as(app, school.mentor)
    url = f"/students/{school.student}"
    assert "Alva" in client.get(url).text
    with app.app_context():
        db.session.execute(text("ALTER TABLE reading RENAME TO lost"))
        db.session.commit()
    page = client.get(url, 503)
    assert "Alva" not in page.answer.text
    assert client.get("/account").heading


def test_the_page_is_named_by_its_view_and_not_by_the_address(app: Flask, school: School) -> None:
    client_as(app, school.mentor).get(f"/students/{school.student}?page=cases.index&endpoint=other")
    (row,) = readings(app)
    assert row.page == "cases.student"
