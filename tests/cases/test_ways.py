"""The other ways of a case: the nearest is at hand, and no two look alike."""

from __future__ import annotations

from flask import Flask

from casework.extensions import db
from casework.people.models import Student
from tests.clients import client_as
from tests.factories import School, make_case, work
from tests.pages import Page
from tests.publishing.conftest import published
from tests.versions.texts import replaced, version

CLOSE = "  - id: close\n    kind: close\n"
MOVED = "Avsluta för att eleven har flyttat"
CLOSE_MOVED = f"""\
  - id: close_moved
    kind: close
    title: {MOVED}
    from: [report, mapping]
    to: closed
    by: [rector]
    needs: [reason]
"""


def steps(page: Page) -> list[str]:
    """What the buttons of the other ways say, in their order."""
    links = page.one("section", id="ways").all("a")
    return [link.text for link in links if "/advance/" in link.attributes["href"]]


def test_of_many_ways_back_the_nearest_comes_first_and_the_rest_is_folded(app: Flask, school: School) -> None:
    with work(app):
        case = make_case(student=db.session.get_one(Student, school.student), stage="analysis")
        address = f"/cases/{case.id}"
    page = client_as(app, school.health_team).get(address)
    back = [f"Flytta tillbaka till steg {number}" for number in (3, 2, 1)]
    assert [said for said in steps(page) if said in back] == back
    folded = page.one("section", id="ways").one("details")
    assert "2 vägar längre bakåt" in folded.one("summary").text
    assert [link.text for link in folded.all("a")] == back[1:]


def test_two_ways_back_stand_side_by_side(app: Flask, school: School) -> None:
    with work(app):
        case = make_case(student=db.session.get_one(Student, school.student), stage="investigation")
        address = f"/cases/{case.id}"
    page = client_as(app, school.health_team).get(address)
    assert "Flytta tillbaka till steg 1" in steps(page)
    assert not page.one("section", id="ways").all("details")


def test_two_ways_of_closing_bear_the_names_that_the_routine_gives_them(app: Flask, school: School) -> None:
    published(client_as(app, school.administration), replaced(version(2), CLOSE, CLOSE_MOVED + CLOSE))
    mentor = client_as(app, school.mentor)
    page = mentor.get(f"/students/{school.student}/open")
    address = mentor.send(page, stage="mapping", reason="Borta sex förmiddagar.")
    rector = client_as(app, school.rector)
    said = steps(rector.get(address))
    assert {MOVED, "Avsluta ärendet"} <= set(said)
    asked = rector.get(f"{address}/advance/close_moved?to=closed")
    assert asked.heading == f"{MOVED}?"
    assert MOVED in [button.text for button in asked.main.all("button")]


def test_the_only_way_of_closing_is_called_what_it_is(app: Flask, school: School) -> None:
    with work(app):
        case = make_case(student=db.session.get_one(Student, school.student), stage="mapping")
        address = f"/cases/{case.id}"
    rector = client_as(app, school.rector)
    assert "Avsluta ärendet" in steps(rector.get(address))
    assert rector.get(f"{address}/advance/close?to=closed").heading == "Avsluta ärendet?"
