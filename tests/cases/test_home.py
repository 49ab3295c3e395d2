"""The pages about those at home: who changes what they may, and what the student's page then says."""

from __future__ import annotations

from flask import Flask

from casework.clock import now, school_date
from casework.extensions import db
from casework.people.home import home_of
from casework.people.models import Student
from tests.clients import Client, client_as
from tests.factories import School

PHONE = "070-174 06 05"


def link(app: Flask, school: School) -> str:
    """The address about the guardian."""
    with app.app_context():
        (one,) = home_of(db.session.get_one(Student, school.student), school_date(now()))
        return f"/students/{school.student}/home/{one.bond.id}"


def limit(client: Client, url: str, **fields: str) -> None:
    """Fills in that the person may not be contacted."""
    page = client.get(url)
    client.post(url, {**client.tokens(), "kind": "guardian", "may_be_informed": "y", "speaks": "", **fields})
    assert page.heading == "Karl Exempelsson"


def test_who_may_not_be_contacted_has_no_number_on_the_page(app: Flask, school: School) -> None:
    mentor, url = client_as(app, school.mentor), link(app, school)
    student = f"/students/{school.student}"
    assert PHONE in mentor.get(student).main.text
    limit(mentor, url, reason="Beslut om vårdnad.")
    shown = mentor.get(student).main.text
    assert PHONE not in shown
    assert "vårdnadshavare, får inte kontaktas" in shown
    assert "Beslut om vårdnad." in mentor.get(f"{student}/home").main.text


def test_what_is_kept_from_somebody_needs_a_reason(app: Flask, school: School) -> None:
    mentor, url = client_as(app, school.mentor), link(app, school)
    fields = {**mentor.tokens(), "kind": "guardian", "may_be_informed": "y", "speaks": "", "reason": " "}
    assert "Skriv varför" in mentor.post(url, fields, 422).main.text
    mentor.post(url, {**fields, **mentor.tokens(), "may_be_contacted": "y"})


def test_a_subject_teacher_decides_nothing_about_the_home(app: Flask, school: School) -> None:
    teacher, url = client_as(app, school.subject_teacher), link(app, school)
    teacher.get(url, 403)
    client_as(app, school.other_mentor).get(url, 404)
    client_as(app, school.mentor).get(url)
