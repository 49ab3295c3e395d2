"""The part of a stage that knows of events: lessons by the name that another system has for them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from casework.feeds.events import EventRecord, Gone, Held, Spoken, Unclear, place_of
from casework.feeds.records import Record

AT_ONCE = 500
TARGETS = """
SELECT e.key, t.group_id, t.day, t.starts, t.subject, EXISTS (SELECT 1 FROM known WHERE target = e.target)
FROM event_target e JOIN target t ON t.no = e.target
"""
PLACED = """
SELECT 1 FROM target t JOIN event_target e ON e.target = t.no LEFT JOIN gone g ON g.key = e.key
WHERE t.group_id = ? AND t.day = ? AND t.starts = ? AND t.subject = ? AND g.key IS NULL
"""
WHOLE = """
SELECT first, last FROM whole
WHERE EXISTS (SELECT 1 FROM event) AND NOT EXISTS (SELECT 1 FROM unclear WHERE key = '')
"""
BY_TIME = """
CREATE INDEX IF NOT EXISTS target_time ON target (day, starts);
CREATE INDEX IF NOT EXISTS event_of_target ON event_target (target);
"""


class Placed(NamedTuple):
    """An event, the natural key of a lesson that it is here, and whether anything is known of somebody."""

    event: str
    group_id: UUID
    day: date
    starts: int
    subject: str
    is_reported: bool


class OfEvents:
    """What some records say of the events that they are of: of those held, not held, and unclear.

    `targets` are their lessons here, `known` the lessons of which it is known of somebody whether they were
    there, and `unnamed` which students none names in them.
    """

    def __init__(self, some: Collection[Spoken]) -> None:
        held = [one for one in some if isinstance(one, Held)]
        self.held = [(one.event, one.day, one.starts, one.subject) for one in held]
        self.gone = [one.event for one in some if isinstance(one, Gone)]
        self.unclear = [one.event for one in some if isinstance(one, Unclear)]
        self.targets: list[tuple[str, int]] = []
        self.known: set[int] = set()
        self.unnamed: list[tuple[int, int]] = []

    def add(self, record: Record, target: int, student: int) -> None:
        """Notes in which lesson here the record has been placed, and of which student."""
        if record.said.outcome != "unknown":
            self.known.add(target)
        if isinstance(record, EventRecord) and record.event:
            self.targets.append((record.event, target))
            if is_unnamed(record):
                self.unnamed.append((target, student))


def is_unnamed(record: Record) -> bool:
    """Whether the event that the record is of does not name its student."""
    return isinstance(record, EventRecord) and not record.is_named


def places_of(records: Iterable[Record]) -> Iterator[tuple[int, str]]:
    """Where the records stand in the other system: told at the first of each event."""
    before = ""
    for one in records:
        place = place_of(one) if isinstance(one, EventRecord) else ""
        if place != before:
            yield one.line, place
            before = place


class Events:
    """What the stage's database holds of events."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def add(self, some: OfEvents) -> None:
        """Adds what some records say of events."""
        self._db.executescript(BY_TIME)
        self._db.execute("BEGIN")
        held = ((key, day.isoformat(), starts, subject) for key, day, starts, subject in some.held)
        self._db.executemany("INSERT OR REPLACE INTO event VALUES (?, ?, ?, ?)", held)
        self._db.executemany("INSERT OR IGNORE INTO gone VALUES (?)", ((key,) for key in some.gone))
        self._db.executemany("INSERT OR IGNORE INTO unclear VALUES (?)", ((key,) for key in some.unclear))
        self._db.executemany("INSERT OR IGNORE INTO event_target VALUES (?, ?)", some.targets)
        self._db.executemany("INSERT OR IGNORE INTO known VALUES (?)", ((one,) for one in some.known))
        self._db.executemany("INSERT INTO unnamed VALUES (?, ?)", some.unnamed)
        self._db.execute("END")

    def keep_whole(self, first: date, last: date) -> None:
        """Every lesson of these days is there, and no other is held then."""
        self._db.execute("INSERT INTO whole VALUES (?, ?)", (first.isoformat(), last.isoformat()))

    def whole(self) -> tuple[date, date] | None:
        """The days of which every lesson is there.

        Nothing where changes are told, or no lesson at all, or some lesson that nobody can tell which.
        """
        row = self._db.execute(WHOLE).fetchone()
        return (date.fromisoformat(row[0]), date.fromisoformat(row[1])) if row else None

    def is_unclear(self, key: str) -> bool:
        """Whether something of the event could not be read."""
        return self._db.execute("SELECT 1 FROM unclear WHERE key = ?", (key,)).fetchone() is not None

    def time_of(self, key: str) -> tuple[date, int, str] | None:
        """Day, start and subject of the event; nothing where it is not held, or not told of."""
        if self._db.execute("SELECT 1 FROM gone WHERE key = ?", (key,)).fetchone():
            return None
        row = self._db.execute("SELECT day, starts, subject FROM event WHERE key = ?", (key,)).fetchone()
        return (date.fromisoformat(row[0]), row[1], row[2]) if row else None

    def is_placed(self, group_id: UUID, day: date, starts: int, subject: str) -> bool:
        """Whether an event that is held is that lesson."""
        key = (group_id.hex, day.isoformat(), starts, subject)
        return self._db.execute(PLACED, key).fetchone() is not None

    def portions(self) -> Iterator[list[str]]:
        """All events, some at a time."""
        rows = self._db.execute("SELECT key FROM event UNION SELECT key FROM gone")
        yield from ([key for (key,) in some] for some in _some(rows))

    def unnamed(self) -> dict[int, dict[int, int]]:
        """By lesson, whom an event does not name, and in how many of its events."""
        found: dict[int, dict[int, int]] = {}
        query = "SELECT target, student, count(*) FROM unnamed GROUP BY target, student"
        for target, student, number in self._db.execute(query):
            found.setdefault(target, {})[student] = number
        return found

    def placed(self) -> Iterator[list[Placed]]:
        """The lessons here of every event, some at a time."""
        for some in _some(self._db.execute(TARGETS)):
            yield [
                Placed(key, UUID(hex=group), date.fromisoformat(day), starts, subject, bool(is_reported))
                for key, group, day, starts, subject, is_reported in some
            ]


def _some(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some
