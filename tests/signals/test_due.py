"""When tasks about students are due, what comes after them, and rules that read what is overdue."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import pytest
from sqlalchemy import select

from casework.attendance import actions as attendance
from casework.attendance.actions import Said
from casework.attendance.calendars import lay_calendar
from casework.catalog import catalog
from casework.engine.facts import StudentFact
from casework.extensions import db
from casework.people.models import Student
from casework.signals.doing import report_task
from casework.signals.known_student import KnownStudent
from casework.tasks.actions import Report
from casework.tasks.student_models import StudentTask
from tests.engine.attending import SE, on
from tests.factories import work
from tests.signals.places import DAYS, Attending

REPORTED = Said("absent", validity="valid", is_reported=True)


@pytest.fixture
def here(school, app) -> Attending:
    """A school that can follow any routine; see `begin`."""
    return Attending(school)


def tasks(action: str) -> list[StudentTask]:
    """The tasks of the action, oldest first."""
    return list(db.session.scalars(select(StudentTask).where(StudentTask.action == action)))


@pytest.mark.parametrize(
    ("example", "days"),
    [
        ("X4-10", (on(9, 11), on(9, 14), on(9, 15))),
        ("X4-11", (on(10, 23), on(11, 2), on(11, 3))),
    ],
    ids=["X4-10", "X4-11"],
)
def test_the_third_day_of_reported_absence_is_due_the_same_day_over_weekend_and_break(
    app, here, example: str, days: tuple[date, ...]
) -> None:
    with work(app):
        here.begin("bengtsfors")
        lay_calendar(here.school.unit, SE.terms, dict.fromkeys(SE.closed, "break"))
        for day in days:
            for starts in (480, 540):
                lesson = attendance.schedule(here.school.group, day, starts, 60, subject="NO")
                said = {here.student: REPORTED}
                attendance.register_lesson(lesson, said, actor=here.teacher, now=here.now(day))
            here.read(day)
        (task,) = tasks("contact_day_three")
        assert (task.on, task.due_on) == (days[2], days[2])


def test_a_step_without_cases_is_followed_up_once_its_call_is_made(app, here) -> None:
    with work(app):
        here.begin("nine-weeks")
        here.times(1)
        (call,) = tasks("call_home_first")
        student = db.session.get_one(Student, here.student)
        said = {"actor": here.teacher, "now": here.now(DAYS[0])}
        report_task(student, call, Report("tried", DAYS[0], "not_reached"), **said)
        assert tasks("follow_up_first_time") == []
        report_task(student, call, Report("done", DAYS[0], "reached"), **said)
        (task,) = tasks("follow_up_first_time")
        assert (task.title, task.due_on, task.status) == ("Följ upp samtalet hem", DAYS[0], "open")
        here.read(DAYS[1])
        assert [one.status for one in tasks("follow_up_first_time")] == ["open"]


def test_what_is_overdue_is_known_to_rules(app) -> None:
    rules = catalog_rules(app)
    task = StudentTask(workflow="nine-weeks", action="call_home_first", status="open", due_on=DAYS[0])
    student = KnownStudent(
        workflow=rules,
        register=cast(Any, None),  # nothing of it is read here
        calendar=SE,
        today=DAYS[1],
        is_over=True,
        known=StudentFact(),
        situation=None,
        signals=(),
        tasks=(task,),
    )
    assert dict(student._overdue()) == {"call_home_first": DAYS[0]}
    task.status = "done"
    assert dict(student._overdue()) == {}


def catalog_rules(app):
    """The rules of the model with nine weeks."""
    with app.app_context():
        return catalog().workflows["nine-weeks"].rules
