"""A school's calendar: what is laid, and the public days that nobody needs to write."""

from __future__ import annotations

from datetime import date

import pytest

from casework.attendance.calendars import calendar_of, lay_calendar
from casework.engine.school_calendar import Term
from casework.errors import NotAcceptable
from tests.databases import Place
from tests.factories import make_unit, work

AUTUMN = Term(date(2026, 8, 18), date(2026, 12, 18))
SPRING = Term(date(2027, 1, 11), date(2027, 6, 11))


def test_breaks_staff_days_and_public_days_are_no_school_days(database: Place) -> None:
    with work(database.app):
        school = make_unit()
        lay_calendar(
            school.id, [SPRING, AUTUMN], {date(2026, 10, 26): "break", date(2026, 9, 14): "staff_day"}
        )
        found = calendar_of(school)
        assert found.terms == (AUTUMN, SPRING)
        for day in (date(2026, 10, 26), date(2026, 9, 14), date(2027, 5, 6), date(2026, 9, 5)):
            assert not found.is_open(day)  # a break, a staff day, Ascension Day, a Saturday
        assert found.is_open(date(2026, 9, 15))
        lay_calendar(school.id, [AUTUMN], {})  # laid anew, in whole
        assert calendar_of(school).is_open(date(2026, 10, 26))
        assert not calendar_of(school).is_open(date(2027, 1, 12))


def test_the_public_days_are_those_of_the_country(app) -> None:
    with work(app):
        school = make_unit()
        lay_calendar(school.id, [SPRING], {})
        assert calendar_of(school).is_open(date(2027, 5, 17))
        school.country = "NO"
        assert not calendar_of(school).is_open(date(2027, 5, 17))


@pytest.mark.parametrize(
    "terms",
    [
        [AUTUMN, Term(date(2026, 12, 18), date(2027, 6, 11))],
        [AUTUMN, AUTUMN],
        [Term(date(2026, 12, 18), date(2026, 8, 18))],
    ],
)
def test_terms_that_overlap_are_refused(app, terms) -> None:
    with work(app):
        school = make_unit()
        with pytest.raises(NotAcceptable) as refused:
            lay_calendar(school.id, terms, {})
        assert refused.value.code == "terms_overlap"
