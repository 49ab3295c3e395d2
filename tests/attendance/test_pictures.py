"""The attendance of a student and a class on pages: each picture with its table, only for who may see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from casework import clock
from casework.access.models import ReadStudent
from casework.attendance import actions
from casework.attendance.actions import PRESENT, Said
from casework.attendance.calendars import lay_calendar
from casework.engine.school_calendar import Term
from casework.extensions import db
from casework.people.models import Group, Student, Unit, User
from casework.people.queries import person
from tests.attendance.classes import NOW
from tests.cases.test_query_counts import MOST, statements
from tests.factories import School, make_student, work

FRIDAY = date(2026, 10, 9)
LATE = Said("late", missed=30)


@pytest.fixture
def days(app: Flask, school: School, monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """Thirteen days until yesterday, each with one lesson: Alva away on four, late on one; Bo there."""
    monkeypatch.setattr(clock, "school_date", lambda _: FRIDAY)
    today = FRIDAY
    found = [today - timedelta(days=number) for number in range(13, 0, -1)]
    with work(app):
        unit, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
        unit.workflow = "bengtsfors"
        make_student(unit=unit, group=group, given="Bo", family="Demolund")
        lay_calendar(unit.id, [Term(found[0], today + timedelta(days=90))], {})
        teacher = person(db.session.get_one(User, school.mentor), today)
        for number, day in enumerate(found):
            lesson = actions.schedule(group.id, day, 8 * 60 + 10, 60, subject="Matematik")
            said = Said("absent") if number < 4 else LATE if number == 4 else PRESENT
            if number != 5:  # nobody has registered it
                actions.register_lesson(lesson, {school.student: said}, actor=teacher, now=NOW)
    return found


def test_a_student_has_three_pictures_each_with_a_table(app, school, days, browser_of) -> None:
    page = browser_of(school.mentor).get(f"/students/{school.student}/attendance")
    drawn = [
        one for one in page.main.all("svg", class_="days") if one.parent.attributes.get("class") != "d-key"
    ]
    assert len(drawn) == 3
    on_weekdays = "two without a reason, one late, one that nobody registered"
    assert len(drawn[0].all("path", class_="d-sign")) == 4, on_weekdays
    keys = [one.text for one in page.main.all("span", class_="d-key")]
    assert [one.split()[0] for one in keys] == ["utan", "sen", "en"]
    tables = [one.text for one in page.main.all("table")]
    by_month, by_week, by_hour = tables[:3]
    assert "Ogiltiga" in by_month
    assert "Vecka" in by_week
    assert "08.00" in by_hour
    assert "av" in by_hour
    assert "37,5 %" in page.main.text  # 4 lessons and a half of 12: what nobody has registered is left out
    for limit in ("10 %: steg 2", "20 %: steg 3", "30 %: steg 4", "50 %: steg 5"):
        assert limit in page.main.text
    assert "style=" not in page.text


def test_days_are_folded_by_month_and_only_the_latest_is_open(app, school, days, browser_of) -> None:
    page = browser_of(school.mentor).get(f"/students/{school.student}/attendance")
    *pictures, month = page.main.all("details")
    assert len(pictures) == 3
    assert "September 2026" in month.one("summary").text
    assert "5 dagar" in month.one("summary").text
    assert len(month.all("tr")) == 1 + 5
    assert [one for one in page.main.all("details") if "open" in one.attributes] == [month]


def test_the_class_counts_whom_the_reader_may_see_and_notes_them(app, school, days, browser_of) -> None:
    url = f"/groups/{school.group}/attendance"
    page = browser_of(school.mentor).get(url)
    assert "18,7 %" in page.main.text  # 4.5 of 24
    assert "33,3 % av lektionerna" in page.main.text
    assert page.link("Bo Demolund").endswith("/attendance")
    with work(app):
        bo = db.session.scalars(
            select(Student).where(Student.given_name == "Bo", Student.unit_id == school.unit)
        )
        bo.one().is_protected = True
    again = browser_of(school.rector).get(url)
    assert "Bo Demolund" not in again.main.text
    assert "37,5 %" in again.main.text
    with app.app_context():
        noted = set(db.session.scalars(select(ReadStudent.student_id).where(ReadStudent.role == "rector")))
        assert noted == {school.student}


def test_only_who_reads_the_attendance_of_the_class_sees_it(app, school, days, browser_of) -> None:
    url = f"/groups/{school.group}/attendance"
    for who in (school.other_mentor, school.stranger):
        browser_of(who).get(url, 404)
    for who in (school.subject_teacher, school.administrator, school.administration):
        browser_of(who).get(url, 403)
    browser_of(school.nurse).get(url)


def test_the_pages_ask_the_database_seldom(app, school, days, browser_of) -> None:
    mentor = browser_of(school.mentor)
    for url in (f"/students/{school.student}/attendance", f"/groups/{school.group}/attendance"):
        mentor.get(url)  # the first page also looks where the log ends
        with statements(app) as found:
            mentor.get(url)
        assert len(found) <= MOST, url


def test_without_limits_and_without_lessons_the_page_says_so(app, school, browser_of) -> None:
    page = browser_of(school.mentor).get(f"/students/{school.student}/attendance")
    assert "Inget annat än närvaro är registrerat" in page.main.text
    assert "Andelen hittills" not in page.main.text
    browser_of(school.mentor).get(f"/groups/{school.group}/attendance")
