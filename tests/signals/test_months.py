"""The lists about a whole month: invalid absence for CSN with what was decided, and the monthly report."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from casework import clock
from casework.attendance.actions import Said
from casework.extensions import db
from casework.people.models import Unit, User
from casework.people.queries import person
from casework.signals.monthly import monthly
from casework.signals.months import Month, month_asked, months_to
from casework.signals.pages.months import finance_list, hours, month_page
from casework.signals.student_finance import worklist
from casework.tasks.student_models import StudentTask
from tests.clients import Client, client_as
from tests.engine.attending import example
from tests.factories import work
from tests.signals.places import DAYS, Attending

SEPTEMBER = Month(date(2026, 9, 1))
FIRST = date(2026, 10, 1)  # the first school day after it


@pytest.fixture
def here(school, app) -> Attending:
    """A school with the staircase, and 3 h 50 min of invalid absence in September, on four days."""
    with work(app):
        found = Attending(school)
        found.begin("bengtsfors")
        db.session.get_one(Unit, school.unit).school_form = "upper_secondary"
        for day in DAYS[:3]:
            found.mark(day)
        found.mark(DAYS[3], Said("late", missed=50))
    return Attending(school)


def rector(here: Attending):
    return person(db.session.get_one(User, here.school.rector), FIRST)


def test_months_can_be_asked_for_and_the_latest_that_is_over_is_shown() -> None:
    today = date(2027, 1, 31)
    assert [one.code for one in months_to(today)[:2]] == ["2027-01", "2026-12"]
    assert month_asked("2026-10", today).last == date(2026, 10, 31)
    assert month_asked("2027-01", today).code == "2027-01", "so far"
    assert month_asked("2027-02", today).code == month_asked("x", today).code == "2026-12"


def test_less_than_an_hour_is_told_in_minutes(app) -> None:
    with app.test_request_context():
        assert [hours(minutes) for minutes in (16, 60, 230)] == ["16 min", "1 tim 0 min", "3 tim 50 min"]


@example("X4-15")
def test_under_four_hours_is_on_the_list_and_from_four_hours_a_report_is_suggested(app, here) -> None:
    with work(app):
        (row,) = worklist(rector(here), SEPTEMBER, "sv")
        assert (row.minutes, row.occasions, row.first, row.is_suggested) == (230, 4, DAYS[0], False)
        here.mark(DAYS[3], Said("absent"))
        (row,) = worklist(rector(here), SEPTEMBER, "sv")
        assert (row.minutes, row.is_suggested) == (240, True)
        assert worklist(rector(here), SEPTEMBER.earlier, "sv") == []


def test_the_position_opens_what_follows_and_stands_on_the_list(app, here, browser_of) -> None:
    with work(app):
        here.read(FIRST)
    browser: Client = browser_of(here.school.rector)
    url = f"/students/{here.student}/tasks/{task(app, 'report_position').id}"
    page = browser.get(url)
    assert "september 2026: 3 tim 50 min ogiltig frånvaro" in page.main.text
    assert "Gäller september 2026" in browser.get("/").main.text
    assert "september 2026" in browser.get("/signals/tasks").main.text
    said = {"taken-outcome": "report", "taken-happened_on": FIRST.isoformat()}
    browser.send(page, f"{url}/report/taken", 422, **said)
    browser.send(page, f"{url}/report/taken", **said, **{"taken-note": "Inget skäl är känt."})
    url = f"/students/{here.student}/tasks/{task(app, 'report_to_student_finance').id}"
    browser.send(browser.get(url), f"{url}/report/sent", **{"sent-happened_on": FIRST.isoformat()})
    with app.app_context():
        (row,) = worklist(rector(here), SEPTEMBER, "sv")
        assert row.position is not None
        assert row.position[1] is not None
        assert row.position[1].note == "Inget skäl är känt."
        assert (row.sent is not None, row.ended) == (True, None)


def test_what_follows_a_position_taken_on_a_later_day_stays(app, here, monkeypatch) -> None:
    later, evening = FIRST + timedelta(days=5), FIRST + timedelta(days=6)
    monkeypatch.setattr(clock, "now", lambda: here.now(later))
    with work(app):
        here.read(FIRST)
    browser = client_as(app, here.school.rector, at=datetime.now(UTC))
    url = f"/students/{here.student}/tasks/{task(app, 'report_position').id}"
    said = {"taken-outcome": "report", "taken-note": "Inget skäl är känt."}
    browser.send(browser.get(url), f"{url}/report/taken", **said)
    with work(app):
        here.read(evening)
    assert [task(app, one).status for one in ("report_basis", "report_to_student_finance")] == ["open"] * 2


def task(app, action: str) -> StudentTask:
    with app.app_context():
        return db.session.scalars(select(StudentTask).where(StudentTask.action == action)).one()


def test_a_reason_that_comes_later_takes_the_question_away(app, here) -> None:
    with work(app):
        here.read(FIRST)
        assert task_state(app) == "open"
        for day in DAYS[:4]:
            here.mark(day, Said("present"))
        assert here.read(FIRST + timedelta(days=5)).tasks_closed >= 1
        assert task_state(app) == "withdrawn"


def task_state(app) -> str:
    rows = select(StudentTask.status).where(StudentTask.action == "report_position")
    return db.session.scalars(rows).one()


@example("X2-2")
def test_the_monthly_report_counts_reported_absence_and_the_class(app, here) -> None:
    with work(app):
        for day in DAYS[:3]:
            here.mark(day, Said("absent", validity="valid", is_reported=True))
        found = monthly(rector(here), SEPTEMBER, FIRST)
        (row,) = found.students
        assert (row.student.id, row.lessons, row.days, row.unreported) == (here.student, 3, 3, 0)
        assert (row.share.missed, row.share.held) == (230, 480)
        (group,) = [one for one in found.groups if one.absent]
        assert (group.absent, group.much) == (1, 1)
        stranger = person(db.session.get_one(User, here.school.stranger), FIRST)
        assert monthly(stranger, SEPTEMBER, FIRST).students == ()


def test_a_month_that_is_not_over_is_told_so_far(app, here) -> None:
    with work(app):
        reader = rector(here)
        with app.test_request_context(), force_locale("sv"):
            now = finance_list(reader, SEPTEMBER.code, 1, date(2026, 9, 30))
            over = finance_list(reader, SEPTEMBER.code, 1, date(2026, 10, 8))
            assert (now.month.title, over.month.title) == ("september 2026 hittills", "september 2026")
            told = [one.rows[0].wait for one in (now, over)]
            assert told == ["30 dagar har gått först 7 oktober", "30 dagar hade gått 7 oktober"]


def test_who_only_came_late_was_not_away_in_the_list_and_in_the_class(app, here) -> None:
    with work(app):
        for day in DAYS[:3]:
            here.mark(day, Said("late", missed=5))
        with app.test_request_context(), force_locale("sv"):
            page = month_page(rector(here), SEPTEMBER.code, 1, FIRST)
    assert page.sentence == "0 elever var borta, 1 kom bara sent eller gick tidigt"
    assert [one.absent for one in page.groups if one.name == "8B"] == ["0"]


def test_lessons_that_may_still_be_registered_are_not_told_as_unknown(app, here) -> None:
    with work(app):
        reader, today = rector(here), DAYS[6]
        before = monthly(reader, SEPTEMBER, today).unknown
        for day in DAYS[5:9]:  # the day before, today, and two that a timetable has told of
            here.lesson(day)
        assert monthly(reader, SEPTEMBER, today).unknown - before == 1
        assert monthly(reader, SEPTEMBER, FIRST).unknown - before == 4


def test_the_pages_are_for_those_who_may(app, here, browser_of) -> None:
    today = clock.school_date(clock.now())
    assert months_to(today)
    browser_of(here.school.rector).get("/signals/student-finance")
    browser_of(here.school.health_team).get("/signals/student-finance", 403)
    browser_of(here.school.health_team).get("/signals/month")
    browser_of(here.school.subject_teacher).get("/signals/month", 403)
    links = browser_of(here.school.mentor).get("/signals/").main.text
    assert ("Uppgifter om frånvaro" in links, "CSN" in links) == (True, False)
    assert "CSN" in browser_of(here.school.rector).get("/signals/").main.text
    with work(app):
        db.session.get_one(Unit, here.school.unit).school_form = "compulsory"
    assert "CSN" not in browser_of(here.school.rector).get("/signals/").main.text
