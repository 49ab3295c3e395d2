"""A case monitored to its end over HTTP: the way opens by what the law asks for, and stays closed before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from casework import clock
from casework.cases import proof as of_cases
from casework.cases.monitoring_models import MonitoringAct
from casework.extensions import db
from casework.monitoring import proof
from casework.people.models import Student, User
from casework.people.protecting import name_reader
from casework.people.queries import person
from casework.tasks.models import Task
from tests.cases.test_query_counts import MOST, reads
from tests.clients import Client, client_as
from tests.factories import School, work
from tests.monitoring.taking import CLEAR, assesses, does, notes, taken_on

BOARD: dict[str, Any] = {
    "outcome": "penalty_injunction",
    "reference": "§ 87",
    "text": "Skolan har gjort sin del.",
}


@pytest.fixture
def case(app: Flask, school: School) -> UUID:
    """A case that the administration has taken on."""
    with work(app):
        return taken_on(school)


def test_a_case_is_monitored_to_its_end(app: Flask, school: School, case: UUID) -> None:
    who, page = client_as(app, school.administration), f"/cases/{case}/monitoring"
    _the_way_opens(app, school, case, who)
    before = reads(who, page)
    assert before <= MOST, before
    _the_board_decides(app, school, case, who)
    _it_comes_to_an_end(case, who)
    assert reads(who, page) == before
    assert "Nämndens beslut" in who.get(f"/cases/{case}/history").main.text
    rector = client_as(app, school.rector)
    assert "Följ Alva till skolan varje morgon." in rector.get(page).main.text
    assert "/new" not in rector.get(page).main.text
    rector.get(f"{page}/asked/new", 403)
    with work(app):
        assert [*proof.faults(), *of_cases.faults()] == []


def _the_list_marks_who_is_protected(app: Flask, school: School, who: Client) -> None:
    assert "Skyddade personuppgifter" not in who.get("/monitoring").main.text
    today = clock.school_date(clock.now())
    with work(app):
        student = db.session.get_one(Student, school.student)
        student.is_protected = True
        rector = person(db.session.get_one(User, school.rector), today)
        name_reader(student, school.administration, today, actor=rector, now=clock.now())
    assert "Skyddade personuppgifter" in who.get("/monitoring").main.text
    with work(app):
        db.session.get_one(Student, school.student).is_protected = False


def _the_way_opens(app: Flask, school: School, case: UUID, who: Client) -> None:
    page = f"/cases/{case}/monitoring"
    main = who.get(page).main.text
    assert "Bedömningen pågår" in main
    assert "Vägen är stängd" in main
    assert "Alva" in who.get("/monitoring").main.text
    _the_list_marks_who_is_protected(app, school, who)
    with work(app):
        assesses(school, case, school_did_its_part="partly")
    main = who.get(page).main.text
    assert "Skolan har inte gjort hela sin del" in main
    assert "Elevhälsoteamet" in main  # who can supply what is missing
    offered = who.get(f"{page}/board/new").main.all("input", name="outcome")
    assert [one.attributes["value"] for one in offered] == ["no_injunction", "more_work"]
    with work(app):
        assesses(school, case, **CLEAR)
    assert "Vårdnadshavarna ska få yttra sig" in who.get(page).main.text
    until = clock.school_date(clock.now()) + timedelta(days=14)
    notes(who, case, "heard", 422, outcome="letter", until="")
    notes(who, case, "heard", outcome="letter", until=until.isoformat())
    assert "har tid att svara" in who.get(page).main.text
    notes(who, case, "asked", text="Följ Alva till skolan varje morgon.")
    notes(who, case, "done", outcome="none", text="Ingen följde med, enligt mentorn.")
    notes(who, case, "replied", text="Vi orkar inte.")
    assert "Nämnden kan besluta" in who.get(page).main.text


def _the_board_decides(app: Flask, school: School, case: UUID, who: Client) -> None:
    with work(app):
        does(school, case, "prepare_injunction")
    notes(who, case, "board", 422, **BOARD, people=[])
    notes(who, case, "board", **BOARD)
    with app.app_context():
        task = db.session.scalars(select(Task).where(Task.action == "board_decision")).one()
        assert task.status == "done"
    assert "Beslutet ska delges" in who.get(f"/cases/{case}/monitoring").main.text


def _it_comes_to_an_end(case: UUID, who: Client) -> None:
    page, today = f"/cases/{case}/monitoring", clock.school_date(clock.now()).isoformat()
    notes(who, case, "served", outcome="ordinary")
    main = who.get(page).main.text
    assert "Beslutet kan överklagas" in main
    assert "om ingen överklagar" in main
    notes(who, case, "appealed", reference="1234-26")
    notes(who, case, "judged", outcome="stands", until=today)
    assert "Beslutet har laga kraft" in who.get(page).main.text
    notes(who, case, "ended", outcome="attends", text="Alva går i skolan.")
    assert "Bevakningen är avslutad" in who.get(page).main.text


def test_what_was_noted_is_corrected_by_a_new_row_and_never_changed(
    app: Flask, school: School, case: UUID
) -> None:
    who, page = client_as(app, school.administration), f"/cases/{case}/monitoring"
    notes(who, case, "asked", text="Ring varje morgon.")
    with app.app_context():
        first = db.session.scalars(select(MonitoringAct)).one().id
    who.send(who.get(f"{page}/acts/{first}"), text="Följ med varje morgon.")
    who.get(f"{page}/acts/{first}", 404)
    assert who.get(page).main.text.count("Följ med varje morgon.") == 2  # of the guardian, and among all
    with app.app_context():
        second = db.session.scalars(select(MonitoringAct).where(MonitoringAct.replaces_id == first)).one().id
    again = who.get(f"{page}/acts/{second}")
    who.send(again, status=422, is_void="y", text="")
    who.send(who.get(f"{page}/acts/{second}"), is_void="y", text="Fel vårdnadshavare.")
    main = who.get(page).main.text
    assert "Hände aldrig" in main
    assert main.count("Följ med varje morgon.") == 1
    with work(app):
        assert list(proof.faults()) == []
    with app.app_context():
        for statement in ("update monitoring_act set text = ''", "delete from monitoring_act"):
            with pytest.raises(DBAPIError, match="only ever added to"):
                db.session.execute(text(statement))
            db.session.rollback()
