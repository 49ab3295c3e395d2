"""The administrator lays the school's calendar; what is wrong in it is told and nothing is kept."""

from __future__ import annotations

from datetime import date

from flask import Flask

from casework.administration.models import AdministrativeAct
from casework.attendance.calendars import LaidCalendar, laid_calendar
from casework.engine.school_calendar import Term
from casework.extensions import db
from casework.people.models import Unit
from tests.clients import Client
from tests.factories import School

AUTUMN = Term(date(2026, 8, 18), date(2026, 12, 18))
ROWS = {
    "term_first": ["2026-08-18", ""],
    "term_last": ["2026-12-18", ""],
    "closed_first": ["2026-10-26", "2026-11-09", ""],
    "closed_last": ["2026-10-27", "", ""],
    "closed_reason": ["break", "staff_day", "break"],
}
LAID = LaidCalendar(
    (AUTUMN,),
    {date(2026, 10, 26): "break", date(2026, 10, 27): "break", date(2026, 11, 9): "staff_day"},
)


def laid(app: Flask, school: School) -> LaidCalendar:
    with app.app_context():
        return laid_calendar(school.unit)


def test_terms_breaks_and_staff_days_are_kept_and_shown_again(app, school, browser_of) -> None:
    isak: Client = browser_of(school.administrator)
    url = f"/administration/schools/{school.unit}/calendar"
    isak.send(isak.get(url), **ROWS)
    assert laid(app, school) == LAID
    again = isak.get(url)
    firsts = [one.attributes["value"] for one in again.all("input", name="closed_first")]
    assert firsts[:3] == ["2026-10-26", "2026-11-09", ""], "days that follow one another are one row"
    isak.send(again)
    assert laid(app, school) == LAID
    with app.app_context():
        assert db.session.query(AdministrativeAct).filter_by(what="calendar:laid").count() == 2


def test_other_schools_get_the_same_only_where_they_are_chosen(app, school, browser_of) -> None:
    isak: Client = browser_of(school.administrator)
    url = f"/administration/schools/{school.unit}/calendar"
    with app.app_context():
        other = db.session.query(Unit).filter_by(name="Strandskolan").one().id
        authority = db.session.query(Unit).filter_by(kind="authority").one().id
    isak.send(isak.get(url), **ROWS)
    with app.app_context():
        assert laid_calendar(other) == LaidCalendar((), {})
    isak.send(isak.get(url), **ROWS, also=[str(other), str(authority)])
    with app.app_context():
        assert laid_calendar(other) == LAID
        assert laid_calendar(authority) == LaidCalendar((), {}), "it is no school"


def test_what_is_wrong_is_told_and_changes_nothing(app, school, browser_of) -> None:
    isak: Client = browser_of(school.administrator)
    url = f"/administration/schools/{school.unit}/calendar"
    for wrong in (
        {"term_first": ["2026-08-18", "2026-12-18"], "term_last": ["2026-12-18", "2027-06-11"]},
        {"term_first": ["2026-12-18"], "term_last": ["2026-08-18"]},
        {"term_first": ["2026-08-18"], "term_last": [""]},
        {"closed_first": ["i höst", "", ""]},
        {"closed_first": ["", "2026-11-09", ""], "closed_last": ["2026-10-27", "", ""]},
        {"term_first": ["9999-01-01"], "term_last": ["9999-12-31"]},
        {"closed_reason": ["party", "", ""]},
    ):
        page = isak.send(isak.get(url), status=422, **{**ROWS, **wrong})
        (told,) = page.one("div", role="group").all("li")
        marked = [f"#{one.attributes['id']}" for one in page.all("input", aria_invalid="true")]
        assert [one.attributes["href"] for one in told.all("a")] == marked[:1]
    assert marked
    assert laid(app, school) == LaidCalendar((), {})
