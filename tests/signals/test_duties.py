"""What a person begins beside the ladder: who may, once at a time, what follows, what the history says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from casework.cases import actions
from casework.cases.student_proof import faults
from casework.catalog import catalog
from casework.engine.beside import Duty
from casework.extensions import db
from casework.history.models import Event
from casework.history.queries import breaches
from casework.people.models import Student, User
from casework.people.queries import person
from casework.signals import doing
from casework.signals.begun import Beginning, begin, first_actions
from casework.tasks.actions import Report
from casework.tasks.student_models import StudentTask
from tests.clients import Client
from tests.factories import NOW, School, work
from tests.signals.places import DAYS, Attending

ASK = {"id": "ask", "do": "work", "title": "Fråga", "by": ["mentor"]}


def duty(**more: Any) -> Duty:
    return Duty.model_validate({"id": "d", "title": "D", "actions": [ASK], **more})


def tasks(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = select(StudentTask).order_by(StudentTask.key, StudentTask.action)
        return [(one.action, one.status) for one in db.session.scalars(rows)]


@pytest.mark.parametrize(
    ("again", "status", "can_begin"),
    [
        ("next_window", "open", False),
        ("next_window", "done", True),
        ("every_time", "waived", True),
        ("never", "done", False),
        ("never", None, True),
    ],
)
def test_it_is_begun_when_nothing_of_it_waits_and_once_where_the_routine_says_so(
    again: str, status: str | None, *, can_begin: bool
) -> None:
    there = [StudentTask(status=status)] if status else []
    assert Beginning(duty(again=again), there, is_mine=True).can_begin is can_begin
    assert not Beginning(duty(again=again), (), is_mine=True, is_in_case=True).can_begin


def test_what_follows_is_not_what_it_begins_with() -> None:
    follows = {**ASK, "id": "then", "if": [{"task": "ask"}]}
    assert [one.id for one in first_actions(duty(actions=[ASK, follows]))] == ["ask"]


@pytest.mark.parametrize(
    ("more", "is_fit"),
    [
        ({"for_students": {"age": {"at_least": 18}}}, True),
        ({"for_students": {"absence": {"at_least": "1 minute", "counting": "any", "in": "term"}}}, False),
        ({"suggested_if": {"age": {"at_least": 18}}}, False),
        ({"suggested_if": {"age": {"at_least": 18}}, "when": {"calendar": {"each": "month"}}}, True),
    ],
)
def test_what_a_person_begins_asks_only_about_the_student(more: dict[str, Any], *, is_fit: bool) -> None:
    if is_fit:
        assert duty(**more)
    else:
        with pytest.raises(ValueError, match="begun by a person"):
            duty(**more)


def test_who_does_the_first_of_it_begins_it_and_others_see_who(
    app: Flask, school: School, browser_of
) -> None:
    mentor: Client = browser_of(school.mentor)
    page = mentor.get(f"/students/{school.student}")
    page = mentor.get(page.link("Mer som kan behövas"))
    assert "Be om läkarintyg" in page.main.text
    assert "Gör en orosanmälan" in page.main.text
    begin = f"/students/{school.student}/duties/certificate/begin"
    team: Client = browser_of(school.health_team)
    assert "påbörjar det" in team.get(f"/students/{school.student}/duties").main.text
    team.get(begin, 403)
    browser_of(school.stranger).get(begin, 404)
    mentor.get(f"/students/{school.student}/duties/concern/begin", 404)
    url = mentor.send(mentor.get(begin))
    assert tasks(app) == [("ask_for_certificate", "open")]
    shown = mentor.get(url).main.text
    assert "Påbörjat" in shown
    assert "Karin" in shown
    mentor.get(begin, 409)
    with app.app_context():
        assert db.session.scalars(select(Event.kind)).all().count("duty:begun") == 1
        assert not [*breaches(), *faults()]


def test_it_can_be_begun_again_when_it_is_done(app: Flask, school: School, browser_of) -> None:
    mentor: Client = browser_of(school.mentor)
    begin = f"/students/{school.student}/duties/certificate/begin"
    mentor.send(mentor.get(begin))
    with app.app_context():
        (task,) = db.session.scalars(select(StudentTask)).all()
    url = f"/students/{school.student}/tasks/{task.id}"
    mentor.send(mentor.get(url), f"{url}/waive", **{"waive-reason": "Intyget kom i går."})
    mentor.send(mentor.get(begin))
    assert tasks(app) == [("ask_for_certificate", "waived"), ("ask_for_certificate", "open")]


@pytest.mark.parametrize(("outcome", "more"), [("deregister", 2), ("stay_enrolled", 0)])
def test_deregistering_is_a_decision_and_the_hand_over_follows_from_it(
    app: Flask, school: School, browser_of, outcome: str, more: int
) -> None:
    with work(app):
        Attending(school).begin("bengtsfors")
    rector: Client = browser_of(school.rector)
    begin = f"/students/{school.student}/duties/leaving/begin"
    browser_of(school.mentor).get(begin, 403)
    rector.send(rector.get(begin))
    with app.app_context():
        (task,) = db.session.scalars(select(StudentTask)).all()
    url = f"/students/{school.student}/tasks/{task.id}"
    said = {"happened_on": date(2026, 9, 1).isoformat(), "outcome": outcome, "note": "Vi har talats vid."}
    rector.send(
        rector.get(url), f"{url}/report/taken", **{f"taken-{key}": value for key, value in said.items()}
    )
    assert len(tasks(app)) == 1 + more


def test_what_the_case_has_is_not_begun_beside_it(app: Flask, school: School, browser_of) -> None:
    with work(app):
        Attending(school).begin("bengtsfors")
        student, model = db.session.get_one(Student, school.student), catalog().workflows["bengtsfors"]
        who = person(db.session.get_one(User, school.rector), NOW.date())
        actions.open_case(student, model, "level_5", reason="Ofta borta.", actor=who, now=NOW)
    rector: Client = browser_of(school.rector)
    page = rector.get(f"/students/{school.student}/duties")
    assert "Ärendet har redan den uppgiften." in page.main.text
    rector.get(f"/students/{school.student}/duties/leaving/begin", 409)


def test_what_was_asked_for_is_due_when_the_answer_is_expected(app: Flask, school: School) -> None:
    here = Attending(school)
    with work(app):
        here.begin("five-step")
        student, by = db.session.get_one(Student, school.student), here.teacher
        begin(student, catalog().workflows["five-step"], "certificate", actor=by, now=here.now(DAYS[0]))
        (task,) = db.session.scalars(select(StudentTask)).all()
        assert task.due_on == DAYS[5]
        here.read(DAYS[1])
        assert task.due_on == DAYS[5]
        doing.report_task(student, task, Report("sent", DAYS[2]), actor=by, now=here.now(DAYS[2]))
        assert (task.status, task.due_on) == ("open", DAYS[12])
        here.read(DAYS[3])
        assert task.due_on == DAYS[12]
        assert not [*breaches(), *faults()]
