"""When preventive work is due, on the two calendars of the worked examples, as the shipped models have it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from casework.engine.beside import Prevention
from casework.engine.school_calendar import ONE_DAY, SchoolCalendar
from casework.engine.wheel import Turn, turns
from tests.engine.attending import NO, SE, on, rules

EVERY = [
    (name, work, NO if name == "norwegian-routine" else SE)
    for name in ("nine-weeks", "ljusnarsberg", "five-step", "norwegian-routine", "bengtsfors")
    for work in rules(name).prevention
]


def work(when: Any) -> Prevention:
    """Preventive work with the rhythm."""
    return Prevention(id="it", title="It", by=("rector",), when=when)


def spans(found: tuple[Turn, ...]) -> list[tuple[str, date, date | None]]:
    """The turns as key, first and last day."""
    return [(one.key, one.first, one.due) for one in found]


def of_model(name: str, work_id: str) -> Prevention:
    """The work of a shipped model."""
    return next(one for one in rules(name).prevention if one.id == work_id)


def test_students_are_told_within_two_weeks_of_school_start() -> None:
    tell = of_model("norwegian-routine", "tell_students")
    assert spans(turns(tell, NO, on(11, 20))) == [("2026", on(8, 17), on(8, 31))]


def test_known_routines_are_gone_through_in_the_first_ten_school_days() -> None:
    assert spans(turns(of_model("five-step", "known_routines"), SE, on(3, 1))) == [
        ("2026", on(8, 18), on(8, 31))
    ]


def test_a_monthly_follow_up_is_due_in_the_first_school_days_of_each_month_and_not_in_july() -> None:
    found = turns(of_model("five-step", "monthly_students"), SE, on(11, 20))
    assert [one.key for one in found] == [
        *(f"2026-{month:02}" for month in range(8, 13)),
        *(f"2027-{month:02}" for month in range(1, 7)),
    ]
    assert spans(found)[0] == ("2026-08", on(8, 18), on(8, 24))
    assert spans(found)[5] == ("2027-01", on(1, 11), on(1, 15))
    assert spans(found)[8] == ("2027-04", on(4, 5), on(4, 9))  # after the Easter break


def test_the_survey_has_the_whole_school_year() -> None:
    assert spans(turns(of_model("nine-weeks", "surveys"), SE, on(11, 20))) == [("2026", on(8, 18), on(6, 11))]


def test_what_comes_at_the_end_begins_ten_school_days_before_it() -> None:
    (found,) = turns(of_model("bengtsfors", "project_evaluation"), SE, on(11, 20))
    assert (found.first, found.due) == (on(5, 31), on(6, 11))
    assert SE.count(found.first, on(6, 11)) == 10


def test_five_sessions_in_five_weeks_may_begin_as_long_as_they_fit_into_the_term() -> None:
    autumn = turns(of_model("ljusnarsberg", "method_7tjugo"), SE, on(11, 20))[:5]
    assert [one.key for one in autumn] == [f"2026-t1.{number}" for number in range(1, 6)]
    assert [one.due for one in autumn] == [on(11, 20), on(11, 27), on(12, 4), on(12, 11), on(12, 18)]
    assert autumn[0].first == on(8, 18)
    assert [(one.number, one.of, one.series) for one in autumn[1:2]] == [(2, 5, "2026-t1")]


def test_once_begun_each_session_has_its_own_week() -> None:
    found = turns(of_model("ljusnarsberg", "method_7tjugo"), SE, on(11, 20), {"2026-t1": on(9, 7)})
    assert [one.due for one in found[:5]] == [on(9, 11), on(9, 18), on(9, 25), on(10, 2), on(10, 9)]
    assert [one.first for one in found[1:5]] == [on(9, 14), on(9, 21), on(9, 28), on(10, 5)]
    assert found[5].due == on(5, 14)  # the spring counts from its own end


def test_what_is_done_by_plan_has_a_turn_each_term_and_what_goes_on_all_the_time_is_never_due() -> None:
    planned = turns(of_model("nine-weeks", "learning_environment"), SE, on(11, 20))
    assert spans(planned) == [("2026-t1", on(8, 18), on(12, 18)), ("2026-t2", on(1, 11), on(6, 11))]
    ongoing = turns(of_model("nine-weeks", "meet_students"), SE, on(11, 20))
    assert spans(ongoing) == [("2026-t1", on(8, 18), None), ("2026-t2", on(1, 11), None)]


def test_several_times_lie_evenly_over_the_term() -> None:
    found = turns(work({"each": "term", "times": 3}), SE, on(11, 20))[:3]
    assert [SE.count(one.first, one.due or one.first) for one in found] == [28, 28, 28]
    assert (found[0].first, found[2].due) == (on(8, 18), on(12, 18))


def test_a_week_without_school_has_no_turn_and_is_due_on_its_last_school_day() -> None:
    found = turns(work({"each": "week"}), SE, on(11, 20))
    keys = {one.key: one for one in found}
    assert "2026-10-26" not in keys
    assert keys["2027-03-22"].due == on(3, 25)


@pytest.mark.parametrize(
    ("within", "due"), [("3 school_days", on(8, 21)), ("1 school_week", on(8, 25)), ("1 month", on(9, 18))]
)
def test_an_amount_is_counted_as_elsewhere(within: str, due: date) -> None:
    (found,) = turns(work({"each": "school_year", "at": "start", "within": within}), SE, on(11, 20))
    assert found.due == due


def test_a_quarter_begins_with_its_first_school_day() -> None:
    found = turns(work({"each": "quarter"}), SE, on(11, 20))
    assert spans(found)[:3] == [
        ("2026-07", on(8, 18), on(9, 30)),
        ("2026-10", on(10, 1), on(12, 18)),
        ("2027-01", on(1, 11), on(3, 25)),
    ]


def test_a_school_without_terms_has_no_turns() -> None:
    assert turns(work({"each": "month"}), SchoolCalendar(()), on(11, 20)) == ()


@pytest.mark.parametrize(
    ("name", "one", "calendar"), EVERY, ids=[f"{name}-{one.id}" for name, one, _ in EVERY]
)
def test_every_turn_of_the_shipped_models_lies_in_the_year_on_school_days(
    name: str, one: Prevention, calendar: SchoolCalendar
) -> None:
    found = turns(one, calendar, on(11, 20))
    assert found
    assert len({turn.key for turn in found}) == len(found)
    for turn in found:
        assert calendar.is_open(turn.first)
        assert turn.due is None or (turn.first <= turn.due and calendar.is_open(turn.due))
    later = turns(one, calendar, on(11, 20) + timedelta(days=400))
    assert later == ()  # no term has been laid for that year
    assert turns(one, calendar, on(8, 1) - ONE_DAY) == ()
