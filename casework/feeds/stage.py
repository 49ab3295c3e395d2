"""A file set apart while it waits: its rows, resolved and numbered, on the disk beside it and not in memory.

It is a database of its own that nobody but the import reads, and is thrown away with the file. So what stands
in a file comes into the instance's database as attendance, or not at all.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from struct import Struct
from typing import Any
from uuid import UUID

from casework.attendance.actions import Said
from casework.feeds.records import Fault
from casework.feeds.stage_events import Events

TABLES = """
CREATE TABLE target (no INTEGER PRIMARY KEY, group_id TEXT, day TEXT, starts INTEGER, subject TEXT);
CREATE TABLE student (no INTEGER PRIMARY KEY, id TEXT);
CREATE TABLE said (no INTEGER PRIMARY KEY, outcome, missed, validity, is_reported, is_documented, code);
CREATE TABLE told (target INTEGER, lines BLOB);
CREATE TABLE fault (line INTEGER, col TEXT, value TEXT, code TEXT, place TEXT);
CREATE TABLE place (line INTEGER PRIMARY KEY, place TEXT);
CREATE TABLE touched (id TEXT PRIMARY KEY, since TEXT);
CREATE TABLE event (key TEXT PRIMARY KEY, day TEXT, starts INTEGER, subject TEXT);
CREATE TABLE gone (key TEXT PRIMARY KEY);
CREATE TABLE event_target (key TEXT, target INTEGER, PRIMARY KEY (key, target)) WITHOUT ROWID;
CREATE TABLE known (target INTEGER PRIMARY KEY);
CREATE TABLE unnamed (target INTEGER, student INTEGER);
CREATE TABLE unclear (key TEXT PRIMARY KEY);
CREATE TABLE unsure (student INTEGER, day TEXT, PRIMARY KEY (student, day)) WITHOUT ROWID;
CREATE TABLE whole (first TEXT, last TEXT);
CREATE TABLE marked (student TEXT PRIMARY KEY, reason TEXT);
"""
TABLES_ARE = 1  # to be raised when they are made otherwise
TOUCHED = (
    "INSERT INTO touched VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET since = min(since, excluded.since)"
)
QUICK = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;"
FAULT = """
INSERT INTO fault SELECT ?1, ?2, ?3, ?4, coalesce(
  nullif(?5, ''), (SELECT place FROM place WHERE line <= ?1 ORDER BY line DESC LIMIT 1), ''
)
"""
TOLD = "SELECT target, lines FROM told ORDER BY target"
Line = tuple[int, int, int, int]  # numbers of the student and of what is said, minutes of the lesson, line
LINE = Struct("4q")


@dataclass(frozen=True, slots=True)
class Target:
    """A lesson of a group here, by its natural key."""

    group_id: UUID
    day: date
    starts: int
    subject: str


@dataclass(frozen=True)
class LessonLines:
    """All that the file says of one lesson: (student, what is said, minutes, line), in order."""

    number: int
    target: Target
    lines: Sequence[Line]


class Stage:
    """The rows of one file; `with Stage(path) as stage`. It is made anew by `begin`.

    `called` is what the file calls the columns that a fault may name.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.called: Mapping[str, str] = {}
        self._numbers: dict[str, dict[Any, int]] = {"target": {}, "student": {}, "said": {}}

    def __enter__(self) -> Stage:
        self._db = sqlite3.connect(self._path, isolation_level=None)
        self._db.executescript(QUICK)
        self.events = Events(self._db)
        return self

    def __exit__(self, *_error: object) -> None:
        self._db.close()

    def begin(self) -> None:
        """Empties it."""
        names = [name for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            self._db.execute(f"DROP TABLE {name}")
        self._db.executescript(f"{TABLES} PRAGMA user_version = {TABLES_ARE};")

    @property
    def is_older(self) -> bool:
        """Whether it was set apart by a program that made its tables otherwise, before an upgrade."""
        (made,) = self._db.execute("PRAGMA user_version").fetchone()
        return bool(made != TABLES_ARE)

    def number(self, table: str, what: Any) -> int:
        """The number of the target, student or what is said, which are written down by `close_books`."""
        numbers = self._numbers[table]
        found = numbers.get(what)
        if found is None:
            found = numbers[what] = len(numbers)
        return found

    def add_lines(self, told: Mapping[int, Sequence[int]]) -> None:
        """Adds what lines tell, by the number of their lesson: the four numbers of each, one after another.

        They are kept together, since a file has a million lines, and most of one lesson are near each other.
        """
        self._db.execute("BEGIN")
        rows = ((target, array("q", numbers).tobytes()) for target, numbers in told.items())
        self._db.executemany("INSERT INTO told VALUES (?, ?)", rows)
        self._db.execute("END")

    def add_faults(self, faults: Iterable[Fault]) -> None:
        """Adds what is wrong on lines; where it stands is what was told of the line, if nothing else is."""
        self._db.execute("BEGIN")
        self._db.executemany(FAULT, map(astuple, faults))
        self._db.execute("END")

    def add_places(self, places: Iterable[tuple[int, str]]) -> None:
        """Adds where lines stand in the other system, each from that line until the next that is told."""
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO place VALUES (?, ?)", places)
        self._db.execute("END")

    def add_unsure(self, rows: Iterable[tuple[int, date | None]]) -> None:
        """Adds of whom refused lines speak: student, and the day where it could be read."""
        self._db.execute("BEGIN")
        said = ((student, day.isoformat() if day else "") for student, day in rows)
        self._db.executemany("INSERT OR IGNORE INTO unsure VALUES (?, ?)", said)
        self._db.execute("END")

    def unsure(self) -> dict[str, set[int]]:
        """By day, of whom refused lines speak; those of no day in particular under the empty one."""
        found: dict[str, set[int]] = {}
        for student, day in self._db.execute("SELECT student, day FROM unsure"):
            found.setdefault(day, set()).add(student)
        return found

    def close_books(self) -> None:
        """Writes down what the numbers stand for: all rows are there."""
        targets = (
            (no, one.group_id.hex, one.day.isoformat(), one.starts, one.subject)
            for one, no in self._numbers["target"].items()
        )
        students = ((no, one.hex) for one, no in self._numbers["student"].items())
        said = ((no, *astuple(one)) for one, no in self._numbers["said"].items())
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO target VALUES (?, ?, ?, ?, ?)", targets)
        self._db.executemany("INSERT INTO student VALUES (?, ?)", students)
        self._db.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?)", said)
        self._db.execute("END")

    def students(self) -> dict[int, UUID]:
        """The students by number."""
        return {no: UUID(hex=one) for no, one in self._db.execute("SELECT no, id FROM student")}

    def said(self) -> dict[int, Said]:
        """What is said, by number."""
        rows = self._db.execute("SELECT * FROM said")
        return {
            no: Said(outcome, missed, validity, bool(reported), bool(documented), code)
            for no, outcome, missed, validity, reported, documented, code in rows
        }

    def lessons(self) -> Iterator[LessonLines]:
        """Every lesson with its lines."""
        targets = self._db.execute("SELECT group_id, day, starts, subject, no FROM target ORDER BY no")
        for no, told in groupby(self._db.execute(TOLD), itemgetter(0)):
            group, day, starts, subject, found = next(targets)
            while found != no:
                group, day, starts, subject, found = next(targets)
            target = Target(UUID(hex=group), date.fromisoformat(day), starts, subject)
            yield LessonLines(no, target, sorted(LINE.iter_unpack(b"".join(lines for _, lines in told))))

    def faults(self, limit: int = -1, offset: int = 0) -> list[Fault]:
        """What is wrong, in the order of the lines; all of it, or a page."""
        order = "SELECT * FROM fault ORDER BY line, rowid LIMIT ? OFFSET ?"
        return [Fault(*row) for row in self._db.execute(order, (limit, offset))]

    def fault_lines(self) -> int:
        """How many lines have something wrong."""
        found: int = self._db.execute("SELECT count(DISTINCT line) FROM fault").fetchone()[0]
        return found

    def fault_count(self) -> int:
        """How many things are wrong."""
        found: int = self._db.execute("SELECT count(*) FROM fault").fetchone()[0]
        return found

    def keep_marked(self, reasons: Mapping[str, str]) -> None:
        """Keeps whose identity is protected there, by the other system's names, and as what."""
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR REPLACE INTO marked VALUES (?, ?)", reasons.items())
        self._db.execute("END")

    def marked(self) -> dict[str, str]:
        """Whose identity is protected there, by the other system's names, and as what."""
        return dict(self._db.execute("SELECT student, reason FROM marked"))

    def keep_touched(self, since: Mapping[UUID, date]) -> None:
        """Keeps whose figures have changed, each from which day on, until their signals are worked out."""
        self._db.execute("BEGIN")
        rows = ((one.hex, day.isoformat()) for one, day in since.items())
        self._db.executemany(TOUCHED, rows)
        self._db.execute("END")

    def touched(self) -> dict[UUID, date]:
        """Whose signals are to be worked out, each with the first day that has changed."""
        rows = self._db.execute("SELECT id, since FROM touched ORDER BY id")
        return {UUID(hex=one): date.fromisoformat(since) for one, since in rows}
