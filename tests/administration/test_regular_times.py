"""When the team meets and classes have mentor time: said by administrators and mentors; tasks go by it."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.administration import actions
from casework.administration.models import AdministrativeAct
from casework.engine.deadlines import Regular
from casework.errors import NotAllowed
from casework.extensions import db
from casework.history.models import Event
from casework.people.models import Group
from casework.people.queries import person, user
from casework.people.regular_times import regular_times_of
from casework.tasks.student_models import StudentTask
from tests.clients import Client
from tests.factories import NOW, School, work
from tests.signals.places import DAYS, Attending

OWN = "/account/mentor-time"


def test_the_times_are_kept_noted_and_shown_again(app: Flask, school: School, browser_of) -> None:
    isak: Client = browser_of(school.administrator)
    url = f"/administration/schools/{school.unit}/times"
    day, clock = f"class_{school.group.hex}", f"clock_{school.group.hex}"
    assert "Mentorstid i 8B" in isak.get(url).main.text
    isak.send(isak.get(url), team="1", **{day: "3", clock: "09:20"})
    with app.app_context():
        times = {"mentor_time": Regular(3, "09:20"), "team_meeting": Regular(1)}
        assert regular_times_of([school.student]) == {school.student: times}
        assert db.session.query(AdministrativeAct).filter_by(what="times:kept").count() == 1
    chosen = [one.attributes["value"] for one in isak.get(url).main.all("option", selected="")]
    assert chosen.count("1") == 1
    assert chosen.count("3") == 1
    assert isak.get(url).main.one("input", name=clock).attributes["value"] == "09:20"
    isak.send(isak.get(url), team="", **{clock: ""})
    with app.app_context():
        assert regular_times_of([school.student]) == {school.student: {"mentor_time": Regular(3)}}
    browser_of(school.rector).get(url, 403)


def test_a_time_without_a_weekday_is_asked_for_one_and_nothing_is_lost(school: School, browser_of) -> None:
    isak: Client = browser_of(school.administrator)
    page = isak.get(f"/administration/schools/{school.unit}/times")
    again = isak.send(page, status=422, **{f"clock_{school.group.hex}": "09:20"})
    assert "Välj veckodag också" in again.main.text
    assert again.main.one("input", name=f"clock_{school.group.hex}").attributes["value"] == "09:20"


def test_a_mentor_says_when_their_class_has_mentor_time_and_tasks_show_day_and_time(
    app: Flask, school: School, browser_of
) -> None:
    here = Attending(school)
    with work(app):
        here.begin("bengtsfors")
        here.times(1)
    mentor = browser_of(school.mentor)
    assert mentor.get("/account").main.link("Ange när din klass har mentorstid") == OWN
    mentor.send(mentor.get(OWN), **{f"class_{school.group.hex}": "2", f"clock_{school.group.hex}": "10:05"})
    with app.app_context():
        (task,) = db.session.query(StudentTask).filter_by(action="talk_at_mentor_time")
        assert (task.due_on, task.at_clock) == (DAYS[2], "10:05")
        moved = db.session.query(Event).filter_by(kind="student:task_due_moved").one()
        assert moved.actor_id == school.mentor
    url = f"/students/{school.student}/tasks/{task.id}"
    assert "9 september kl. 10.05" in mentor.get(url).main.text


def test_nobody_says_it_for_the_class_of_another(app: Flask, school: School, browser_of) -> None:
    for other in (school.subject_teacher, school.rector):
        browser_of(other).get(OWN, 404)
        assert "Mentorstid" not in browser_of(other).get("/account").main.text
    with work(app):
        ids = (school.subject_teacher, school.mentor)
        teacher, mentor = (person(user(one), NOW.date()) for one in ids)
        with pytest.raises(NotAllowed):
            actions.keep_own_times({school.group: Regular(0)}, actor=teacher, now=NOW)
        actions.keep_own_times({school.group: Regular(0)}, actor=mentor, now=NOW)
        assert db.session.get_one(Group, school.group).mentor_weekday == 0
