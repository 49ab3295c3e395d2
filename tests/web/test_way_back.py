"""From a case or student one comes back to the list as one left it: filter, page, and the row."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.extensions import db
from casework.people.models import Group, Student, Unit
from tests.clients import Client, client_as
from tests.factories import School, make_case, make_student, work


@pytest.fixture
def rector(app: Flask, school: School) -> Client:
    """The principal of a school with one case, and more students than fit on a page."""
    with work(app):
        make_case(student=db.session.get_one(Student, school.student), stage="mapping")
        unit, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
        for number in range(60):
            make_student(unit=unit, group=group, given=f"Elev{number}")
    return client_as(app, school.rector)


@pytest.mark.parametrize(
    "asked", ["", "?stage=mapping&sort=-student", "?q=exempelsson&page=1", "?q=%C3%A5%C3%A4&view=mine"]
)
def test_a_case_leads_back_to_the_list_as_it_was(rector: Client, asked: str) -> None:
    listed = rector.get("/cases/")
    case = listed.main.link("Alva")
    row = listed.main.one("tbody").one("tr").attributes["id"]
    rector.get(f"/cases/{asked}")
    back = rector.get(case).main.one("p", class_="up").one("a").attributes["href"]
    assert back == f"/cases/{asked}#{row}"
    rector.get(back)


def test_a_student_leads_back_to_the_page_of_the_list(rector: Client) -> None:
    second = rector.get("/students").main.one("a", rel="next").attributes["href"]
    student = rector.get(second).main.one("tbody").all("a")[0].attributes["href"]
    assert rector.get(student).main.one("p", class_="up").one("a").attributes["href"] == second


def test_the_filter_page_and_other_pages_do_not_change_the_way_back(rector: Client) -> None:
    case = rector.get("/cases/?stage=mapping").main.link("Alva")
    for page in ("/cases/?filter=show&group=8B", "/search?q=alva", "/students", f"{case}/forms"):
        rector.get(page)
    back = rector.get(case).main.one("p", class_="up").one("a").attributes["href"]
    assert back.startswith("/cases/?stage=mapping#")


def test_an_address_that_is_too_long_is_not_kept(rector: Client) -> None:
    case = rector.get("/cases/").main.link("Alva")
    rector.get("/cases/?x=" + "y" * 2000)
    assert "yyy" not in rector.get(case).text


def test_another_browser_has_a_way_of_its_own(app: Flask, school: School, rector: Client) -> None:
    case = rector.get("/cases/?stage=mapping").main.link("Alva")
    other = client_as(app, school.rector)
    back = other.get(case).main.one("p", class_="up").one("a").attributes["href"]
    assert back.startswith("/cases/#")
