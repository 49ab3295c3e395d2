"""What is unclear in a delivery is told and left: it changes nothing that is known, and nothing beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casework.attendance.actions import schedule
from casework.attendance.models import Lesson
from casework.extensions import db
from casework.feeds.around import Around
from casework.feeds.events import EventReader, Told, Unclear
from casework.feeds.models import LessonKey
from casework.feeds.profiles import shipped
from casework.feeds.records import Fault
from tests.efforts import Effort
from tests.factories import work
from tests.feeds.fetcher import NOW, Fetcher
from tests.feeds.system import event, said
from tests.feeds.taking import Taker
from tests.feeds.writing import line, table

BOTH_SAID = (said("1"), said("2", invalid=60))
FIRST = date(2026, 8, 3)
ROUNDS = {"usual": 3, "short": 10, "long": 15}
HOURS = (8, 9, 10)
NOBODY_KNOWS = ("unknown", 0, "undecided")
# What can be wrong with an event, and with an attendance in it.
SPOILT_EVENTS: tuple[dict[str, Any], ...] = (
    {"startTime": "soon"},
    {"endTime": ""},
    {"cancelled": "perhaps"},
    {"cancelled": 7, "startTime": None},
)
SPOILT_ENTRIES: tuple[dict[str, Any], ...] = (
    {"isReported": "perhaps"},
    {"invalidAbsenceMinutes": "an hour"},
    {"validAbsenceMinutes": 600},
)
SAYS = ((0, 0), (60, 0), (0, 60), (0, 20))  # minutes absent with and without a valid reason
BOTH = st.tuples(st.sampled_from(SAYS), st.sampled_from(SAYS))
DAYS = st.dictionaries(st.sampled_from(HOURS), BOTH, min_size=1)
WRONG = st.tuples(
    st.sampled_from(["", "1", "2"]), st.integers(0, 11)
)  # of whom (nobody: the event), and what
SPOILT = st.dictionaries(st.sampled_from(HOURS), WRONG, min_size=1)
Spoilt = dict[int, tuple[str, int]]


def made(lessons: dict[int, Any], day: str, spoilt: Spoilt) -> list[dict[str, Any]]:
    """The lessons as events of the day, some of them with something wrong."""
    return [_event(hour, both, day, spoilt.get(hour, ("nobody", 0))) for hour, both in lessons.items()]


def _event(hour: int, both: Any, day: str, wrong: tuple[str, int]) -> dict[str, Any]:
    whose, number = wrong
    entries = [
        said(student, *minutes) | (SPOILT_ENTRIES[number % 3] if whose == student else {})
        for student, minutes in zip("12", both, strict=True)
    ]
    one = event(f"{day}-{hour}", f"{hour:02}:00", f"{hour + 1:02}:00", *entries, day=day)
    return one | (SPOILT_EVENTS[number % 4] if whose == "" else {})


def of_day(fetcher: Fetcher, day: str) -> dict[int, dict[str, Any]]:
    """What holds on the day, by hour and name; presence is not there."""
    return {starts // 60: dict(what) for (on, starts, _), what in fetcher.taker.says().items() if on == day}


def test_refusing_any_part_changes_nothing_beside_it_and_cancels_nothing(
    fetcher: Fetcher, effort: Effort
) -> None:
    days = count()

    @settings(max_examples=ROUNDS[effort.name], deadline=None, database=None)
    @given(DAYS, DAYS, SPOILT, st.booleans())
    def agree(before: dict[int, Any], after: dict[int, Any], spoilt: Spoilt, is_whole: bool) -> None:
        after = {hour: before[hour] for hour in spoilt if hour in before} | after
        first, second = ((FIRST + timedelta(days=next(days))).isoformat() for _ in range(2))
        was: dict[int, Any] = {}
        for day, wrong in ((first, {}), (second, spoilt)):
            fetcher.holds(*made(before, day, {}))
            fetcher.fetch()
            was = of_day(fetcher, day)
            fetcher.holds(*made(after, day, wrong))
            fetcher.system.changed = tuple(f"{day}-{hour}" for hour in after)
            taken = fetcher.fetch(None if is_whole else datetime(2026, 8, 2, tzinfo=UTC))
        sound, seen = of_day(fetcher, first), of_day(fetcher, second)
        assert seen == {
            hour: told
            for hour in HOURS
            if (told := expected(sound.get(hour), was.get(hour), *spoilt.get(hour, ("nobody",))))
        }
        assert not {hour * 60 for hour in spoilt} & cancelled_on(fetcher, second)
        assert len(taken.faults) >= len(spoilt.keys() & after.keys())

    agree()


def expected(sound: Any, was: Any, whose: str, _number: int = 0) -> Any:
    """What holds in a lesson: as it would without the fault, but for what the fault is about."""
    if whose == "":
        return was
    if whose == "nobody" or sound is None:
        return sound
    name = {"1": "Alva", "2": "Bo"}[whose]
    rest = {one: what for one, what in sound.items() if one != name}
    if was is None:  # of a new lesson nothing is known
        return {**rest, name: NOBODY_KNOWS}
    return {**rest, **({name: was[name]} if name in was else {})}


def cancelled_on(fetcher: Fetcher, day: str) -> set[int]:
    """When lessons of the day begin that are cancelled."""
    with fetcher.taker.app.app_context():
        rows = select(Lesson.starts).where(Lesson.is_cancelled, Lesson.day == date.fromisoformat(day))
        return set(db.session.scalars(rows))


def test_an_event_without_a_name_may_be_any_so_none_that_is_missing_is_cancelled(fetcher: Fetcher) -> None:
    one, other = event("e1", "08:00", "09:00", BOTH_SAID[0]), event("e2", "10:00", "11:00", *BOTH_SAID)
    fetcher.holds(one, other)
    fetcher.fetch()
    fetcher.holds(one, {**other, "id": ""})
    taken = fetcher.fetch()
    assert ([code for _, code in taken.faults], fetcher.cancelled()) == (["missing"], set())
    fetcher.holds(one)
    fetcher.fetch()
    assert fetcher.cancelled() == {600}


def test_an_event_that_cannot_be_read_is_neither_cancelled_nor_held_again(fetcher: Fetcher) -> None:
    one, other = event("e1", "08:00", "09:00", *BOTH_SAID), event("e2", "10:00", "11:00", *BOTH_SAID)
    fetcher.holds(one, other)
    fetcher.fetch()
    fetcher.holds(one)
    fetcher.fetch()
    fetcher.holds({**one, "startTime": "soon"}, {**other, "endTime": "late"}, event("e3", "12:00", "13:00"))
    taken = fetcher.fetch()
    assert (taken.counted.cancelled, taken.counted.restored, fetcher.cancelled()) == (0, 0, {600})


def test_lessons_of_later_days_are_read_on_their_day_and_cancelled_by_no_answer_that_ends_today(
    fetcher: Fetcher,
) -> None:
    later = (NOW + timedelta(days=3)).date()
    with work(fetcher.taker.app):
        lesson = schedule(fetcher.taker.room.group.id, later, 600, 60, subject="Matematik")
        db.session.add(LessonKey(source="127.0.0.1", value="e9", lesson_id=lesson.id))
    fetcher.holds(event("e1", "08:00", "09:00", *BOTH_SAID))
    fetcher.fetch()
    assert fetcher.cancelled() == set()
    fetcher.holds(event("e2", "08:00", "09:00", *BOTH_SAID, day=later.isoformat()))
    fetcher.system.changed = ("e2",)
    assert fetcher.fetch(NOW - timedelta(days=1)).counted.new == 0


def test_an_attendance_without_a_student_takes_back_nobodys_in_its_lesson(fetcher: Fetcher) -> None:
    fetcher.holds(event("e1", "08:00", "09:00", *BOTH_SAID))
    fetcher.fetch()
    fetcher.holds(event("e1", "08:00", "09:00", BOTH_SAID[0], said("", invalid=60)))
    assert fetcher.fetch().counted.changed == 0
    assert fetcher.taker.says()["2026-09-07", 480, "Matematik"]["Bo"] == ("absent", 0, "invalid")


def test_what_is_not_reported_any_more_is_taken_back(fetcher: Fetcher) -> None:
    for bo, known in ((BOTH_SAID[1], ("absent", 0, "invalid")), (said("2", isReported=False), NOBODY_KNOWS)):
        fetcher.holds(event("e1", "08:00", "09:00", BOTH_SAID[0], bo))
        fetcher.fetch()
        assert fetcher.taker.says()["2026-09-07", 480, "Matematik"] == {"": (60, True), "Bo": known}


def test_what_is_told_before_a_lesson_begins_is_taken_back_too(fetcher: Fetcher) -> None:
    evening = {"day": "2026-09-08"}
    fetcher.holds(event("e1", "20:30", "21:30", said("2", invalid=60), **evening))
    fetcher.fetch()
    fetcher.holds(event("e1", "20:30", "21:30", said("1"), **evening))
    assert fetcher.fetch(at=NOW + timedelta(hours=2)).counted.changed == 1
    assert fetcher.taker.says() == {("2026-09-08", 1230, "Matematik"): {"": (60, True), "Bo": NOBODY_KNOWS}}


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(line("2", code="inget sådant"), id="code"),
        pytest.param(line("2", start="snart"), id="time"),
        pytest.param(line("2", day="i går"), id="day"),
        pytest.param(
            f"{line('2', code='frånvarande')}\n{line('2', code='giltig frånvaro')}", id="contradicts"
        ),
    ],
)
def test_who_stands_on_a_refused_line_was_not_there_for_want_of_another(taker: Taker, wrong: str) -> None:
    profile = shipped()["casework"].model_copy(update={"unnamed": "present"})
    taken = taker.take(table(line("1", code="frånvarande"), wrong), profile)
    assert taken.faults
    assert taker.says()["2026-09-07", 480, "Matematik"]["Bo"] == NOBODY_KNOWS


def test_who_stands_on_no_line_at_all_was_there(taker: Taker) -> None:
    profile = shipped()["casework"].model_copy(update={"unnamed": "present"})
    taker.take(table(line("1", code="frånvarande"), line("99", code="inget sådant")), profile)
    assert "Bo" not in taker.says()["2026-09-07", 480, "Matematik"]


def test_what_is_unclear_is_told_with_its_place_and_what_stands_there() -> None:
    reader = EventReader(Around({}, {}, {}, frozenset()), NOW)
    spoilt = {**event("e1"), "cancelled": "perhaps"}
    fault = Fault(1, "cancelled", "perhaps", "yes_or_no", "2026-09-07 calendarEvents/e1")
    assert list(reader.event(Told(spoilt, [said("1")]))) == [fault, Unclear("e1")]
