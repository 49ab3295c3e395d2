"""Files of staff: what they would do is shown, then done whole or not at all, and once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from casework.clock import now, school_date
from casework.extensions import db
from casework.people.models import RoleGrant, User
from casework.people.roster import school_year
from tests.administration.conftest import EVA, MILO, STAFF, STUDENTS, Send
from tests.clients import Client, client_as
from tests.databases import Place
from tests.factories import School, make_school, work
from tests.stories.ground import unchanged

Read = Callable[..., Any]
ULLA = "Ulla Utkast;ulla;Rektor;Ekbackaskolan;;;\n"


def counts(app: Flask) -> tuple[int, int]:
    """How many accounts and roles there are."""
    with app.app_context():
        return tuple(  # type: ignore[return-value]
            db.session.scalar(select(func.count()).select_from(table)) for table in (User, RoleGrant)
        )


def roles(app: Flask, username: str) -> list[tuple[str, date, date]]:
    """The person's roles."""
    found = select(RoleGrant).join(User, User.id == RoleGrant.user_id).where(User.username == username)
    with app.app_context():
        return [(one.role, one.valid_from, one.valid_to) for one in db.session.scalars(found)]


def test_looking_at_a_file_writes_nothing_and_reading_it_in_does(
    app: Flask, send: Send, read_in: Read
) -> None:
    users, grants = counts(app)
    with unchanged(app):
        page = send("staff", STAFF + EVA)
    assert "Inget är skrivet än" in page.main.text
    assert read_in("staff", STAFF + EVA) == "/administration/"
    assert counts(app) == (users + 1, grants + 1)
    assert roles(app, "eva") == [("rector", *school_year(school_date(now())))]


def test_the_same_file_again_changes_nothing(app: Flask, send: Send, read_in: Read) -> None:
    read_in("staff", STAFF + EVA)
    with unchanged(app):
        page = send("staff", STAFF + EVA)
    rows = [[cell.text for cell in row.all("td")] for row in page.one("table").one("tbody").all("tr")]
    assert rows == [["0", "0", "1"], ["0", "0", "1"]]


def test_a_file_as_such_is_taken_in_the_encoding_of_older_windows(
    app: Flask, isak: Client, school: School
) -> None:
    for text, is_open in ((STAFF + EVA, False), ((STAFF + EVA).rstrip(), True)):
        sent = (BytesIO(text.encode("cp1252")), "personal.csv")
        answer = isak.raw.post(
            "/administration/import/staff", data={**isak.tokens(), "text": "", "file": sent}
        )
        assert answer.status_code == 200
        assert "Låtsberg" in answer.text
        assert ("ingen radbrytning" in answer.text) == is_open  # it may be cut off


def test_a_file_to_a_page_that_takes_none_is_still_refused(isak: Client) -> None:
    fields = {**isak.tokens(), "name": "x", "file": (BytesIO(b"x"), "x.csv")}
    assert isak.raw.post("/administration/authority", data=fields).status_code == 400


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (";eva;Rektor;Ekbackaskolan;;;", "Namn är tomt."),
        ("Eva;;Rektor;Ekbackaskolan;;;", "Användarnamn är tomt."),
        ("Eva;Eva L;Rektor;Ekbackaskolan;;;", "Användarnamnet har 2 till 80 tecken"),
        ("Eva;eva;Vaktmästare;Ekbackaskolan;;;", "Det finns ingen roll ”Vaktmästare”."),
        ("Eva;eva;;Ekbackaskolan;;;", "Roll är tomt."),
        ("Eva;eva;Rektor;Granskolan;;;", "Det finns ingen skola ”Granskolan”."),
        ("Eva;eva;Mentor;Ekbackaskolan;9X;;", "Ekbackaskolan har ingen klass ”9X”."),
        ("Eva;eva;Mentor;Ekbackaskolan;;;", "Rollen ”Mentor” behöver en klass."),
        ("Eva;eva;Rektor;Ekbackaskolan;8B;;", "gäller hela skolan, utan klass"),
        ("Eva;eva;Förvaltningen;Ekbackaskolan;;;", "har man hos huvudmannen"),
        ("Eva;eva;Systemadministratör;Ekbackaskolan;;;", "har man hos huvudmannen"),
        ("Eva;eva;Rektor;Ekbackaskolan;;i höstas;", "Från är inget datum."),
        ("Eva;eva;Rektor;Ekbackaskolan;;2026-12-01;2026-11-01", "Rollen slutar innan den börjar."),
        ("=2+5;eva;Rektor;Ekbackaskolan;;;", "Namn ser ut som en formel."),
        ("@SUM(A1);eva;Rektor;Ekbackaskolan;;;", "Namn ser ut som en formel."),
        ("Eva;eva;Rektor;Ekbackaskolan;;;;extra", "Raden har fler celler än det finns rubriker."),
        (f"{'E' * 121};eva;Rektor;Ekbackaskolan;;;", "Namn är för långt"),
        ("Eva\u202egrebstål;eva;Rektor;Ekbackaskolan;;;", "tecken som inte syns"),
        (f"{EVA.strip()}\nEva;eva;Förvaltningen;Fjordskogs kommun;;;", "ett annat namn på rad 2"),
        (f"{EVA.strip()}\n{EVA.strip()}", "Samma roll står på en tidigare rad."),
    ],
)
def test_a_line_that_cannot_be_read_is_told_and_nothing_is_read_in(
    app: Flask, isak: Client, send: Send, line: str, why: str
) -> None:
    with unchanged(app):
        page = send("staff", STAFF + line + "\n", 422)
        assert why in page.main.text
        assert str(len(line.splitlines()) + 1) in page.all("table")[0].text
        forms = [one for one in page.main.all("form") if one.attributes["action"].endswith("/save")]
        assert bool(forms) == line.startswith(EVA)  # what stands there once is right
    assert send("staff", STAFF + ULLA).form("/save")


def test_good_lines_are_read_in_without_the_bad_ones_where_somebody_says_so(
    app: Flask, isak: Client, send: Send
) -> None:
    own, bad = "Isak Serverin;isak;Rektor;Ekbackaskolan;;;\n", "Eva;eva;Vaktmästare;Ekbackaskolan;;;x\n"
    page = send("staff", STAFF + bad + ULLA + own, 422)
    rows = [[cell.text for cell in row.all("td")] for row in page.all("tbody")[0].all("tr")]
    assert [row[:2] for row in rows] == [["Till", "x"], ["Roll", "Vaktmästare"], ["Användarnamn", "isak"]]
    assert "Finns inte i filen" not in page.main.text  # that can only be told of a whole file
    with unchanged(app):
        isak.send(page, "/save", 400, leaves_out="")
    isak.send(page, "/save")
    assert [role for role, *_ in roles(app, "ulla")] == ["rector"]
    assert roles(app, "eva") == []
    assert [role for role, *_ in roles(app, "isak")] == ["system_administrator"]


def test_names_that_begin_with_a_dash_are_names(app: Flask, read_in: Read) -> None:
    read_in("staff", STAFF + "-Anna Påhitt;anna;Rektor;Ekbackaskolan;;;\n")
    with app.app_context():
        assert db.session.scalars(select(User.name).where(User.username == "anna")).one() == "-Anna Påhitt"


def test_places_are_known_whatever_their_capitals(app: Flask, read_in: Read) -> None:
    read_in("staff", STAFF + "Eva Låtsberg;EVA;mentor;EKBACKASKOLAN;8b;;\n")
    assert [role for role, *_ in roles(app, "eva")] == ["mentor"]


def test_what_changes_in_accounts_that_were_there_is_told(send: Send) -> None:
    lines = "Karin Skissgård;karin;Rektor;Ekbackaskolan;;2026-08-01;2027-07-31\n"
    text = send("staff", STAFF + lines).main.text
    assert "karin heter Karin Skissgård (hette Karin Mallsjö)" in text
    assert "Ny roll: Karin Skissgård, rektor, Ekbackaskolan" in text


def test_roles_that_are_not_in_the_file_go_on_unless_they_are_ended(
    app: Flask, send: Send, read_in: Read
) -> None:
    page = send("staff", STAFF + EVA)
    offered = {one.text: one.attributes["for"] for one in page.all("label") if one.text.startswith("Per")}
    assert len(offered) == 1
    grant = page.one("input", id=next(iter(offered.values()))).attributes["value"]
    read_in("staff", STAFF + EVA)
    assert roles(app, "per")[0][2] == date(2099, 12, 31)
    read_in("staff", STAFF + EVA, end=grant)
    assert roles(app, "per")[0][2] < school_date(now())
    assert roles(app, "karin")[0][2] == date(2099, 12, 31)


def test_a_role_that_was_not_offered_is_not_ended(
    app: Flask, isak: Client, send: Send, school: School
) -> None:
    page = send("staff", STAFF + EVA)
    with app.app_context():
        mine = select(RoleGrant.id).where(RoleGrant.user_id == school.administrator)
        grant = db.session.scalars(mine).one()
    with unchanged(app):
        isak.send(page, "/save", 400, end=str(grant))


def test_an_administrator_gets_no_role_by_a_file(app: Flask, send: Send) -> None:
    own = "Isak Serverin;isak;Rektor;Ekbackaskolan;;;\n"
    assert "Filen ändrar dina egna roller" in send("staff", STAFF + own, 422).main.text
    assert "Filen ändrar dina egna roller" not in send("staff", STAFF + EVA).main.text


def test_what_has_changed_since_the_file_was_looked_at_is_shown_again(
    app: Flask, isak: Client, send: Send, school: School, read_in: Read
) -> None:
    page = send("staff", STAFF + EVA)
    read_in("staff", STAFF + EVA)
    with unchanged(app):
        again = isak.send(page, "/save", 409)
    assert "Något har ändrats sedan du tittade på filen" in again.main.text
    assert isak.send(send("staff", STAFF + "Ulla Utkast;ulla;Rektor;Ekbackaskolan;;;\n"), "/save")


def test_only_administrators_send_files(app: Flask, school: School) -> None:
    mentor = client_as(app, school.mentor)
    mentor.post("/administration/import/staff", {**mentor.tokens(), "text": STAFF + EVA}, 403)
    mentor.post("/administration/import/staff/save", {**mentor.tokens(), "text": STAFF + EVA}, 403)


@pytest.mark.parametrize("text", ["", "bara ord", STAFF])
def test_a_file_that_is_none_is_told_so(isak: Client, send: Send, text: str) -> None:
    assert "Filen går inte att läsa" in send("staff", text, 422).main.text


def test_a_line_without_days_takes_up_the_role_that_is_there(app: Flask, send: Send) -> None:
    own_days = "Karin Mallsjö;karin;Mentor;Ekbackaskolan;8B;;\n"
    with unchanged(app):
        page = send("staff", STAFF + own_days)
    assert "Ändringar av det som fanns" not in page.main.text
    with_days = own_days.replace(";;", ";2026-09-01;2027-01-31")
    assert "Ny roll: Karin Mallsjö" in send("staff", STAFF + with_days).main.text


def test_files_are_read_in_on_every_database(database: Place) -> None:
    with work(database.app):
        school = make_school()
    isak = client_as(database.app, school.administrator)
    for kind, text in (("staff", STAFF + EVA), ("students", STUDENTS + MILO)):
        url = f"/administration/import/{kind}"
        for new in ("1", "0"):
            page = isak.send(isak.get(url), status=200, text=text)
            assert page.all("table")[0].one("tbody").all("td")[0].text == new
            if new == "1":
                assert isak.send(page, "/save") == "/administration/"
    shown = isak.send(isak.get(f"/administration/staff/{school.mentor}"), "/password", 200)
    assert shown.main.all("code")
    assert len(isak.get("/administration/log").one("tbody").all("tr")) == 3
