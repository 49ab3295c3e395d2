"""Tasks about absence are put off, rest, are given away, and move with the school's calendar."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework import clock
from casework.administration.actions import lay_calendar
from casework.attendance.calendars import LaidCalendar
from casework.cases.student_proof import faults
from casework.extensions import db
from casework.history.models import Event
from casework.people.models import RoleGrant, Unit, User
from casework.people.queries import person
from casework.tasks.student_models import StudentTask
from tests.factories import work
from tests.signals.places import DAYS, TERM, Attending


@pytest.fixture
def here(school, app) -> Attending:
    """One occasion of absence at a school that follows the routine with nine weeks."""
    with work(app):
        found = Attending(school)
        found.begin()
        found.times(1)
    return Attending(school)


def the_task(app, action: str = "agree_reporting") -> StudentTask:
    with app.app_context():
        return db.session.scalars(select(StudentTask).where(StudentTask.action == action)).one()


def kinds(app) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Event.kind).order_by(Event.seq)))


def address(app, here: Attending, action: str = "agree_reporting") -> str:
    return f"/students/{here.student}/tasks/{the_task(app, action).id}"


def test_one_is_put_off_by_who_answers_for_the_step_and_rests(app, here, browser_of) -> None:
    mentor, url = browser_of(here.school.mentor), address(app, here)
    later = clock.school_date(clock.now()) + timedelta(days=400)
    page = mentor.get(f"{url}/put-off")
    mentor.send(page, f"{url}/put-off", 422, kind="extended", until="", reason="Praktik.")
    mentor.send(page, f"{url}/put-off", kind="paused", until=later.isoformat(), reason="Praktik.")
    task = the_task(app)
    assert (task.due_on, task.rests_until, task.asked_on) == (later, later, DAYS[5])
    assert "Praktik." in mentor.get(url).main.text
    assert "Kom överens" not in mentor.get("/").main.text
    with work(app):
        here.read(DAYS[1])
    assert the_task(app).due_on == later, "what a person has set holds"
    mentor.send(mentor.get(f"{url}/put-off"), f"{url}/put-off", kind="ended", until="", reason="Klart.")
    assert (the_task(app).due_on, the_task(app).rests_until) == (DAYS[5], None)
    assert kinds(app).count("student:task_put_off") == 2
    with app.app_context():
        assert list(faults()) == []
    browser_of(here.school.subject_teacher).get(f"{url}/put-off", 404)


def test_what_somebody_has_taken_waits_for_nobody_else_until_they_leave(app, here, browser_of) -> None:
    mentor, teacher = browser_of(here.school.mentor), browser_of(here.school.subject_teacher)
    url = address(app, here, "call_home_first")
    with work(app):
        task = db.session.get_one(StudentTask, the_task(app, "call_home_first").id)
        task.due_on = task.asked_on = clock.school_date(clock.now()) + timedelta(days=3)
    assert "Hör av dig hem" in teacher.get("/").main.text
    mentor.send(mentor.get(f"{url}/give"), f"{url}/give", who=str(here.school.mentor))
    assert "Hör av dig hem" in mentor.get("/").main.text
    assert "Hör av dig hem" not in teacher.get("/").main.text
    assert "Karin Mallsjö" in teacher.get(url).main.text
    assert "student:task_given" in kinds(app)
    with work(app):
        db.session.get_one(User, here.school.mentor).is_active = False
    assert "Hör av dig hem" in teacher.get("/").main.text
    with work(app):
        db.session.get_one(User, here.school.mentor).is_active = True
    assert "Hör av dig hem" not in teacher.get("/").main.text
    with work(app):
        (held,) = db.session.query(RoleGrant).filter_by(user_id=here.school.mentor)
        held.role = "career_counsellor"  # still at the school, but this is no longer theirs to do
    assert "Hör av dig hem" in teacher.get("/").main.text


def test_the_day_moves_with_the_calendar_and_the_history_tells(app, here) -> None:
    assert the_task(app).due_on == DAYS[5]
    closed = dict.fromkeys(DAYS[1:6], "break")
    with work(app):
        rector = person(db.session.get_one(User, here.school.rector), DAYS[0])
        unit = db.session.get_one(Unit, here.school.unit)
        lay_calendar(unit, LaidCalendar((TERM,), closed), actor=rector, now=here.now(DAYS[0]))
    assert the_task(app).due_on == DAYS[10]
    assert kinds(app).count("student:task_due_moved") == 1
