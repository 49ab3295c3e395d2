"""From an empty folder to a school where the mentor opens a case, as a new administrator would do it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from casework import create_app
from casework.clock import now, school_date
from casework.extensions import db
from casework.people.models import Student
from tests.cli.terminal import at, run
from tests.clients import Client, filled
from tests.databases import SETTINGS

PASSWORD = "tolv tecken eller fler"
OWN = "några ord som ingen annan väljer"
STAFF = """Namn;Användarnamn;Roll;Skola;Klass
Karin Mallsjö;karin;Mentor;Ekbackaskolan;8B
Sofia Demogren;sofia;Elevhälsoteamet;Ekbackaskolan;
Sofia Demogren;sofia;Skolkurator;Ekbackaskolan;
Leila Provensjö;leila;Skolsköterska;Ekbackaskolan;
Per Modellberg;per;Rektor;Ekbackaskolan;
Berit Pärmlund;berit;Förvaltningen;Fjordskogs kommun;
"""
STUDENTS = """Förnamn;Efternamn;Födelsedatum;Skola;Klass;Vårdnadshavare 1;Telefon 1
Alva;Exempelsson;2012-03-14;Ekbackaskolan;8B;Karl Exempelsson;070-174 06 05
"""
SECRET = re.compile(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b")


@pytest.fixture
def empty(tmp_path: Path) -> Flask:
    """The application on a folder in which only `secrets` and `user add` have been."""
    assert run("secrets", *at(tmp_path)).exit_code == 0
    words = ("--name", "Isak Serverin", "--role", "system_administrator", "--unit", "Fjordskogs kommun")
    made = run("user", "add", "isak", *words, "--password-stdin", *at(tmp_path), given=PASSWORD + "\n")
    assert made.exit_code == 0, made.output
    effort = {key: SETTINGS[key] for key in ("TESTING", "SESSION_COOKIE_SECURE", "PASSWORD_EFFORT")}
    return create_app(effort, tmp_path)


def enter(client: Client, username: str, password: str) -> str:
    """Signs in; where that leads."""
    return str(client.send(client.get("/sign-in"), username=username, password=password))


def do_next(isak: Client) -> str:
    """The way of the step that comes next, by its one button."""
    button = isak.get("/administration/").main.one("a", class_="ds-button")
    return button.attributes["href"]


def read_in(isak: Client, url: str, lines: str) -> None:
    """Looks at the file, and says yes."""
    isak.send(isak.send(isak.get(url), status=200, text=lines), "/save")


def test_from_an_empty_folder_to_an_open_case(empty: Flask) -> None:
    isak = Client(empty)
    assert enter(isak, "isak", PASSWORD) == "/"
    assert isak.redirected("/") == "/administration/"

    page = isak.get(do_next(isak))
    there = isak.send(isak.get(page.link("Ny skola")), name="Ekbackaskolan", workflow="five-step")
    assert "Ekbackaskolan" in isak.get(do_next(isak)).main.text
    isak.send(isak.get(there), "/classes", names="8B")
    today = school_date(now())
    first, last = today - timedelta(days=60), today + timedelta(days=60)
    isak.send(isak.get(do_next(isak)), term_first=first.isoformat(), term_last=last.isoformat())
    read_in(isak, isak.get(do_next(isak)).link("Läs in från en fil"), STAFF)
    read_in(isak, do_next(isak), STUDENTS)
    steps = isak.get("/administration/").main.text
    assert "Alla roller som rutinerna behöver är tillsatta" in steps

    page = isak.get(do_next(isak))
    assert page.heading == "Lösenord"
    users = [one.attributes["value"] for one in page.all("input", name="user")]
    made = isak.send(page, "/passwords", 200, user=users)
    rows = [[cell.text for cell in row.all("td")] for row in made.one("tbody").all("tr")]
    passwords = dict(rows)
    assert sorted(passwords) == ["berit", "karin", "leila", "per", "sofia"]
    assert isak.get("/administration/").heading == "Allt är på plats"

    karin = Client(empty)
    enter(karin, "karin", passwords["karin"])
    assert karin.redirected("/") == "/account/password"
    karin.send(karin.get("/account/password"), password=OWN, again=OWN)
    with empty.app_context():
        alva = db.session.scalars(select(Student.id)).one()
    case = karin.send(karin.get(f"/students/{alva}/open"), stage="report", reason="Borta sex förmiddagar.")
    assert "Alva Exempelsson" in karin.get(case).heading
    isak.get(case, 403)
    assert "Alva" not in isak.get("/administration/").answer.text


def test_an_empty_instance_says_how_to_begin(empty: Flask) -> None:
    isak = Client(empty)
    enter(isak, "isak", PASSWORD)
    page = isak.get("/administration/")
    assert page.heading == "Kom i gång"
    assert "Fjordskogs kommun" in page.main.text
    assert "Det finns ingen skola än." in page.main.text
    for kind in ("staff", "students"):
        page = isak.get(f"/administration/import/{kind}")
        assert "Skriv först in huvudmannen" in page.main.text
        tokens = filled(page.one("header", class_="topbar").all("form")[-1])
        page = isak.post(f"/administration/import/{kind}", {**tokens, "text": STAFF}, 422)
        assert "Skriv först in huvudmannen" in page.main.text
