"""Absence opens tasks beside the stages, once each; corrections close them or say that the ground is gone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from casework.attendance import actions as attendance
from casework.attendance.actions import Said
from casework.catalog import PRODUCT, catalog, checked
from casework.engine.workflow import load_workflow
from casework.extensions import db
from casework.signals.evaluating import Tally
from casework.tasks import student_tasks
from casework.tasks.actions import Report
from casework.tasks.student_models import StudentTask, StudentTaskRole
from tests.factories import work
from tests.signals.places import ABSENT, DAYS, Attending


@pytest.fixture
def here(school, app) -> Attending:
    """A school with a calendar that follows the routine of the attendance team."""
    with work(app):
        Attending(school).begin("ljusnarsberg")
    return Attending(school)


def tasks(action: str = "") -> list[StudentTask]:
    """The tasks about students, oldest first."""
    rows = db.session.scalars(select(StudentTask).order_by(StudentTask.on, StudentTask.action))
    return [one for one in rows if action in ("", one.action)]


def test_an_absence_that_nobody_reported_opens_a_call_for_the_same_day_once(app, here) -> None:
    with work(app):
        here.mark(DAYS[0])
        assert here.read(DAYS[0], is_over=False).tasks_opened == 3
        (call,) = tasks("phone_home")
        assert (call.status, call.on, call.due_on, len(call.lessons)) == ("open", DAYS[0], DAYS[0], 1)
        roles = select(StudentTaskRole.role).where(StudentTaskRole.task_id == call.id)
        assert db.session.scalars(roles).all() == ["attendance_team"]
        assert here.read(DAYS[0], is_over=False) == here.read(DAYS[0]) == Tally()
        assert [one.action for one in tasks()] == ["feed_back_to_mentor", "phone_home", "report_no_show"]


def test_what_is_registered_late_opens_a_task_for_now_and_what_is_long_past_none(app, here) -> None:
    with work(app):
        here.mark(DAYS[0])
        here.read(DAYS[10])
        (call,) = tasks("phone_home")
        assert (call.on, call.due_on) == (DAYS[0], DAYS[10])
        here.mark(DAYS[20])
        here.read(DAYS[40])
        assert len(tasks("phone_home")) == 1


@pytest.mark.parametrize(("read_on", "asked"), [(10, 1), (11, 0)])
def test_what_a_step_without_cases_asks_for_is_not_asked_for_what_is_long_past(
    app, school, read_on: int, asked: int
) -> None:
    with work(app):
        here = Attending(school)
        here.begin("nine-weeks")
        here.mark(DAYS[0])
        here.read(DAYS[read_on])
        assert len(tasks("agree_reporting")) == asked


def test_a_routine_that_begins_to_ask_for_each_guardian_asks_nothing_twice(app, here) -> None:
    usual = app.extensions["casework_catalog"]
    before, phone, after = (PRODUCT / "ljusnarsberg.yaml").read_text("utf-8").partition("id: phone_home")
    text = before + phone + after.replace("with: [guardians]", "with: [guardian]\n        per: guardian", 1)
    model = checked(load_workflow(text, "ljusnarsberg.yaml"), usual.known())
    with work(app):
        here.mark(DAYS[0])
        here.read(DAYS[0], is_over=False)
    app.extensions["casework_catalog"] = replace(usual, workflows={"ljusnarsberg": model})
    try:
        with work(app):
            here.mark(DAYS[1])
            here.read(DAYS[1], is_over=False)
            is_for_each = [(one.on, one.guardian_id is not None) for one in tasks("phone_home")]
    finally:
        app.extensions["casework_catalog"] = usual
    assert is_for_each == [(DAYS[0], False), (DAYS[1], True)]


def test_a_correction_closes_the_untouched_and_flags_the_touched(app, here) -> None:
    with work(app):
        here.mark(DAYS[0])
        here.mark(DAYS[1])
        here.read(DAYS[1], is_over=False)
        first, second = tasks("phone_home")
        action, now = catalog().workflows["ljusnarsberg"].rules.action("phone_home"), here.now(DAYS[1])
        student_tasks.report_on(first, action, Report("tried", DAYS[1]), actor=here.teacher, now=now)
        for day in DAYS[:2]:
            here.mark(day, Said("present"))
        done = here.read(DAYS[2])
        assert (done.tasks_closed, done.tasks_flagged) == (5, 1)
        assert (first.status, first.changed_at is not None, second.status) == ("open", True, "withdrawn")
        here.mark(DAYS[1], ABSENT)
        assert here.read(DAYS[2]).tasks_opened == 3
        assert (second.status, second.due_on) == ("open", DAYS[2])
        here.mark(DAYS[0], ABSENT)
        here.read(DAYS[2])
        assert (first.status, first.changed_at) == ("open", None), "corrected back"


def test_days_that_pass_close_nothing(app, here) -> None:
    with work(app):
        here.mark(DAYS[0])
        here.read(DAYS[0])
        here.read(DAYS[60])
        assert {one.status for one in tasks()} == {"open"}


def test_a_run_that_began_another_day_is_another_run(app, here) -> None:
    with work(app):
        here.begin("bengtsfors")
        reported = Said("absent", validity="valid", is_reported=True)
        for day in DAYS[:4]:
            _whole_day(here, day, reported)
        here.read(DAYS[3])
        (first,) = tasks("contact_day_three")
        assert (first.on, first.status) == (DAYS[2], "open")
        _whole_day(here, DAYS[0], Said("present"))
        here.read(DAYS[4])
        assert {one.on: one.status for one in tasks("contact_day_three")} == {
            DAYS[2]: "withdrawn",
            DAYS[3]: "open",
        }


def _whole_day(here: Attending, day, said: Said) -> None:
    for starts in (480, 540):
        lesson = attendance.schedule(here.school.group, day, starts, 60, subject="NO")
        attendance.register_lesson(lesson, {here.student: said}, actor=here.teacher, now=here.now(day))


def test_what_a_rule_opens_and_its_step_asks_for_too_is_one_task(app, school) -> None:
    usual = app.extensions["casework_catalog"]
    text = (PRODUCT / "nine-weeks.yaml").read_text("utf-8")
    opens = text.replace(
        "    proposes: first_time\n", "    proposes: first_time\n    opens: [agree_reporting]\n", 1
    )
    model = checked(load_workflow(opens, "nine-weeks.yaml"), usual.known())
    app.extensions["casework_catalog"] = replace(usual, workflows={"nine-weeks": model})
    try:
        with work(app):
            here = Attending(school)
            here.begin()
            here.mark(DAYS[0])
            here.read(DAYS[0])
            assert len(tasks("agree_reporting")) == 1
    finally:
        app.extensions["casework_catalog"] = usual
