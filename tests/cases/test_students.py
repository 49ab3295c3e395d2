"""The page about a student: the open case and the earlier ones, and the one way on that there is."""

from __future__ import annotations

from flask import Flask

from casework.extensions import db
from casework.people.models import Student
from tests.clients import client_as
from tests.factories import School, make_case, work
from tests.pages import Page


def button(page: Page) -> str:
    """What the page's main button says."""
    return page.main.one("div", class_="page-head").one("a").text


def test_without_a_case_one_can_be_opened(app: Flask, school: School) -> None:
    page = client_as(app, school.mentor).get(f"/students/{school.student}")
    assert button(page) == "Öppna ärende"
    assert "Inget ärende är öppet" in page.main.text
    assert "Tidigare ärenden" not in page.main.text


def test_with_an_open_case_the_way_leads_there(app: Flask, school: School) -> None:
    with work(app):
        case = make_case(student=db.session.get_one(Student, school.student), stage="mapping")
        address = f"/cases/{case.id}"
    client = client_as(app, school.rector)
    page = client.get(f"/students/{school.student}")
    assert button(page) == "Gå till ärendet"
    assert page.main.link("Gå till ärendet") == address
    assert "2 Kartläggning" in page.main.text
    assert "Väntar på mentor Karin Mallsjö: Initial kartläggning" in page.main.text
    again = client.get(f"/students/{school.student}/open")
    assert again.main.link("Gå till det") == address


def test_earlier_cases_stand_below(app: Flask, school: School) -> None:
    with work(app):
        number = make_case(student=db.session.get_one(Student, school.student), stage="closed").number
    page = client_as(app, school.mentor).get(f"/students/{school.student}")
    assert button(page) == "Öppna ärende"
    assert f"Ärende {number}" in page.main.one("ul", class_="hits").text


def test_who_sees_no_cases_reads_who_opens_them(app: Flask, school: School) -> None:
    with work(app):
        make_case(student=db.session.get_one(Student, school.student))
    page = client_as(app, school.subject_teacher).get(f"/students/{school.student}")
    assert not page.main.one("div", class_="page-head").all("a")
    assert "Mentor, elevhälsoteamet eller rektor öppnar ärenden" in page.main.text
    assert "Inget ärende är öppet" not in page.main.text
