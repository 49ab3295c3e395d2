"""Cases that have begun elsewhere come in with step and day, all or none, and the history says whence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from casework.cases import proof
from casework.cases.facts import situation_of
from casework.cases.models import Case, Visit
from casework.clock import now, school_date
from casework.extensions import db
from casework.history.queries import events_of
from casework.people.models import Student, Unit, User
from casework.people.queries import person
from casework.tasks.models import Task
from tests.clients import Client, client_as
from tests.factories import School, make_case, make_student, work
from tests.stories.ground import unchanged

HERE = "/cases/move-in"
HEAD = "Förnamn;Efternamn;Födelsedatum;Steg;Sedan;Källa\n"
ALVA = "Alva;Exempelsson;2012-03-14;3;2026-09-01;Excel hos Per\n"


@pytest.fixture
def per(app: Flask, school: School) -> Client:
    """The principal's browser."""
    return client_as(app, school.rector)


def sent(browser: Client, lines: str, status: int = 200) -> Any:
    """The page of what the lines would do."""
    return browser.post(HERE, {**browser.tokens(), "text": HEAD + lines}, status)


def test_a_case_is_opened_in_its_step_since_its_day(app: Flask, per: Client, school: School) -> None:
    per.get(HERE)
    with unchanged(app):
        page = sent(per, ALVA)
    row = page.main.one("tbody").one("tr").text
    assert all(word in row for word in ("Alva Exempelsson", "8B", "3.", "1 september", "Excel hos Per"))
    assert per.send(page, "/open") == "/cases/"
    with app.app_context():
        case = db.session.scalars(select(Case)).one()
        visit = db.session.scalars(select(Visit)).one()
        assert (case.stage, visit.stage, case.round) == ("investigation", "investigation", 1)
        assert school_date(visit.entered_at) == date(2026, 9, 1)
        tasks = {task.stage for task in db.session.scalars(select(Task))}
        assert tasks == {"investigation"}  # what earlier steps ask for has been done elsewhere
        (opened,) = [one for one in events_of(case.id) if one.kind == "case:opened"]
        assert opened.says["reason"] == (
            "Flyttat hit från annat håll: Excel hos Per. I det här steget sedan 2026-09-01."
        )
        assert not list(proof.faults())
    assert "Excel hos Per" in per.get(f"/cases/{case.id}/history").main.text
    assert "utredning" in per.get(f"/cases/{case.id}").main.text.lower()


@pytest.mark.parametrize("stage", ["mapping", "compulsory_school_monitoring"])
def test_every_stage_can_be_come_to_and_gone_on_from(
    app: Flask, per: Client, school: School, stage: str
) -> None:
    per.send(sent(per, ALVA.replace(";3;", f";{stage};")), "/open")
    with app.app_context():
        case = db.session.scalars(select(Case)).one()
        reader = person(db.session.get_one(User, school.rector), school_date(now()))
        assert case.stage == stage
        assert case.is_handed_over == (stage == "compulsory_school_monitoring")
        assert situation_of(case, reader, now()).steps


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (ALVA.replace("Alva", "Milo"), "Eleven finns inte"),
        (ALVA.replace("Alva;Exempelsson", "Anton;Låtsberg"), "Eleven finns inte"),  # at another school
        (ALVA.replace(";3;", ";17;"), "inget sådant steg"),
        (ALVA.replace("2026-09-01", "2031-09-01"), "ligger i framtiden"),
        (ALVA.replace("2026-09-01", "2019-09-01"), "fem år tillbaka"),
        (ALVA.replace("Excel hos Per", ""), "Källa är tom"),
        (ALVA + ALVA, "en rad tidigare"),
    ],
)
def test_a_line_that_cannot_be_keeps_all_out(
    app: Flask, per: Client, school: School, line: str, why: str
) -> None:
    with work(app):
        make_student(unit=db.session.get_one(Unit, school.unit), given="Ida")
    with unchanged(app):
        page = sent(per, line + ALVA.replace("Alva", "Ida"), 422)
        assert why in page.main.text
        assert not page.main.all("form", action=f"{HERE}/open")


def test_who_has_a_case_or_the_same_name_is_told(app: Flask, per: Client, school: School) -> None:
    with work(app):
        make_case(student=db.session.get_one(Student, school.student))
    assert "har redan ett öppet ärende" in sent(per, ALVA, 422).main.text
    with work(app):
        make_student(unit=db.session.get_one(Unit, school.unit))
    assert "två elever" in sent(per, ALVA, 422).main.text


def test_what_was_not_shown_is_not_opened(app: Flask, per: Client, school: School) -> None:
    page = sent(per, ALVA)
    with unchanged(app):
        per.send(page, "/open", status=409, text=HEAD + ALVA.replace(";3;", ";4;"))
        assert "går inte att läsa" in per.send(page, "/open", status=422, text="").main.text


def test_only_who_looks_after_the_cases_of_a_school_moves_them_in(app: Flask, school: School) -> None:
    for who in (school.mentor, school.administrator, school.nurse):
        browser = client_as(app, who)
        browser.get(HERE, 403)
        browser.post(f"{HERE}/open", {**browser.tokens(), "text": HEAD + ALVA}, 403)
    assert "Eleven finns inte" in sent(client_as(app, school.stranger), ALVA, 422).main.text
