"""The case list as a page: filters that stay, chips that remove them, sorting, empty lists that help."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from casework import clock
from casework.extensions import db
from casework.people.models import Group, Student, Unit
from tests.clients import Client, client_as, filled
from tests.factories import School, make_case, make_student, work
from tests.pages import Element, Page


@pytest.fixture
def rector(app: Flask, school: School) -> Client:
    """The principal of a school with three cases."""
    now = clock.now()
    with work(app):
        unit, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
        alva = db.session.get_one(Student, school.student)
        make_case(student=alva, stage="mapping", now=now - timedelta(days=9))
        make_case(student=make_student(unit=unit, group=group, given="Björn"), now=now - timedelta(days=2))
        make_case(student=make_student(unit=unit, group=group, given="Iman"), stage="closed", now=now)
    return client_as(app, school.rector)


def names(page: Page) -> list[str]:
    """The students in the list."""
    return [row.one("a").text.split()[0] for body in page.main.all("tbody") for row in body.all("tr")]


def filters(page: Page) -> Element:
    """The form that narrows the list."""
    return page.main.one("form", method="get")


def test_what_is_chosen_stays_in_the_form_and_in_every_way_on(rector: Client) -> None:
    asked = "view=others&stage=mapping&group=8B&owner=mentor&waits_for=mentor&waited=7&due=none&q=alva"
    asked += "&sort=student"
    page = rector.get(f"/cases/?{asked}")
    assert names(page) == ["Alva"]
    kept = filled(filters(page))
    assert kept == dict(part.split("=") for part in asked.split("&"))
    assert page.main.link("Elev").count("&") == asked.count("&")
    own_page = rector.get(page.main.link("Sök och filtrera, 7"))
    assert filled(filters(own_page)) == kept
    assert not own_page.main.all("table")


def test_each_chosen_filter_is_taken_away_by_its_chip(rector: Client) -> None:
    page = rector.get("/cases/?stage=mapping&group=8B&view=others")
    chips = {one.text.removeprefix("Ta bort filtret "): one for one in page.main.all("a", class_="chip-x")}
    assert set(chips) == {"Kartläggning", "8B"}
    assert chips["8B"].attributes["href"] == "/cases/?view=others&stage=mapping"
    assert page.main.link("Rensa alla") == "/cases/?view=others"
    assert names(rector.get(chips["Kartläggning"].attributes["href"])) == ["Alva", "Björn"]


def test_the_heads_of_columns_sort_and_turn_the_order_around(rector: Client) -> None:
    page = rector.get("/cases/")
    assert names(page) == ["Alva", "Björn"]
    assert [one.text for one in page.main.all("th", aria_sort="ascending")] == ["Hur länge"]
    page = rector.get(page.main.one("thead").link("Hur länge"))
    assert names(page) == ["Björn", "Alva"]
    assert page.main.one("th", aria_sort="descending").text == "Hur länge"
    page = rector.get(page.main.one("thead").link("Elev"))
    assert names(rector.get(page.main.one("thead").link("Elev"))) == ["Björn", "Alva"]


def test_a_sentence_tells_number_and_order(rector: Client) -> None:
    assert "2 öppna ärenden, sorterade efter hur länge de har väntat" in rector.get("/cases/").main.text
    assert "2 öppna ärenden, sorterade efter elev" in rector.get("/cases/?sort=student").main.text
    assert "1 avslutat ärende" in rector.get("/cases/?view=closed").main.text


def test_a_row_tells_where_the_case_stands_and_whom_it_waits_for(rector: Client) -> None:
    row = rector.get("/cases/?stage=mapping").main.one("tbody").one("tr")
    for told in (
        "Alva Exempelsson 8B",
        "2 Kartläggning",
        "Initial kartläggning",
        "10 dagar",
        "Mentor Karin Mallsjö",
    ):
        assert told in row.text
    picture = row.one("use").attributes["href"].removeprefix("#")
    assert rector.get("/cases/").main.all("symbol", id=picture)


@pytest.mark.parametrize(
    ("asked", "told", "way"),
    [
        ("?stage=analysis", "Inga ärenden stämmer", "/cases/"),
        ("?view=others&stage=analysis", "Inga ärenden stämmer", "/cases/?view=others"),
        ("?view=mine", "Inget ärende väntar på dig", "/cases/"),
        ("?page=9", "Så lång är inte listan", "/cases/"),
    ],
)
def test_empty_lists_say_what_to_do(rector: Client, asked: str, told: str, way: str) -> None:
    page = rector.get(f"/cases/{asked}")
    assert told in page.main.text
    ways = {
        link.attributes["href"]
        for box in (*page.main.all("p", class_="empty"), *page.main.all("div", class_="empty"))
        for link in box.all("a")
    }
    assert way in ways


def test_those_with_nothing_yet_are_told_where_cases_come_from(app: Flask, school: School) -> None:
    assert "Till eleverna" in client_as(app, school.stranger).get("/cases/").main.text
    assert "lämnar över" in client_as(app, school.administration).get("/cases/").main.text
    assert "avslutats än" in client_as(app, school.rector).get("/cases/?view=closed").main.text


def test_who_sees_one_class_is_not_asked_which(app: Flask, school: School, rector: Client) -> None:
    assert filters(rector.get("/cases/")).all("select", name="group")
    assert not filters(client_as(app, school.mentor).get("/cases/")).all("select", name="group")


@pytest.mark.parametrize(
    "asked", ["?stage=%00x", "?group=%F0%9F%92%A5", "?waited=1e9", "?sort=;drop", "?owner='--", "?q=%25_%5C"]
)
def test_nonsense_in_the_address_gives_a_list(rector: Client, asked: str) -> None:
    answer = rector.raw.get(f"/cases/{asked}")
    assert answer.status_code in (200, 400)
