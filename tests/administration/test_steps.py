"""The steps of a first run: what is done, what is missing, and what nobody could do in the routine."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from casework.administration.pages.routine import model_choices
from casework.attendance.calendars import lay_calendar
from casework.catalog import catalog
from casework.engine.school_calendar import Term
from casework.extensions import db
from casework.people.models import Group, Unit
from tests.clients import Client, client_as
from tests.factories import School, make_grant, make_unit, make_user, work
from tests.pages import Page


def states(page: Page) -> list[str]:
    """Done or missing, step by step."""
    return [one.text.partition(":")[0] for one in page.main.one("ol").all("h2")]


def test_an_empty_instance_begins_with_schools_and_the_next_step_has_the_button(app: Flask) -> None:
    with work(app):
        authority = make_unit(name="Fjordskogs kommun", kind="authority")
        isak = make_user(role="system_administrator", unit=authority, name="Isak Serverin").id
    client = client_as(app, isak)
    assert client.redirected("/") == "/administration/"
    page = client.get("/administration/")
    assert page.heading == "Kom i gång"
    assert states(page) == ["Saknas"] * 8
    assert [one.text for one in page.main.all("a", class_="ds-button")] == ["Skriv in skolorna"]


def test_a_step_that_is_done_says_so_and_the_next_comes(isak: Client, school: School) -> None:
    page = isak.get("/administration/")
    assert states(page) == ["Klart", "Saknas", "Saknas", "Klart", "Klart", "Klart", "Saknas", "Saknas"]
    assert "Strandskolan har inga klasser." in page.main.text
    isak.send(isak.get(f"/administration/schools/{_next_door(isak)}"), "/classes", names="7S")
    assert states(isak.get("/administration/"))[1] == "Klart"


def test_everything_in_place_is_told(app: Flask, school: School) -> None:
    with work(app):
        next_door = db.session.query(Unit).filter_by(name="Strandskolan").one()
        unit = db.session.get_one(Unit, school.unit)
        db.session.add(Group(unit_id=next_door.id, name="7S"))
        for where in (next_door, unit):
            lay_calendar(where.id, [Term(date(2026, 8, 18), date(2099, 12, 18))], {})
        db.session.flush()
        everybody = make_user(role=None, name="Alla Roller", username="alla")
        for where in (unit, next_door):
            for role in ("rector", "student_health_team", "school_counsellor", "school_nurse"):
                make_grant(user=everybody, role=role, unit=where)
            for group in db.session.query(Group).filter_by(unit_id=where.id):
                make_grant(user=everybody, role="mentor", unit=where, group=group)
        for user in db.session.query(type(everybody)):
            user.password_hash = "something"
    page = client_as(app, school.administrator).get("/administration/")
    assert set(states(page)) == {"Klart"}
    assert page.heading == "Allt är på plats"
    assert not page.main.all("a", class_="ds-button")


def test_a_school_whose_last_term_is_over_is_named(app: Flask, isak: Client, school: School) -> None:
    for last, is_named in ((date(2026, 8, 19), True), (date(2099, 12, 18), False)):
        with work(app):
            lay_calendar(school.unit, [Term(date(2026, 8, 18), last)], {})
        assert ("Ekbackaskolan har ingen termin" in isak.get("/administration/").main.text) is is_named


def test_a_role_without_holder_is_named_with_what_it_stops(app: Flask, isak: Client, school: School) -> None:
    assert "Ingen är rektor på Ekbackaskolan" not in isak.get("/administration/routines").main.text
    isak.send(isak.get(f"/administration/staff/{school.rector}"), "/close")
    page = isak.get("/administration/routines").main.text
    assert "Ingen är rektor på Ekbackaskolan" in page
    assert "ingen kan godkänna ”Lämna över till förvaltningen”" in page
    assert "ingen kan ta steget ”Avsluta ärendet”" in page


def test_classes_without_mentor_are_named(isak: Client, school: School) -> None:
    assert "Ingen är mentor i" not in isak.get("/administration/routines").main.text
    isak.send(isak.get(f"/administration/staff/{school.other_mentor}"), "/close")
    assert "Ingen är mentor i 8A" in isak.get("/administration/routines").main.text


def test_a_routine_that_is_not_there_is_told(app: Flask, isak: Client, school: School) -> None:
    with work(app):
        db.session.get_one(Unit, school.unit).workflow = "gone"
    assert "Ekbackaskolan följer ingen rutin som finns" in isak.get("/administration/routines").main.text


def test_every_routine_of_the_program_can_be_chosen_and_is_checked(
    app: Flask, isak: Client, school: School
) -> None:
    with app.test_request_context():
        names = [name for name, _ in model_choices()]
    assert names == list(catalog_names(app))
    for name in names:
        with work(app):
            db.session.query(Unit).filter_by(name="Strandskolan").one().workflow = name
        page = isak.get("/administration/routines").main.text
        assert "Ingen är" in page
        assert "None" not in page


def catalog_names(app: Flask) -> list[str]:
    """The ids of the routines."""
    with app.app_context():
        return list(catalog().workflows)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_steps_are_told_in_every_language(isak: Client, language: str) -> None:
    isak.post("/language", {**isak.tokens(), "language": language, "next": "/administration/"})
    words = {"nb": "Kom i gang", "en": "Getting started"}
    assert isak.get("/administration/").heading == words[language]


def _next_door(isak: Client) -> str:
    return isak.get("/administration/schools").main.link("Strandskolan").rpartition("/")[2]
