"""When things are due: the starting day is never counted, and days without school move."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casework.engine.beside import FollowUp
from casework.engine.deadlines import Clocks, Regular, deadline, next_follow_up, next_time
from casework.engine.moments import Due
from casework.engine.quantities import Amount
from casework.engine.school_calendar import SchoolCalendar, Term
from tests.engine.attending import SE, on

FRIDAY = on(10, 23)  # the last day before the autumn break


def clocks(**more) -> Clocks:
    return Clocks(**{"calendar": SE, "opened_on": FRIDAY, "moments": {"told": on(10, 5)}.get, **more})


WAYS = [
    ({"same_day": True}, FRIDAY, None),
    ({"within": "3 school_days"}, on(11, 4), None),
    ({"within": "1 school_week"}, on(11, 6), None),
    ({"within": "3 days"}, on(11, 2), on(10, 26)),
    ({"within": "3 days", "if_closed": "before"}, FRIDAY, on(10, 26)),
    ({"within": "1 month"}, on(11, 23), None),
    ({"within": "2 weeks", "after": "told"}, on(10, 19), None),
    ({"next": "mentor_time", "otherwise": "5 school_days"}, on(11, 6), None),
    ({"before": "planning"}, on(11, 3), None),
    ({"with": "planning"}, on(11, 4), None),
]


@pytest.mark.parametrize(("due", "day", "moved_from"), WAYS)
def test_each_way_of_saying_when(due, day, moved_from) -> None:
    found = deadline(Due.model_validate(due), clocks(meetings={"planning": on(11, 4)}))
    assert (found.day, found.moved_from) == (day, moved_from)
    assert (found.is_target, found.waits_for, found.by_clock) == (False, "", "")


def test_a_target_and_a_time_of_day_are_told() -> None:
    found = deadline(Due.model_validate({"at": "2 weeks", "after": "told", "by_clock": "10:00"}), clocks())
    assert (found.day, found.is_target, found.by_clock) == (on(10, 19), True, "10:00")


@pytest.mark.parametrize(
    "due", [{"within": "1 week", "after": "heard"}, {"before": "heard"}, {"with": "heard"}]
)
def test_a_clock_that_has_not_started_says_what_it_waits_for(due) -> None:
    found = deadline(Due.model_validate(due), clocks())
    assert (found.day, found.waits_for, found.is_late(on(6, 1))) == (None, "heard", False)
    assert found.by_clock == ""
    at_ten = deadline(Due.model_validate({**due, "by_clock": "10:00"}), clocks())
    assert (at_ten.day, at_ten.by_clock) == (None, "10:00")


def test_the_known_next_time_goes_before_the_amount() -> None:
    due = Due.model_validate({"next": "team_meeting", "otherwise": "5 school_days"})
    tuesdays = clocks(regular={"team_meeting": Regular(1)})
    assert deadline(due, tuesdays).day == tuesdays.next_time("team_meeting")


def test_what_is_due_before_a_meeting_is_not_due_before_it_was_asked() -> None:
    due = Due.model_validate({"before": "planning"})
    assert deadline(due, clocks(meetings={"planning": on(10, 26)})).day == FRIDAY
    assert deadline(due, clocks(meetings={"planning": FRIDAY})).day == FRIDAY


def test_beyond_the_calendar_nothing_is_due_on_a_made_up_day() -> None:
    assert deadline(Due.model_validate({"within": "3 school_days"}), clocks(opened_on=on(6, 10))).day is None
    assert deadline(Due.model_validate({"within": "2 school_weeks"}), clocks(opened_on=on(6, 10))).day is None


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ({"every": "1 week"}, on(11, 2)),
        ({"same_day": True}, FRIDAY),
        ({"within": "2 weeks", "after": "told"}, on(10, 19)),
    ],
)
def test_a_stage_is_followed_up(rule, day) -> None:
    assert next_follow_up(FollowUp.model_validate(rule), clocks()).day == day


def test_a_follow_up_waits_for_its_moment_and_counts_from_the_last_time() -> None:
    waiting = FollowUp.model_validate({"within": "2 weeks", "after": "heard"})
    assert next_follow_up(waiting, clocks()).waits_for == "heard"
    weekly = FollowUp.model_validate({"every": "1 week"})
    assert next_follow_up(weekly, clocks(), on(11, 4)).day == on(11, 11)


def test_what_comes_again_is_due_first_when_it_opens() -> None:
    every = Amount(number=2, unit="weeks")
    assert next_time(every, clocks(), None).day == FRIDAY
    assert next_time(every, clocks(), on(10, 14)).day == on(11, 2)  # 28 October is in the break


def test_a_regular_time_is_the_next_such_weekday_with_school() -> None:
    days = SchoolCalendar((Term(on(8, 18), on(12, 18)),), frozenset({on(9, 15)}))
    kept = Clocks(
        calendar=days, opened_on=on(9, 1), moments=lambda _name: None, regular={"mentor_time": Regular(1)}
    )
    assert kept.next_time("mentor_time") == on(9, 8), "not the day itself"
    assert replace(kept, opened_on=on(9, 8)).next_time("mentor_time") == on(9, 22), "not on a closed day"
    assert replace(kept, opened_on=on(12, 15)).next_time("mentor_time") is None, "not beyond the calendar"
    assert kept.next_time("team_meeting") is None
    mentor = Due.model_validate({"next": "mentor_time", "otherwise": "2 school_days"})
    at_nine = replace(kept, regular={"mentor_time": Regular(1, "09:20")})
    assert (deadline(mentor, at_nine).day, deadline(mentor, at_nine).at_clock) == (on(9, 8), "09:20")
    late = replace(at_nine, opened_on=on(12, 15))
    assert (deadline(mentor, late).day, deadline(mentor, late).at_clock) == (on(12, 17), ""), "no such time"
    due = Due.model_validate({"next": "team_meeting", "otherwise": "2 school_days"})
    assert deadline(due, kept).day == on(9, 3)
