"""What stands around every page: the menu of what one may use, who one is, what waits, nothing closed."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from casework.extensions import db
from casework.people.models import Student
from tests.clients import Client, client_as
from tests.factories import School, make_case, work
from tests.pages import Element, Page


def menu(page: Page) -> list[Element]:
    """The links of the main menu."""
    return page.all("nav", class_="nav")[0].all("a")


@pytest.mark.parametrize(
    ("role", "ways"),
    [
        ("mentor", ["/", "/cases/", "/students", "/signals/", "/attendance/"]),
        (
            "rector",
            ["/", "/cases/", "/students", "/signals/", "/meetings/agenda", "/attendance/", "/publishing/"],
        ),
        ("subject_teacher", ["/", "/students", "/attendance/"]),
        ("administration", ["/", "/cases/", "/monitoring", "/publishing/"]),
        ("administrator", ["/administration/", "/publishing/"]),
    ],
)
def test_the_menu_holds_what_one_may_use_and_every_entry_leads_in(
    app: Flask, school: School, role: str, ways: list[str]
) -> None:
    client = client_as(app, getattr(school, role))
    links = menu(client.get(ways[0]))
    assert [link.attributes["href"] for link in links] == ways
    for way in ways:
        here = [link for link in menu(client.get(way)) if link.attributes.get("aria-current") == "page"]
        assert [link.attributes["href"] for link in here] == [way]


@pytest.mark.parametrize(
    ("role", "is_there"),
    [("mentor", True), ("subject_teacher", True), ("administration", True), ("administrator", False)],
)
def test_one_search_stands_on_every_page_of_those_who_may_find_something(
    app: Flask, school: School, role: str, is_there: bool
) -> None:
    client = client_as(app, getattr(school, role))
    for page in ("/students" if role == "subject_teacher" else "/help", "/account"):
        searches = client.get(page).all("form", role="search")
        assert [form.attributes["action"] for form in searches] == ["/search"] * is_there
    client.get("/search", 200 if is_there else 403)


@pytest.mark.parametrize(
    ("role", "label", "finds_cases"),
    [
        ("mentor", "Sök elev eller ärende", True),
        ("administration", "Sök elev eller ärende", True),
        ("subject_teacher", "Sök elev", False),
    ],
)
def test_the_search_says_what_one_may_find_with_it(
    app: Flask, school: School, role: str, label: str, finds_cases: bool
) -> None:
    page = client_as(app, getattr(school, role)).get("/search?q=ingen+sådan")
    assert page.one("input", id="search").attributes["placeholder"] == label
    assert ("ärende" in page.main.text) is finds_cases


def test_the_number_in_the_menu_is_the_number_on_the_start_page(app: Flask, school: School) -> None:
    with work(app):
        make_case(student=db.session.get_one(Student, school.student), stage="mapping")
    for role in ("mentor", "counsellor", "health_team", "rector", "administration", "other_mentor"):
        page = client_as(app, getattr(school, role)).get("/")
        counts = menu(page)[0].all("span", class_="count")
        told = [count.text.split()[0] for count in counts]
        assert re.findall(r"\d+", page.heading) == told


def test_a_page_below_an_entry_belongs_to_it(app: Flask, school: School) -> None:
    page = client_as(app, school.mentor).get(f"/students/{school.student}")
    here = [link for link in menu(page) if link.attributes.get("aria-current") == "page"]
    assert [link.attributes["href"] for link in here] == ["/students"]


def test_strangers_see_no_menu(stranger: Client) -> None:
    page = stranger.get("/sign-in")
    assert not page.all("nav")
    assert not page.all("form", role="search")
    assert "Fjordskogs kommun" in page.text


def test_one_reads_ones_own_name_roles_and_school(app: Flask, school: School) -> None:
    bar = client_as(app, school.counsellor).get("/").one("header", class_="topbar").text
    assert "Sofia Demogren" in bar
    assert "Ekbackaskolan" in bar
