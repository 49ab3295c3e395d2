"""Attendance of an SS 12000 system: asked for page by page, read as files are, and taken back where it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casework.attendance import actions
from casework.attendance.actions import Said
from casework.attendance.models import AttendanceEntry
from casework.extensions import db
from casework.feeds import fetching
from casework.ss12000.settings import ENVIRONMENT
from casework.ss12000.wire import Client, NoAnswer
from tests.databases import Place
from tests.efforts import Effort
from tests.factories import work
from tests.feeds.fetcher import NOW, Fetcher
from tests.feeds.system import event, said
from tests.feeds.taking import make_taker
from tests.rosters.server import System, serving

YESTERDAY = NOW - timedelta(days=1)
MATHS = ("2026-09-07", 480, "Matematik")
BOTH = (said("1"), said("2", invalid=60))
INVALID, NOBODY_KNOWS = ("absent", 0, "invalid"), ("unknown", 0, "undecided")
HELD = {"": (60, True)}
FIRST = date(2026, 8, 3)
ROUNDS = {"usual": 3, "short": 10, "long": 10}  # two days each, of those that have been since August


def test_lessons_become_what_a_file_would_make_of_them_and_twice_is_once(fetcher: Fetcher) -> None:
    later = event("e2", "10:00", "11:00", said("1", valid=10), said("2", isReported=False))
    ours = [event("e1", "08:00", "09:00", *BOTH), later]
    lunch = event("e3", "12:00", "13:00", *BOTH, activity={"id": "a2"})
    fetcher.holds(*ours, lunch, event("e4", activity={"id": "a3"}))
    taken = fetcher.fetch()
    assert (taken.counted.new, taken.staged.not_registered, taken.faults) == (4, 1, [])
    assert fetcher.taker.says() == {
        MATHS: {**HELD, "Bo": INVALID},
        ("2026-09-07", 600, "Matematik"): {**HELD, "Alva": ("left_early", 10, "valid"), "Bo": NOBODY_KNOWS},
    }
    again = fetcher.fetch()
    assert (again.counted.new, again.counted.changed, again.counted.same, again.touched) == (0, 0, 4, set())
    assert (fetcher.taker.revisions(), fetcher.cancelled()) == (0, set())


def test_who_should_be_there_and_is_not_named_is_unknown_and_a_lesson_nobody_reports_is_not_registered(
    fetcher: Fetcher,
) -> None:
    fetcher.holds(event("e1", "08:00", "09:00", BOTH[1]), event("e2", "10:00", "11:00"))
    fetcher.fetch()
    assert fetcher.taker.says() == {
        MATHS: {**HELD, "Alva": NOBODY_KNOWS, "Bo": INVALID},
        ("2026-09-07", 600, "Matematik"): {"": (60, False)},
    }


def test_a_lesson_that_is_still_to_come_is_none_yet(fetcher: Fetcher) -> None:
    evening = {"day": "2026-09-08"}
    fetcher.holds(event("e1", "21:00", "22:00", **evening), event("e2", "19:30", "20:30", *BOTH, **evening))
    fetcher.fetch()
    assert [starts for _, starts, _ in fetcher.taker.says()] == [19 * 60 + 30]


def test_a_student_may_be_excepted_from_a_lesson(fetcher: Fetcher) -> None:
    away = [{"student": {"id": "2"}, "participates": False}]
    fetcher.holds(event("e1", "08:00", "09:00", BOTH[0], studentExceptions=away))
    fetcher.fetch()
    assert fetcher.taker.says()[MATHS]["Bo"][0] == "not_offered"


def test_changes_are_found_by_attendance_that_has_changed_and_bring_the_lesson(fetcher: Fetcher) -> None:
    fetcher.holds(event("e1", "08:00", "09:00", *BOTH, day="2026-08-31"))
    fetcher.fetch()
    fetcher.holds(event("e1", "08:00", "09:00", BOTH[0], said("2", valid=60), day="2026-08-31"))
    fetcher.system.changed = ("att-2",)
    fetcher.system.asked.clear()
    taken = fetcher.fetch(YESTERDAY)
    assert (taken.counted.changed, taken.counted.same, len(taken.touched)) == (1, 1, 1)
    assert (
        "attendances?limit=500&meta.modified.after=2026-09-07T18%3A00%3A00%2B00%3A00" in fetcher.system.asked
    )
    assert "calendarEvents/e1" in fetcher.system.asked


def test_what_is_taken_out_is_taken_back_and_not_what_a_person_has_decided(fetcher: Fetcher) -> None:
    two = event("e2", "10:00", "11:00", *BOTH)
    fetcher.holds(event("e1", "08:00", "09:00", *BOTH), two)
    fetcher.fetch()
    room = fetcher.taker.room
    with work(fetcher.taker.app):
        bo = room.students[1].id
        actions.decide_validity(room.lesson(600), bo, "valid", "Läkarbesök", actor=room.teacher, now=NOW)
    fetcher.holds(event("e1", "08:00", "09:00"), event("e2", "10:00", "11:00", BOTH[0]))
    fetcher.system.gone_entries = {"attendances": ["att-1", "att-2"]}
    taken = fetcher.fetch(YESTERDAY)
    assert (taken.counted.changed, fetcher.taker.revisions()) == (2, 2)
    says = fetcher.taker.says()
    assert (says[MATHS]["Alva"], says[MATHS]["Bo"]) == (NOBODY_KNOWS, NOBODY_KNOWS)
    assert says["2026-09-07", 600, "Matematik"]["Bo"] == ("absent", 0, "valid")


def test_what_was_registered_here_by_hand_is_never_taken_back(fetcher: Fetcher) -> None:
    fetcher.holds(event("e1", "08:00", "09:00"))
    fetcher.fetch()
    room = fetcher.taker.room
    with work(fetcher.taker.app):
        room.said(room.lesson(480), Said("absent"))
    fetcher.fetch()
    assert fetcher.taker.says()[MATHS]["Alva"][0] == "absent"


def test_a_lesson_that_moves_is_cancelled_goes_and_comes_back(fetcher: Fetcher) -> None:
    one, other = event("e1", "08:00", "09:00", *BOTH), event("e2", "10:00", "11:00", *BOTH)
    fetcher.holds(one, other)
    fetcher.fetch()
    fetcher.holds({**one, "cancelled": True}, event("e2", "13:00", "14:00", *BOTH))
    fetcher.system.changed = ("e1", "e2")
    changed = fetcher.fetch(YESTERDAY)
    assert (changed.counted.cancelled, fetcher.cancelled()) == (2, {480, 600})
    assert changed.touched == {each.id for each in fetcher.taker.room.students}
    fetcher.holds(one)
    back = fetcher.fetch()
    assert (back.counted.restored, back.counted.cancelled) == (1, 1)
    assert fetcher.cancelled() == {600, 780}


def test_an_answer_without_any_lesson_cancels_none_and_changes_cancel_only_what_they_name(
    fetcher: Fetcher,
) -> None:
    fetcher.holds(event("e1", "08:00", "09:00", *BOTH, day="2026-08-31"))
    fetcher.fetch()
    fetcher.holds(event("e2", "10:00", "11:00", *BOTH))
    fetcher.fetch(YESTERDAY)
    fetcher.holds()
    fetcher.fetch()
    assert fetcher.cancelled() == set()


def test_what_a_person_has_cancelled_stays_so(fetcher: Fetcher) -> None:
    fetcher.holds(event("e1", "08:00", "09:00", *BOTH))
    fetcher.fetch()
    with work(fetcher.taker.app):
        actions.cancel_lesson(fetcher.taker.room.lesson(480))
    assert (fetcher.fetch().counted.restored, fetcher.cancelled()) == (0, {480})


def test_notices_tell_that_the_home_was_heard(fetcher: Fetcher) -> None:
    fetcher.holds(event("e1", "08:00", "09:00", *BOTH))
    day = {"startTime": "2026-09-07T00:00:00+02:00", "endTime": "2026-09-08T00:00:00+02:00"}
    fetcher.system.lists["absences"] = [
        {"id": "n1", "student": {"id": "2"}, "type": "Anmäld frånvaro", **day}
    ]
    fetcher.fetch()
    with fetcher.taker.app.app_context():
        assert db.session.scalars(select(AttendanceEntry.is_reported)).all() == [True]


def test_a_system_without_lessons_is_asked_for_the_sums_of_each_day(fetcher: Fetcher) -> None:
    del fetcher.system.lists["calendarEvents"]
    day = {"activity": {"id": "a1"}, "startDate": "2026-09-07", "endDate": "2026-09-07"}
    month = {**day, "startDate": "2026-09-08", "endDate": "2026-09-30", "student": {"id": "1"}}
    fetcher.system.lists["aggregatedAttendance"] = [
        {**day, "student": {"id": "1"}, "attendanceSum": 60, "offeredSum": 120, "reportedSum": 60},
        {**day, "student": {"id": "2"}, "attendanceSum": 0, "invalidAbsenceSum": 60, "reportedSum": 60},
        {**month, "attendanceSum": 500},
        {**day, "startDate": "2026-08-31", "endDate": "2026-08-31", "student": {"id": "2"}, "offeredSum": 60},
    ]
    taken = fetcher.fetch(YESTERDAY)
    late = ("2026-08-31", 480, "Matematik")
    assert fetcher.taker.says() == {MATHS: {**HELD, "Bo": INVALID}, late: {"": (60, False)}}
    assert taken.told == [(4, "endDate", "2026-09-30 (1)", "longer_than_day")]
    fetcher.system.lists["aggregatedAttendance"][-1] |= {"reportedSum": 60, "validAbsenceSum": 60}
    assert fetcher.fetch(YESTERDAY).counted.new == 1  # reported late, of a day that was asked for before
    assert fetcher.taker.says()[late] == {**HELD, "Alva": NOBODY_KNOWS, "Bo": ("absent", 0, "valid")}


def test_a_system_that_does_not_expand_is_asked_lesson_by_lesson(fetcher: Fetcher) -> None:
    one = event("e1", "08:00", "09:00", *BOTH)
    fetcher.holds(one)
    fetcher.system.lists["calendarEvents"] = [{name: one[name] for name in one if name != "_embedded"}]
    fetcher.fetch()
    assert fetcher.taker.says() == {MATHS: {**HELD, "Bo": INVALID}}


def test_a_busy_system_half_answers_and_ended_tokens_change_nothing(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = [event(f"e{hour}", f"{hour:02}:00", f"{hour:02}:50", *BOTH) for hour in range(8, 13)]
    fetcher.holds(*events)
    fetcher.system.fails = [503, 200, "half", 200, 200, 200, 200, 429, "half"]
    monkeypatch.setenv(ENVIRONMENT, "hemligt")
    fetcher.system.token = "none that anybody has"
    fetcher.token_url = f"{fetcher.system.url}/token"
    fetcher.fetch()
    assert len(fetcher.taker.says()) == 5
    assert fetcher.system.asked.count("token") > 2  # each is good for three answers
    assert any("pageToken" in one for one in fetcher.system.asked)


def test_a_system_that_breaks_off_writes_nothing(fetcher: Fetcher) -> None:
    fetcher.holds(*(event(f"e{hour}", f"{hour:02}:00", f"{hour:02}:50", *BOTH) for hour in range(8, 13)))
    fetcher.system.fails = [*[200] * 7, *[503] * 9]
    with pytest.raises(NoAnswer, match="503"):
        fetcher.fetch()
    assert fetcher.taker.says() == {}


def test_entries_that_make_no_sense_are_told_and_the_rest_is_read(fetcher: Fetcher) -> None:
    odd = event("e2", "10:00", "10:00", *BOTH)
    nobody = said("99")
    fetcher.holds(event("e1", "08:00", "09:00", *BOTH, nobody, said("")), odd, {**odd, "startTime": "soon"})
    codes = sorted(code for _, code in fetcher.fetch().faults)
    assert codes == ["missing", "no_length", "not_a_time", "unknown_student"]
    assert fetcher.taker.says() == {MATHS: {**HELD, "Bo": INVALID}}


EVENTS = st.lists(
    st.tuples(
        st.integers(8, 10), st.sampled_from([said("1"), said("1", valid=60), said("1", isReported=False)]),
        st.sampled_from([said("2"), said("2", invalid=20)]),
    ),
    min_size=1, max_size=3, unique_by=lambda one: one[0],
)  # fmt: skip


def test_the_order_of_pages_doubles_and_parts_change_nothing(fetcher: Fetcher, effort: Effort) -> None:
    weeks = count()

    @settings(max_examples=ROUNDS[effort.name], deadline=None, database=None)
    @given(EVENTS, st.data())
    def agree(lessons: list[Any], data: st.DataObject) -> None:
        first, second = ((FIRST + timedelta(days=next(weeks))).isoformat() for _ in range(2))
        fetcher.holds(*made(lessons, first))
        fetcher.fetch()
        more = data.draw(st.permutations(lessons + data.draw(st.lists(st.sampled_from(lessons), max_size=2))))
        cut = data.draw(st.integers(0, len(more)))
        fetcher.system.changed = tuple(one["id"] for one in made(more, second))
        for part in (more[:cut], more[cut:]):
            fetcher.holds(*made(part, second))
            fetcher.fetch(datetime(2026, 8, 2, tzinfo=UTC))
        says = fetcher.taker.says()
        assert of_day(says, first) == of_day(says, second)

    agree()


def made(lessons: list[Any], day: str) -> list[dict[str, Any]]:
    """The lessons as events of the day."""
    return [
        event(f"{day}-{hour}", f"{hour:02}:00", f"{hour:02}:50", *both, day=day) for hour, *both in lessons
    ]


def of_day(says: Any, day: str) -> dict[int, object]:
    """What holds on the day, by time."""
    return {starts: said for (on, starts, _), said in says.items() if on == day}


def test_an_event_that_is_made_anew_at_the_same_time_is_the_same_lesson(fetcher: Fetcher) -> None:
    fetcher.holds(event("e1", "08:00", "09:00", *BOTH))
    fetcher.fetch()
    fetcher.holds(event("e9", "08:00", "09:00", *BOTH))
    again = fetcher.fetch()
    assert (again.counted.same, again.counted.cancelled, fetcher.cancelled()) == (2, 0, set())


def test_both_databases_fetch_take_back_and_cancel(
    database: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "Client", lambda settings, ticks: Client(settings, ticks, wait=0))
    with serving(System()) as system:
        fetcher = Fetcher(make_taker(database.app, tmp_path), system)
        fetcher.holds(event("e1", "08:00", "09:00", *BOTH), event("e2", "10:00", "11:00", *BOTH))
        fetcher.fetch()
        marked = {**BOTH[0], "student": {"id": "1", "securityMarking": "Sekretessmarkering"}}
        fetcher.holds(event("e1", "08:00", "09:00", marked))
        again = fetcher.fetch()
        assert (again.counted.changed, again.counted.cancelled, again.counted.marked) == (1, 1, 1)
        assert fetcher.cancelled() == {600}
        assert fetcher.taker.says()[MATHS]["Bo"] == NOBODY_KNOWS
