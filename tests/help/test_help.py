"""The help says the same in three languages, one's own role comes first, and the statement is open to all."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from casework.access.table import product
from casework.extensions import db, unit_of_work
from casework.help.texts import FOLDER, texts
from casework.people.models import Unit
from casework.web.languages import NAMES
from tests.clients import Client, client_as
from tests.factories import School

OTHERS = [language for language in NAMES if language != "sv"]


def test_there_is_one_file_for_each_language() -> None:
    assert {file.stem for file in FOLDER.glob("*.yaml")} == set(NAMES)


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_as_much(language: str) -> None:
    here, there = texts("sv"), texts(language)
    assert list(there.roles) == list(here.roles)
    assert list(there.words) == list(here.words)
    for role, found in here.roles.items():
        assert [len(task.steps) for task in there.roles[role].tasks] == [
            len(task.steps) for task in found.tasks
        ]
    shapes = [[(s.contact, bool(s.links)) for s in one.accessibility.sections] for one in (here, there)]
    assert shapes[0] == shapes[1]
    assert there.accessibility.made_on == here.accessibility.made_on


@pytest.mark.parametrize("language", NAMES)
def test_every_role_has_help_and_no_text_is_left_over_from_another_language(language: str) -> None:
    found = texts(language)
    assert set(found.roles) == set(product().roles)
    others = [texts(other) for other in NAMES if other != language]
    for role, one in found.roles.items():
        assert all(one.lead != other.roles[role].lead for other in others)
    assert all(
        one.means not in {other.words[key].means for other in others} for key, one in found.words.items()
    )


@pytest.mark.parametrize("language", NAMES)
def test_the_words_are_a_colleagues(language: str) -> None:
    text = (FOLDER / f"{language}.yaml").read_text("utf-8")
    assert not re.search(r"vänligen|vennligst|please|hemmasittare|!", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("role", "first"),
    [
        ("mentor", "Mentor"),
        ("rector", "Rektor"),
        ("administrator", "Systemadministratör"),
        ("nurse", "Skolsköterska"),
    ],
)
def test_ones_own_role_comes_first(app: Flask, school: School, role: str, first: str) -> None:
    page = client_as(app, getattr(school, role)).get("/help")
    terms = [one.text for one in page.main.all("dt")]
    assert first in terms[:2]
    assert len(terms) == len(product().roles)


@pytest.mark.parametrize("role", list(product().roles))
def test_every_role_has_a_page(app: Flask, school: School, role: str) -> None:
    page = client_as(app, school.mentor).get(f"/help/roles/{role}")
    assert len(page.main.all("ol")) >= 2


def test_unknown_roles_have_none(app: Flask, school: School) -> None:
    client_as(app, school.mentor).get("/help/roles/janitor", 404)


def test_the_words_stand_in_order_with_those_of_the_other_languages(app: Flask, school: School) -> None:
    page = client_as(app, school.mentor).get("/help/words")
    words = [one.text for one in page.main.all("dt")]
    assert words == sorted(words, key=str.casefold)
    ladder = page.main.all("dd")[words.index("Orosanmälan")].text
    assert "Bekymringsmelding" in ladder
    assert "Report of concern" in ladder


def test_help_is_for_those_who_are_signed_in_and_the_statement_for_everybody(stranger: Client) -> None:
    assert stranger.redirected("/help").startswith("/sign-in")
    page = stranger.get("/accessibility")
    assert "delvis förenlig" in page.main.text
    assert "inte prövats med skärmläsare" in page.main.text
    assert page.main.link("Anmäl till Digg") == "https://www.digg.se/tdosanmalan"
    footer = stranger.get("/sign-in").one("footer")
    assert footer.link("Tillgänglighet") == "/accessibility"


def test_the_statement_says_whom_to_tell_or_that_nobody_has_said(app: Flask, stranger: Client) -> None:
    assert "har inte skrivit in vart" in stranger.get("/accessibility").main.text
    app.config["ACCESSIBILITY_CONTACT"] = "tillganglighet@example.se"
    page = stranger.get("/accessibility").main.text
    assert "tillganglighet@example.se" in page
    assert "har inte skrivit in vart" not in page


@pytest.mark.parametrize(("language", "named"), [("nb", "Uu-tilsynet"), ("en", "Digg"), ("sv", "Digg")])
def test_the_statement_names_who_supervises(stranger: Client, language: str, named: str) -> None:
    stranger.post("/language", {**stranger.tokens(), "language": language, "next": "/accessibility"})
    page = stranger.get("/accessibility")
    assert named in page.main.text
    assert "2026" in page.main.text


def test_help_is_linked_from_the_menu_and_the_foot(app: Flask, school: School) -> None:
    page = client_as(app, school.mentor).get("/")
    assert page.one("header", class_="topbar").link("Hjälp") == "/help"
    assert page.one("footer").link("Hjälp") == "/help"


def test_the_help_leads_to_the_routine_of_ones_own_school(app: Flask, school: School) -> None:
    mentor, title = client_as(app, school.mentor), "Stegvis arbete för ökad skolnärvaro"
    assert mentor.get("/help").link(title) == "/routines/five-step"
    with app.app_context(), unit_of_work():
        db.session.get_one(Unit, school.unit).workflow = ""
    assert title not in mentor.get("/help").text
