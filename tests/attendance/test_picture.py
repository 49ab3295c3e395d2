"""A picture of school days: each day once in its week, darker for more, and open where there is no school."""

from __future__ import annotations

from datetime import date, timedelta

from casework.attendance.pages.picture import picture, strongest
from casework.engine.school_calendar import SchoolCalendar, Term

MONDAY = date(2026, 9, 7)
CALENDAR = SchoolCalendar((Term(date(2026, 8, 18), date(2026, 12, 18)),), frozenset({MONDAY}))


def looks(*days: date, weeks: int = 2, most: int = 26) -> list[list[str]]:
    """How the squares look, week by week."""
    last = MONDAY + timedelta(days=7 * weeks - 3)
    found = picture(days, MONDAY, last, CALENDAR, {}, most).squares
    columns = sorted({one.x for one in found})
    return [[one.look for one in found if one.x == column] for column in columns]


def test_a_day_is_darker_the_more_lessons_it_has() -> None:
    tuesday, friday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=11)
    assert looks(tuesday, *[friday] * 6) == [["off", "1", "0", "0", "0"], ["0", "0", "0", "0", "4"]]


def test_of_many_weeks_the_last_are_shown() -> None:
    assert len(looks(weeks=9, most=3)) == 3


def test_a_square_shows_the_strongest_of_what_is_said_of_its_day() -> None:
    tuesday, friday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
    said = [(tuesday, "invalid"), (tuesday, "late"), (friday, "unknown"), (friday, "late")]
    found = picture([tuesday], MONDAY, friday, CALENDAR, strongest(said))
    assert [one.sign for one in found.squares] == ["", "invalid", "", "", "late"]
    assert found.signs == ("invalid", "late")
