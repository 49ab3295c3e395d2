"""Events of an SS 12000 system: whatever is answered is read or told, and what is none of ours is left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.feeds.around import Around
from casework.feeds.asking import ask
from casework.feeds.events import EventReader, Gone, Held, Told, Unclear
from casework.feeds.outcomes import notices_of
from casework.feeds.records import Fault, Record
from casework.ss12000 import wire
from casework.ss12000.entries import by_id
from casework.ss12000.wire import Client
from tests.feeds.system import event, lists, said

NOW = datetime(2026, 9, 8, 18, tzinfo=UTC)
WORDS = (
    *("id", "activity", "startTime", "endTime", "_embedded", "attendance", "student", "isReported", "type"),
    *("attendanceMinutes", "validAbsenceMinutes", "studentExceptions", "participates", "teachingLength"),
    *("teachingLengthStudent", "groups", "groupMemberships", "person", "displayName", "organisation"),
    *("attendanceSum", "startDate", "endDate", "cancelled"),
)
TIMES = st.sampled_from(["2026-09-07T08:00:00+02:00", "2026-09-07T09:00:00Z", "1999-01-01T00:00", "x"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | TIMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=8),
    max_leaves=40,
)
ENTRIES = st.lists(st.dictionaries(st.sampled_from(WORDS), ANYTHING, max_size=12), max_size=4)


class Answers:
    """A system that says whatever it likes."""

    def __init__(self, said: Any) -> None:
        self._said = said

    def pages(self, path: str, _parameters: Any) -> Iterator[Any]:
        """Its lists."""
        yield from wire.entries(self._said, path)

    def get(self, _path: str, _parameters: Any) -> Any:
        """Its answers."""
        return self._said

    def one(self, _path: str, _key: str) -> Any:
        """Its entries."""
        return self._said[0] if self._said else {}


@pytest.mark.usefixtures("effort")
@given(ENTRIES, st.booleans())
def test_whatever_is_answered_is_read_or_told(said: list[dict[str, Any]], is_whole: bool) -> None:
    since = None if is_whole else datetime(2026, 9, 1, tzinfo=UTC)
    every = list(ask(cast(Client, Answers(said)), ["s1"], since=since, now=NOW).said)
    assert all(isinstance(one, Record | Fault | Held | Gone | Unclear) for one in every)
    assert all(0 < one.lesson.minutes <= 24 * 60 for one in every if isinstance(one, Record))


@pytest.mark.usefixtures("effort")
@given(ENTRIES)
def test_whatever_sums_are_answered_they_are_read_or_told(rows: list[dict[str, Any]]) -> None:
    reader = EventReader(Around({}, {}, {}, frozenset()), NOW)
    every = [one for row in rows for one in reader.sums(row, date(2026, 9, 7))]
    assert all(isinstance(one, Record | Fault) for one in every)


def test_lessons_of_schools_that_are_not_here_and_what_nobody_registers_are_left() -> None:
    of = lists()
    around = Around(by_id(of["activities"]), by_id(of["groups"]), notices_of([]), frozenset({"s2"}))
    reader = EventReader(around, NOW)
    kinds = {
        key: [type(one) for one in reader.event(Told(event("e", activity={"id": key}), [said("1")]))]
        for key in ("a1", "a2", "a3", "unknown")
    }
    assert kinds["a1"][:1] == [Held]
    assert len(kinds["a1"]) == 3  # both students of the group
    assert (kinds["a2"], kinds["a3"], len(kinds["unknown"])) == ([], [], 2)


def test_a_cancelled_event_is_gone_whatever_was_reported_in_it() -> None:
    reader = EventReader(Around({}, {}, {}, frozenset()), NOW)
    assert list(reader.event(Told({**event("e1"), "cancelled": True}, [said("1")]))) == [Gone("e1")]
