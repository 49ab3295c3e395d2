"""Leave is granted by who may grant so many days, asked for by others; absence on its days is leave."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from casework.access.policy import Person
from casework.attendance import finding, leave, leave_proof, queries
from casework.attendance.actions import Said
from casework.attendance.leave import Days
from casework.attendance.leave_models import StudentLeave
from casework.errors import Conflict, NotAcceptable, NotAllowed
from casework.extensions import db
from casework.people.models import Student, User
from casework.people.queries import person
from tests.clients import Client
from tests.factories import School, work
from tests.signals.places import ABSENT, DAYS, Attending

WEEK = Days(DAYS[0], DAYS[4])


@pytest.fixture
def here(app: Flask, school: School) -> Attending:
    """The school with its calendar; its routine says nothing of leave."""
    with work(app):
        Attending(school).begin()
    return Attending(school)


def actor(here: Attending, role: str) -> Person:
    """Who holds the role."""
    return person(db.session.get_one(User, getattr(here.school, role)), DAYS[0])


def ask(here: Attending, role: str, days: Days = WEEK) -> StudentLeave:
    """Somebody enters leave."""
    student, now = db.session.get_one(Student, here.student), here.now(DAYS[0])
    return leave.ask_leave(student, days, "Bröllop i Umeå.", actor=actor(here, role), now=now)


def outcomes(here: Attending) -> list[str]:
    """What the engine reads of the student, in order of time."""
    register = queries.registers_of([here.student], DAYS[0], DAYS[9])[here.student]
    return [one.entry.outcome for one in register.misses]


def test_absence_on_its_days_is_leave_whenever_it_is_registered(app, here) -> None:
    with work(app):
        here.mark(DAYS[0])
        row = ask(here, "rector")
        assert row.state == "granted"
        here.mark(DAYS[4])
        here.mark(DAYS[3], Said("late", missed=9))
        here.mark(DAYS[5])
        assert outcomes(here) == ["approved_leave", "late", "approved_leave", "absent"]
        shown = {one.lesson.day: one.outcome for one in finding.missed_by(here.student, DAYS[0], DAYS[9])}
        assert (shown[DAYS[4]], shown[DAYS[5]]) == ("approved_leave", "absent")
        student, by = db.session.get_one(Student, here.student), {"now": here.now(DAYS[5])}
        assert not leave.may_take_back(actor(here, "mentor"), student, row, DAYS[5])
        with pytest.raises(NotAllowed):
            leave.take_back(row, "Resan blev inte av.", actor=actor(here, "mentor"), **by)
        row.decided_by_id = here.school.mentor  # who granted it takes it back, whatever they may grant now
        assert leave.may_take_back(actor(here, "mentor"), student, row, DAYS[5])
        row.decided_by_id = here.school.rector
        by["actor"] = actor(here, "rector")
        assert leave.take_back(row, "Resan blev inte av.", **by) == {here.student}
        assert outcomes(here) == ["absent", "late", "absent", "absent"]


def test_the_lesson_says_who_is_on_leave_and_not_why(app, here, browser_of) -> None:
    with work(app):
        ask(here, "rector", Days(DAYS[0], DAYS[0]))
        ask(here, "mentor", Days(DAYS[1], DAYS[1]))  # it waits for an answer
        there, not_there = (here.lesson(day).id for day in DAYS[:2])
    teacher: Client = browser_of(here.school.subject_teacher)
    page = teacher.get(f"/attendance/lessons/{there}").main.text
    assert "Alva Exempelsson ledig den här dagen" in page
    assert "Umeå" not in page
    assert "ledig den här dagen" not in teacher.get(f"/attendance/lessons/{not_there}").main.text


def test_seven_times_that_were_leave_propose_nothing_any_more(app, here) -> None:
    with work(app):
        here.times(7)
        assert here.seventh().state == "new"
        ask(here, "rector", Days(DAYS[0], DAYS[6]))
        here.read(DAYS[7], since=DAYS[0])
        assert here.seventh().state == "withdrawn"
        here.mark(DAYS[7], ABSENT)
        assert here.read(DAYS[7]).arisen == 0


def test_who_may_not_grant_so_many_days_asks_those_who_may(app, here) -> None:
    with work(app):
        row, student = ask(here, "mentor"), db.session.get_one(Student, here.student)
        here.mark(DAYS[1])
        assert (row.state, outcomes(here)) == ("asked", ["absent"])
        assert [one.id for one, _, _ in leave.asked_for(actor(here, "rector"))] == [row.id]
        assert leave.asked_for(actor(here, "stranger")) == []
        said = {"is_granted": True, "now": here.now(DAYS[1])}
        with pytest.raises(NotAllowed):
            leave.decide_leave(student, row, "", actor=actor(here, "mentor"), **said)
        no = {**said, "is_granted": False}
        with pytest.raises(NotAcceptable, match="reason_missing"):
            leave.decide_leave(student, row, " ", actor=actor(here, "rector"), **no)
        assert leave.decide_leave(student, row, "", actor=actor(here, "rector"), **said) == {here.student}
        assert outcomes(here) == ["approved_leave"]
        with pytest.raises(Conflict, match="leave_settled"):
            leave.decide_leave(student, row, "", actor=actor(here, "rector"), **said)


def test_the_history_binds_what_was_decided(app, here) -> None:
    with work(app):
        first, second = ask(here, "mentor"), ask(here, "rector")
        leave.take_back(first, "Fel vecka.", actor=actor(here, "mentor"), now=here.now(DAYS[1]))
        with pytest.raises(Conflict, match="leave_settled"):
            leave.take_back(first, "Igen.", actor=actor(here, "mentor"), now=here.now(DAYS[1]))
        assert list(leave_proof.faults()) == []
        later = second.last_day + timedelta(days=30)
        db.session.execute(update(StudentLeave).where(StudentLeave.id == second.id).values(last_day=later))
        db.session.expire_all()
        assert list(leave_proof.faults()) == [f"leave {second.id} is changed"]


def test_the_mentor_asks_the_principal_decides_and_absence_stops_counting(app, here, browser_of) -> None:
    mentor: Client = browser_of(here.school.mentor)
    url = f"/students/{here.student}/leave"
    form = mentor.get(mentor.get(url).link("Lägg in ledighet"))
    days = {"first_day": DAYS[0].isoformat(), "last_day": DAYS[4].isoformat()}
    mentor.send(form, status=422, reason="Bröllop.", first_day=days["last_day"], last_day=days["first_day"])
    mentor.send(form, reason="Bröllop.", **days)
    assert "Väntar på beslut" in mentor.get(url).main.text
    rector: Client = browser_of(here.school.rector)
    waiting = rector.get("/attendance/leave")
    assert "Bröllop." in waiting.main.text
    decision = rector.get(waiting.link("Alva Exempelsson"))
    mentor.get(waiting.link("Alva Exempelsson"), 403)
    rector.send(decision, status=422, decision="declined", reason="")
    rector.send(decision, decision="granted")
    assert "Beviljad av" in mentor.get(url).main.text
    assert "Bröllop." not in rector.get("/attendance/leave").main.text
    browser_of(here.school.subject_teacher).get("/attendance/leave", 403)
    with work(app):
        here.mark(DAYS[2])
        assert outcomes(here) == ["approved_leave"]
    take_back = decision.form().attributes["action"].replace("/decide", "/take-back")
    mentor.get(take_back, 403)
    rector.send(rector.get(take_back), reason="Resan blev inte av.")
    with app.app_context():
        assert outcomes(here) == ["absent"]
