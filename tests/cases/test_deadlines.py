"""When tasks of running cases are due, on the calendars of the worked examples: each by what people do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from casework.administration.actions import lay_calendar as lay_anew
from casework.attendance.calendars import LaidCalendar, lay_calendar
from casework.cases import doing, task_care, work
from casework.cases.deadlines import CALENDAR
from casework.cases.facts import Situation, situation_of
from casework.cases.migrating import begin_run, go_on, shift_of
from casework.cases.migration_undo import latest_migration, undo
from casework.cases.models import Case
from casework.cases.moved_days import days_move
from casework.cases.pages import due, meetings
from casework.cases.task_care import Wanted
from casework.cases.undo import reopen_task
from casework.catalog import PRODUCT, catalog
from casework.clock import school_date
from casework.demo.story import Story
from casework.engine.school_calendar import SchoolCalendar
from casework.engine.workflow import load_workflow
from casework.errors import NotAcceptable, Refused
from casework.extensions import db
from casework.forms.answers import settled
from casework.history.models import Event
from casework.history.queries import breaches
from casework.people.models import Student, Unit
from casework.tasks.actions import Report
from casework.tasks.models import Task
from tests.engine.attending import NO, SE, example, on
from tests.factories import School
from tests.factories import work as working
from tests.filling import EVERYTHING

TODAY = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)


class Tale(Story):
    """A student's case at the school, day by day."""

    def on(self, day: date) -> Tale:
        """Goes on that morning."""
        self.days_ago((school_date(self._today) - day).days)
        return self

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return self._case()

    def task(self, action: str) -> Task:
        """The newest task of the action."""
        found = select(Task).where(Task.case_id == self.case.id, Task.action == action)
        return db.session.scalars(found.order_by(Task.number.desc()).limit(1)).one()

    def situation(self) -> Situation:
        """The case as it stands on the day."""
        return situation_of(self.case, self._person("per"), self._now)

    def said(self, kind: str) -> list[Event]:
        """The events of the kind in its chain."""
        return list(
            db.session.scalars(select(Event).where(Event.chain_id == self.case.id, Event.kind == kind))
        )


@pytest.fixture
def tale(app: Flask, school: School) -> Iterator[Tale]:
    """The student of a school without calendar and routine: see `at`."""
    with working(app), app.test_request_context(), force_locale("sv"):
        yield Tale(db.session.get_one(Student, school.student), today=TODAY)


def at(tale: Tale, workflow: str, calendar: SchoolCalendar) -> Tale:
    """The school follows the routine, on the calendar."""
    unit = db.session.get_one(Unit, tale.student.unit_id)
    unit.workflow = workflow
    unit.country = "NO" if workflow == "norwegian-routine" else "SE"
    db.session.flush()
    lay_calendar(unit.id, calendar.terms, dict.fromkeys(calendar.closed, "break"))
    return tale


@example("X0-15")
def test_what_comes_again_is_counted_from_the_last_time_and_skips_the_break(tale: Tale) -> None:
    at(tale, "nine-weeks", SE).on(on(10, 19)).opens("karin", "six_weeks", "Borta sedan augusti.")
    assert tale.task("weekly_six").due_on == on(10, 19)
    tale.on(on(10, 21)).signs("hanna", "follow_up_notes")
    task = tale.task("weekly_six")
    assert (task.number, task.due_on, task.moved_from) == (2, on(11, 2), on(10, 28))
    (moved,) = due.why(task, _speech())
    assert _short(moved) == "Flyttad från 28 oktober, då det inte är skola."
    assert tale.case.next_due_on == min(
        one.due_on for one in tale.situation().tasks if one.status == "open" and one.due_on
    )
    with pytest.raises(Refused):
        tale.on(on(10, 22)).moves("hanna", "close")  # it has more to do, but not for this
    fact = tale.situation().facts_of[str(task.id)]
    assert (fact.is_beside, fact.holds_up) == (True, False)


def test_what_was_done_by_mistake_takes_the_next_time_with_it(tale: Tale) -> None:
    at(tale, "nine-weeks", SE).on(on(10, 5)).opens("karin", "outer_sign", "Ensam på rasterna.")
    tale.does("karin", "check_in_outer", "Bra.", outcome="reached")
    first, second = (one for one in tale.situation().tasks if one.action == "check_in_outer")
    assert second.due_on == on(10, 12)
    reopen_task(tale.case, first, "Fel elev.", actor=tale._person("karin"), now=tale._moment())
    assert (first.status, second.status, first.due_on) == ("open", "left", on(10, 5))
    tale.on(on(10, 6)).does("karin", "check_in_outer", "Bra.", outcome="reached")
    third = tale.task("check_in_outer")
    assert (third.number, third.status, third.due_on) == (3, "open", on(10, 13))


@example("X3-13")
def test_the_clock_starts_when_the_notice_is_received(tale: Tale) -> None:
    at(tale, "norwegian-routine", NO).on(on(9, 7)).opens("karin", "worrying", "Mye fravær.")
    meeting = tale.task("meeting_guardians")
    assert (meeting.due_on, meeting.waits_for) == (None, "notice_received")
    tale.on(on(9, 10)).does("per", "notice_to_rector", "")
    assert (tale.task("meeting_guardians").due_on, meeting.waits_for) == (on(9, 17), "")
    assert tale.task("action_plan").due_on == on(9, 17)
    assert not tale.said("task:due_moved")  # the day that the clock starts is told by what started it


def _plan(tale: Tale, day: date) -> Task:
    at(tale, "norwegian-routine", NO).on(on(9, 8)).opens("karin", "worrying", "Mye fravær.")
    tale.signs("per", "attendance_action_plan", effective_from=day.isoformat())
    return tale.task("evaluation")


def test_a_calendar_that_is_laid_anew_moves_the_days_and_the_history_tells(tale: Tale) -> None:
    at(tale, "bengtsfors", SE).on(on(9, 7)).opens("karin", "level_2", "Borta fem gånger.")
    task = tale.task("checklist_meeting")
    assert task.due_on == on(9, 14)
    unit, said = (
        db.session.get_one(Unit, tale.student.unit_id),
        {"actor": tale._person("isak"), "now": tale._moment()},
    )
    lay_anew(unit, LaidCalendar(SE.terms, {on(9, 14): "staff_day"}), **said)
    assert (task.due_on, tale.case.next_due_on) == (on(9, 15), on(9, 15))
    assert [one.kind for one in tale.said("task:due_moved")]
    lay_anew(unit, LaidCalendar((), {}), **said)
    assert (task.due_on, task.waits_for) == (None, CALENDAR)
    assert not list(breaches(tale.case.id))


@example("X3-14")
def test_the_evaluation_has_a_target_two_weeks_after_the_plan_begins(tale: Tale) -> None:
    task = _plan(tale, on(9, 21))
    assert (task.due_on, task.is_target, task.moved_from) == (on(10, 5), True, None)
    assert _short(due.due_line(task, on(9, 21))) == "Omkring 5 oktober"
    assert _short(due.due_line(task, on(9, 24))) == "Snart dags: senast 5 oktober"


@example("X3-15")
def test_a_day_in_the_break_is_moved_and_a_corrected_date_moves_it_again(tale: Tale) -> None:
    task = _plan(tale, on(9, 15))
    assert (task.due_on, task.moved_from) == (on(10, 5), on(9, 29))
    signed = tale.situation().submissions[-1]
    form, said = (
        catalog().forms["attendance_action_plan"],
        {"actor": tale._person("per"), "now": tale._moment()},
    )
    draft = work.begin_form(tale.case, form, corrects=signed, **said)
    answers = settled(form.in_language("sv"), {**signed.answers, "effective_from": "2026-09-22"}, EVERYTHING)
    work.finalise_form(tale.case, draft, form, answers, **said)
    assert (task.due_on, task.moved_from) == (on(10, 6), None)
    assert len(tale.said("task:due_moved")) == 1
    assert not list(breaches(tale.case.id))


@example("X4-13")
def test_a_meeting_that_is_called_for_too_late_a_day_warns(tale: Tale) -> None:
    at(tale, "bengtsfors", SE).on(on(9, 7)).opens("karin", "level_2", "Borta fem gånger.")
    follow_up = tale.task("follow_up_meeting")
    assert follow_up.waits_for == "checklist_meeting"
    tale.on(on(9, 8)).does("karin", "checklist_meeting", "")
    assert follow_up.due_on == on(9, 29)
    called = Report("called", on(9, 9), meets_on=on(9, 30))
    tale.on(on(9, 9))
    doing.report_task(tale.case, follow_up, called, actor=tale._person("karin"), now=tale._moment())
    (warning,) = meetings.called_late(tale.situation(), follow_up)
    assert _short(warning) == (
        "Mötet är kallat till 30 september. Det är för sent: det ska hållas senast 29 september."
    )
    tale.on(on(10, 1)).does("karin", "follow_up_meeting", "")
    assert due.days_late(tale.situation(), follow_up) == 2
    assert tale.task("follow_up_notes").due_on == on(10, 5)


def test_going_on_with_another_version_tells_and_moves_the_days(tale: Tale) -> None:
    at(tale, "bengtsfors", SE).on(on(9, 7)).opens("karin", "level_2", "Borta fem gånger.")
    tale.on(on(9, 8)).does("karin", "checklist_meeting", "")
    task, said = tale.task("follow_up_meeting"), {"actor": tale._person("per"), "now": tale._moment()}
    text = (PRODUCT / "bengtsfors.yaml").read_text("utf-8").replace("\nversion: 1\n", "\nversion: 2\n")
    model = load_workflow(
        text.replace("3 weeks, after: checklist", "4 weeks, after: checklist"), "bengtsfors"
    )
    situation = tale.situation()
    effect = days_move(situation, shift_of(situation, model, {}), model.rules, SE)
    assert effect is not None
    assert (effect.items, effect.days) == (("follow_up_meeting",), ("2026-09-29 2026-10-06",))
    run = begin_run({tale.case.id: tale.case.revision}, model, {}, "Beslutat i nämnden.", **said)
    go_on(run, **said)
    assert (task.due_on, tale.said("task:due_moved")) == (on(10, 6), [])
    row = latest_migration(tale.case.id)
    assert row is not None
    undo(row, **said)
    assert task.due_on == on(9, 29)
    assert not list(breaches(tale.case.id))


def test_a_task_is_put_off_and_rests_by_who_answers_for_the_step(tale: Tale) -> None:
    at(tale, "bengtsfors", SE).on(on(9, 7)).opens("karin", "level_2", "Borta fem gånger.")
    task, now = tale.task("checklist_meeting"), tale._moment()
    deciders = task_care.deciders(tale.situation(), task)
    who = "karin" if "mentor" in deciders else "per"
    said = {"actor": tale._person(who), "now": now}
    with pytest.raises(Refused):
        task_care.put_off(tale.case, task, "extended", on(9, 25), "x", actor=tale._person("omar"), now=now)
    for until, reason in ((on(9, 11), "Före"), (on(9, 25), " ")):
        with pytest.raises(NotAcceptable):
            task_care.put_off(tale.case, task, "extended", until, reason, **said)
    task_care.put_off(tale.case, task, "extended", on(9, 25), "Hemmet är bortrest.", **said)
    assert (task.due_on, task.rests_until) == (on(9, 25), None)
    task_care.put_off(tale.case, task, "paused", on(10, 5), "Sjuk.", **said)
    assert _short(due.due_line(task, on(9, 30))) == "Vilar till 5 oktober"
    task_care.put_off(tale.case, task, "ended", None, "Frisk igen.", **said)
    assert (task.due_on, task.set_to, task.rests_until) == (on(9, 14), None, None)
    assert (len(tale.said("task:put_off")), tale.said("task:due_moved")) == (3, [])
    assert not list(breaches(tale.case.id))


def test_a_person_adds_a_task_that_outlives_the_step_and_gives_it_to_a_colleague(tale: Tale) -> None:
    at(tale, "bengtsfors", SE).on(on(9, 7)).opens("karin", "level_2", "Borta fem gånger.")
    said = {"actor": tale._person("karin"), "now": tale._moment()}
    wanted = Wanted("Ring fritids", ("student_health_team",), ("mentor",), due_on=on(9, 10))
    task = task_care.add_task(tale.case, wanted, **said)
    assert (task.due_on, task.number) == (on(9, 10), 1)
    hanna = tale._person("hanna").id
    task_care.give(tale.case, task, hanna, **said)
    assert task.owner_id == hanna
    with pytest.raises(NotAcceptable):
        task_care.give(tale.case, task, _nobody(), **said)
    with pytest.raises(NotAcceptable):
        task_care.add_task(tale.case, Wanted("Ring", ("caretaker",)), **said)
    tale.on(on(9, 8)).does("karin", "checklist_meeting", "")
    tale.signs("karin", "student_guardian_checklist")
    tale.moves("per", "to_level_3", reason="Frånvaron ökar.")
    assert task.status == "open"
    report = Report("done", on(9, 8), note="Klart.")
    doing.report_task(tale.case, task, report, actor=tale._person("hanna"), now=tale._moment())
    assert task.status == "done"
    assert not list(breaches(tale.case.id))


def _nobody() -> UUID:
    return UUID(int=7)


def _speech() -> due.Speech:
    return due.Speech(catalog().workflows["nine-weeks"].rules, "sv", (), "", frozenset())


def _short(text: str) -> str:
    """The text without the year, which is told when it is another than that of the day of the test."""
    return text.replace(" 2026", "")
