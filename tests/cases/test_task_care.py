"""Tasks on pages: the most urgent first, put off by who answers for the step, given away, added by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from casework import clock
from casework.cases import proof
from casework.extensions import db
from casework.people.models import Student
from casework.tasks.models import Task
from tests.clients import Client, client_as
from tests.factories import School, make_case, work


@pytest.fixture
def case(app: Flask, school: School) -> str:
    """The address of an open case in its first step, which the mentor answers for."""
    with work(app):
        return f"/cases/{make_case(student=db.session.get_one(Student, school.student)).id}"


def today() -> date:
    """The school's date."""
    return clock.school_date(clock.now())


def add(client: Client, case: str, title: str, days: int, who: str = "mentor") -> str:
    """Adds a task that is due in so many days; its address."""
    due_on = (today() + timedelta(days=days)).isoformat()
    return str(client.send(client.get(f"{case}/tasks/new"), title=title, who=who, due_on=due_on))


def make_late(app: Flask, title: str, days: int) -> None:
    """Lets the days go by."""
    with work(app):
        task = db.session.query(Task).filter_by(title=title).one()
        task.due_on = today() - timedelta(days=days)


def test_what_is_to_be_done_stands_by_its_day_and_the_late_is_shown_to_who_answers(
    app: Flask, school: School, case: str
) -> None:
    mentor, team = client_as(app, school.mentor), client_as(app, school.health_team)
    add(mentor, case, "Ring fritids", 0)
    add(mentor, case, "Boka rum", 60)
    add(mentor, case, "Skriv till skjutsen", 1, "student_health_team")
    make_late(app, "Skriv till skjutsen", 3)
    page = mentor.get("/")
    headings = [one.text for one in page.main.all("h2", class_="group-label")]
    assert headings == ["I dag", "Senare", "Utan datum"]
    late = page.main.one("section", id="late")
    assert "Skriv till skjutsen: Alva Exempelsson" in late.text
    assert "Försenat · 3 dagar sen" in late.text
    mine = team.get("/").main
    assert mine.all("h2", class_="group-label")[0].text == "Försenat"
    assert not mine.all("section", id="late")
    assert "Försenat · 3 dagar sen" in mentor.get(case).main.text


def test_the_list_of_cases_is_narrowed_and_sorted_by_the_next_date(
    app: Flask, school: School, case: str
) -> None:
    mentor = client_as(app, school.mentor)
    assert "1 öppet ärende" in mentor.get("/cases/?due=none").main.text
    add(mentor, case, "Ring fritids", 0)
    for due, count in (("none", 0), ("overdue", 0), ("today", 1), ("week", 1)):
        assert len(mentor.get(f"/cases/?due={due}&sort=due").main.all("tbody")) == count, due
    head = mentor.get("/cases/?sort=due").main.one("th", **{"aria-sort": "ascending"})
    assert "Nästa datum" in head.text


def test_a_task_rests_until_a_day_and_says_who_decided_it_and_why(
    app: Flask, school: School, case: str
) -> None:
    mentor = client_as(app, school.mentor)
    task = add(mentor, case, "Ring fritids", 0)
    page = mentor.get(f"{task}/put-off")
    until = (today() + timedelta(days=40)).isoformat()
    mentor.send(page, status=422, kind="paused", until=today().isoformat(), reason="Sjuk.")
    mentor.send(page, status=422, kind="extended", until=until, reason=" ")
    mentor.send(page, kind="paused", until=until, reason="Fritids har stängt.")
    shown = mentor.get(task).main.text
    assert "Vilar till" in shown
    assert "Fritids har stängt." in shown
    assert "Ring fritids" not in mentor.get("/").main.text
    client_as(app, school.counsellor).get(f"{task}/put-off", 403)
    mentor.send(mentor.get(f"{task}/put-off"), kind="ended", until="", reason="Öppet igen.")
    assert "Ring fritids" in mentor.get("/").main.text
    assert "Fritids har stängt." in mentor.get(f"{case}/history").main.text
    with app.app_context():
        assert not list(proof.faults())


def test_what_a_colleague_has_taken_waits_for_nobody_else_until_it_is_late(
    app: Flask, school: School, case: str
) -> None:
    team, counsellor = client_as(app, school.health_team), client_as(app, school.counsellor)
    task = add(team, case, "Ring skjutsen", 1, "student_health_team")
    assert "Ring skjutsen" in counsellor.get("/").main.text
    team.send(team.get(f"{task}/give"), who=str(school.health_team))
    assert "Ring skjutsen" not in counsellor.get("/").main.text
    assert "Hanna Utkastdal" in counsellor.get(task).main.one("dl", class_="facts").text
    team.send(team.get(f"{task}/give"), status=422, who=str(school.stranger))
    make_late(app, "Ring skjutsen", 1)
    assert "Ring skjutsen" in counsellor.get("/").main.text
