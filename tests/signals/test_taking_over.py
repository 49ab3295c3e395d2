"""A rule opens tasks at once; a case that is opened then goes on with what was done on the signal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.attendance import actions as attendance
from casework.cases import actions
from casework.cases import student_tasks as about
from casework.cases.facts import situation_of
from casework.cases.proof import faults
from casework.catalog import catalog
from casework.extensions import db
from casework.people.models import Student, Unit
from casework.tasks.actions import Report
from casework.tasks.models import Task
from casework.tasks.student_models import StudentTask
from tests.factories import work
from tests.signals.places import ABSENT, DAYS, Attending


@pytest.fixture
def here(school, app) -> Attending:
    """Six whole days away at a school that follows the Norwegian routine."""
    with work(app):
        found = Attending(school)
        db.session.get_one(Unit, school.unit).country = "NO"
        found.begin("norwegian-routine")
        for day in DAYS[:6]:
            for starts in (480, 540):
                lesson = attendance.schedule(school.group, day, starts, 60, subject="NO")
                said = {found.student: ABSENT}
                attendance.register_lesson(lesson, said, actor=found.teacher, now=found.now(day))
        found.read(DAYS[5])
    return Attending(school)


def notice() -> StudentTask:
    """The task that the rule has opened at once."""
    return db.session.scalars(select(StudentTask).where(StudentTask.action == "notice_to_rector")).one()


def opened(here: Attending) -> Task:
    """The same task in a case that the mentor opens now."""
    student, now = db.session.get_one(Student, here.student), here.now(DAYS[5]) + timedelta(hours=2)
    model = catalog().workflows["norwegian-routine"]
    case = actions.open_case(student, model, "worrying", reason="Seks dager.", actor=here.teacher, now=now)
    situation = situation_of(case, here.teacher, now)
    return next(one for one in situation.tasks if one.action == "notice_to_rector")


def test_the_rule_opens_its_task_at_once_beside_the_signal(app, here) -> None:
    with work(app):
        assert [one.rule for one in here.signals()] == ["worrying_absence"]
        task = notice()
        assert (task.rule, task.status, task.due_on) == ("worrying_absence", "open", DAYS[5])
        assert here.read(DAYS[5]).tasks_opened == 0


def test_what_is_open_goes_on_in_the_case(app, here) -> None:
    with work(app):
        assert opened(here).status == "open"
        assert notice().status == "left"
        assert here.read(DAYS[6]).tasks_closed == 0


def test_what_was_done_is_done_in_the_case_and_by_whom(app, here) -> None:
    with work(app):
        action = catalog().workflows["norwegian-routine"].rules.action("notice_to_rector")
        for kind in ("sent", "received"):
            now = here.now(DAYS[5]) + timedelta(hours=1)
            about.report(notice(), action, Report(kind, DAYS[5]), actor=here.teacher, now=now)
        task = opened(here)
        assert (task.status, task.closed_by_id) == ("done", here.school.mentor)
        assert notice().status == "done"
        assert list(faults()) == []


def test_the_page_of_the_case_shows_what_waits_beside_its_step(app, here, browser_of) -> None:
    with work(app):
        case_id = opened(here).case_id
        here.mark(DAYS[7])
        here.read(DAYS[7])
    page = browser_of(here.school.mentor).get(f"/cases/{case_id}")
    assert "Hör av dig till hemmet om frånvaro utan anmälan" in page.main.text


def test_a_case_that_has_the_task_gets_no_second(app, here) -> None:
    with work(app):
        notice().status = "withdrawn"
        opened(here)
        here.read(DAYS[6])
        assert notice().status == "withdrawn"
