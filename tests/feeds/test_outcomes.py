"""What the minutes of an attendance say: exactly once for each, unknown where nobody has reported."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from casework.attendance.actions import PRESENT, UNKNOWN, Said
from casework.feeds.faulty import Faulty
from casework.feeds.outcomes import (
    LEAVE,
    SCHOOL_ACTIVITY,
    Notice,
    Span,
    moment,
    own_span,
    said_of,
    sums_say,
)
from tests.feeds.system import said

HOUR = Span(datetime(2026, 9, 7, 6, tzinfo=UTC), datetime(2026, 9, 7, 7, tzinfo=UTC), 60)
ALL_DAY = (datetime(2026, 9, 7, tzinfo=UTC), datetime(2026, 9, 8, tzinfo=UTC))


def says(
    attendance: dict[str, Any], *notices: Notice, span: Span = HOUR
) -> Said | list[tuple[str, str, str]]:
    """What the attendance says of a lesson of an hour, or what is wrong with it."""
    seen = Faulty()
    found = said_of(seen, attendance, 60, span, notices)
    return seen.faults if found is None else found


@pytest.mark.parametrize(
    ("attendance", "wanted"),
    [
        (said("1"), PRESENT),
        (said("1", invalid=60), Said("absent", 0, "invalid")),
        (said("1", valid=60), Said("absent", 0, "valid")),
        (said("1", valid=20), Said("left_early", 20, "valid")),
        (said("1", valid=30, invalid=30), Said("absent", 0, "undecided")),
        (said("1", invalid=60, isReported=False), UNKNOWN),
        ({"student": {"id": "1"}, "attendanceMinutes": 60}, UNKNOWN),
        (said("1", invalid=10, isReported="true"), Said("left_early", 10, "invalid")),
        (said("1", attendanceMinutes=0, otherAttendanceMinutes=60), SCHOOL_ACTIVITY),
        (said("1", attendanceMinutes=40, otherAttendanceMinutes=20), PRESENT),
        ({"isReported": True, "attendanceMinutes": 45}, Said("left_early", 15, "undecided")),
        ({"isReported": True, "attendanceMinutes": 60.0}, PRESENT),
        ({"isReported": True, "validAbsenceMinutes": "15"}, Said("left_early", 15, "valid")),
        ({"isReported": True}, [("attendanceMinutes", "", "missing")]),
        ({"isReported": True, "validAbsenceMinutes": -5}, [("validAbsenceMinutes", "-5", "not_a_number")]),
        (said("1", invalid=61), [("invalidAbsenceMinutes", "61", "more_than_lesson")]),
    ],
)
def test_minutes_say(attendance: dict[str, Any], wanted: object) -> None:
    assert says(attendance) == wanted


def test_a_notice_adds_no_minute_and_tells_that_the_home_was_heard() -> None:
    heard, later = Notice(*ALL_DAY, is_granted=False), Notice(ALL_DAY[1], ALL_DAY[1], is_granted=True)
    assert says(said("1", invalid=20), heard, later) == Said("left_early", 20, "invalid", is_reported=True)
    assert says(said("1"), heard) == PRESENT
    assert says(said("1", isReported=False), heard) == UNKNOWN
    assert says(said("1", invalid=20), later) == Said("left_early", 20, "invalid")


def test_a_missed_lesson_in_granted_leave_is_leave_unless_the_teacher_says_otherwise() -> None:
    granted = Notice(*ALL_DAY, is_granted=True)
    assert says(said("1", valid=60), granted) == LEAVE
    assert says(said("1", invalid=60), granted) == Said("absent", 0, "invalid", is_reported=True)
    assert says(said("1", valid=20), granted) == Said("left_early", 20, "valid", is_reported=True)


def test_who_misses_all_of_an_own_shorter_part_is_absent() -> None:
    shorter = own_span({"teachingLength": 40}, HOUR)
    assert says(said("1", invalid=40), span=shorter) == Said("absent", 0, "invalid")
    assert says(said("1", invalid=60), span=shorter) == Said("absent", 0, "invalid")
    later = own_span({"startTime": "2026-09-07T08:30:00+02:00"}, HOUR)
    assert (later.minutes, says(said("1", invalid=10), span=later)) == (30, Said("left_early", 10, "invalid"))
    assert own_span({"participates": True}, HOUR) == HOUR


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ({"attendanceSum": 120, "offeredSum": 120, "reportedSum": 120}, (120, PRESENT)),
        ({"attendanceSum": 60, "invalidAbsenceSum": 60}, (120, Said("left_early", 60, "invalid"))),
        ({"attendanceSum": 0, "validAbsenceSum": 90}, (90, Said("absent", 0, "valid"))),
        ({"attendanceSum": 0, "offeredSum": 90, "reportedSum": 0}, (90, UNKNOWN)),
        ({"attendanceSum": 60, "offeredSum": 120, "reportedSum": 60}, (60, PRESENT)),
        ({"attendanceSum": 0, "otherAttendanceSum": 60}, (60, SCHOOL_ACTIVITY)),
        ({"attendanceSum": 0}, None),
    ],
)
def test_sums_of_a_day_say(row: dict[str, Any], wanted: object) -> None:
    assert sums_say(Faulty(), row) == wanted


def test_sums_that_do_not_fit_are_told() -> None:
    seen = Faulty()
    assert sums_say(seen, {"reportedSum": 30, "invalidAbsenceSum": 60}) is None
    assert seen.faults == [("invalidAbsenceSum", "60", "more_than_lesson")]


@pytest.mark.parametrize("cell", ["", "x", "9999-12-31T23:59:59Z", "2026-13-01", None, 5])
def test_what_is_no_moment_is_none(cell: object) -> None:
    assert moment({"at": cell}, "at") is None


def test_a_moment_without_a_zone_is_by_the_schools_clock() -> None:
    assert moment({"at": "2026-09-07T08:00:00"}, "at") == HOUR.begins
    assert moment({"at": "2026-09-07T06:00:00Z"}, "at") == HOUR.begins
