"""Views of one's own: named, found as a chip with its number, renamed, removed, and nobody else's."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from casework.cases.models import SavedView
from casework.cases.saved_views import MOST
from casework.extensions import db
from casework.people.models import Student
from tests.clients import Client, client_as
from tests.factories import School, make_case, work
from tests.pages import Page

FILTER = "view=others&stage=mapping"


@pytest.fixture
def karin(app: Flask, school: School) -> Client:
    """The mentor's browser; there is one case, which waits for the counsellor and her."""
    with work(app):
        make_case(student=db.session.get_one(Student, school.student), stage="mapping")
    return client_as(app, school.mentor)


def chips(page: Page) -> dict[str, str]:
    """The views above the list with their addresses."""
    return {one.text: one.attributes["href"] for one in page.main.one("ul", class_="views").all("a")}


def save(client: Client, name: str = "Kartläggningar", asked: str = FILTER) -> str:
    """Saves the filter as a view; where the answer leads."""
    page = client.get(client.get(f"/cases/?{asked}").main.link("Spara som vy"))
    return str(client.send(page, name=name))


def view_id(app: Flask) -> object:
    """The only saved view."""
    with app.app_context():
        return db.session.scalars(select(SavedView.id)).one()


def test_a_filter_is_saved_under_a_name_and_stands_above_the_list(karin: Client) -> None:
    assert save(karin) == f"/cases/?{FILTER}"
    page = karin.get("/cases/")
    assert chips(page)["Kartläggningar 0"] == f"/cases/?{FILTER}"
    here = karin.get(f"/cases/?{FILTER}").main.one("a", class_="chip", aria_current="page")
    assert here.text == "Kartläggningar 0"


@pytest.mark.parametrize("asked", ["", "view=mine", "view=closed"])
def test_what_is_a_view_already_is_not_offered_to_be_saved(karin: Client, asked: str) -> None:
    assert "Spara som vy" not in chips(karin.get(f"/cases/?{asked}"))
    save(karin)
    assert "Spara som vy" not in chips(karin.get(f"/cases/?{FILTER}"))


def test_words_that_were_searched_for_are_not_kept(app: Flask, karin: Client) -> None:
    assert save(karin, asked="q=Exempelsson&group=8B") == "/cases/?group=8B"
    with app.app_context():
        assert "xempel" not in db.session.scalars(select(SavedView)).one().address


def test_a_view_is_renamed_and_removed(karin: Client) -> None:
    save(karin)
    page = karin.get(karin.get(f"/cases/?{FILTER}").main.link("Byt namn"))
    assert page.form().one("input", id="name").attributes["value"] == "Kartläggningar"
    karin.send(page, name="  Torsdagens   möte ")
    assert "Torsdagens möte 0" in chips(karin.get("/cases/"))
    page = karin.get(karin.get(f"/cases/?{FILTER}").main.link("Byt namn"))
    assert karin.send(page, "/remove") == "/cases/"
    page = karin.get("/cases/")
    assert "Torsdagens möte 0" not in chips(page)
    assert "Vyn är borttagen" in page.text


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_needs_a_name_that_fits(karin: Client, name: str) -> None:
    page = karin.get(f"/cases/views/new?{FILTER}")
    assert karin.send(page, status=422, name=name).one("input", id="name").attributes["aria-invalid"]


def test_two_views_cannot_have_one_name(karin: Client) -> None:
    save(karin)
    page = karin.get("/cases/views/new?view=mine&stage=report")
    assert "redan en vy" in karin.send(page, status=422, name="Kartläggningar").main.text
    save(karin, "En annan", "view=mine&stage=report")
    page = karin.get(karin.get(f"/cases/?{FILTER}").main.link("Byt namn"))
    karin.send(page, status=422, name="En annan")
    karin.send(page, name="Kartläggningar")


def test_a_view_belongs_to_one_person(app: Flask, school: School, karin: Client) -> None:
    save(karin)
    address = f"/cases/views/{view_id(app)}"
    for who in ("rector", "health_team", "other_mentor"):
        other = client_as(app, getattr(school, who))
        other.get(address, 404)
        other.post(address, {**other.tokens(), "name": "Min"}, 404)
        other.post(f"{address}/remove", other.tokens(), 404)
        assert "Kartläggningar 0" not in chips(other.get("/cases/"))
    save(client_as(app, school.rector), "Kartläggningar", "stage=mapping")
    karin.get(address)
    assert "Kartläggningar 0" in chips(karin.get("/cases/"))


def test_nobody_has_more_views_than_have_room(karin: Client) -> None:
    for number in range(MOST):
        save(karin, f"Vy {number}", f"group={number}")
    assert "Spara som vy" not in chips(karin.get("/cases/?group=new"))
    karin.get("/cases/views/new?group=new", 404)


def test_a_filter_says_what_it_shows_before_it_is_saved(karin: Client) -> None:
    page = karin.get("/cases/views/new?view=mine&stage=mapping&waited=7")
    for word in ("Väntar på mig", "Kartläggning", "Minst 7 dagar", "Väntat längst"):
        assert word in page.main.text
    assert "elevs namn" in page.main.text
