"""Reads the rows of a table by a profile: each becomes a record, or says what is wrong with it.

The same cells come back a thousand times in such files; what they say is worked out once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from casework.attendance.actions import Said
from casework.feeds import cells as read
from casework.feeds.faulty import Cells, Faulty
from casework.feeds.meaning import meant
from casework.feeds.profile import Profile
from casework.feeds.records import Fault, Found, LessonName, Record, StudentName, Unsure
from casework.feeds.table import Row, row_fault, width_fault
from casework.people.names import LONGEST_KEY
from casework.web.sheets import shown

STUDENT = ("key", "given", "family", "born")
LESSON = ("day", "until", "starts", "ends", "minutes", "session", "subject", "group")
SAID = ("code", "missed", "valid", "invalid", "registered", "notified")
BREAK = re.compile(r" *[\r\n]+ *")  # what a cell says is on one line
MOST_KEPT = 50_000  # what different cells said, in memory at once
MORNING, AFTERNOON = 8 * 60, 12 * 60
USUAL_SESSION, USUAL_DAY = 180, 360  # minutes of what no column and no profile tells
LONGEST_PERIOD = timedelta(days=100)


class _Memo(dict[Any, Any]):
    """What has been read, by the cells that it was read from; bounded."""

    def __init__(self, what: Callable[[Any], Any]) -> None:
        super().__init__()
        self._what = what

    def __missing__(self, key: Any) -> Any:
        if len(self) >= MOST_KEPT:
            self.clear()
        found = self[key] = self._what(key)
        return found


class TableReader:
    """Reads rows in which the columns lie at the `places`; `latest` is the last day that can have been."""

    def __init__(
        self, profile: Profile, places: Mapping[str, int], headings: tuple[str, ...], latest: date
    ) -> None:
        self._profile, self._places, self._latest = profile, places, latest
        self._headings = headings
        # What each column is called in the file; where it has no headings, its number.
        self.called = {
            name: headings[place] if headings else str(place + 1) for name, place in places.items()
        }
        self._width = len(headings) or max(places.values()) + 1
        self._codes = {code.casefold(): meaning for code, meaning in profile.codes.items()}

    def records(self, rows: Iterable[Row], *, has_open_end: bool = False) -> Iterator[Found]:
        """The records and faults of the rows; `has_open_end` where the last line has no end."""
        of_student, students = self._part(STUDENT, self._student)
        of_lesson, lessons = self._part(LESSON, self._lessons)
        of_said, _ = self._part(SAID, None)
        said = _Memo(lambda key: self._said(self._cells(SAID, key[0]), key[1]))
        width = self._width
        short: tuple[int, list[str]] | None = None
        for line, cells in rows:
            if short:
                yield from self._too_short(*short, "too_few_cells")
                short = None
            number = len(cells)
            if number < width:
                short = (line, cells)
                continue
            if number > width and self._headings:
                fault = width_fault(line, cells, width)
                if fault:
                    yield fault
                    yield from _unsure(students[of_student(cells)], Faulty())
                    continue
            who, held, what = students[of_student(cells)], lessons[of_lesson(cells)], of_said(cells)
            if who.__class__ is Faulty or held.__class__ is Faulty:
                yield from self._faults(line, who, held)
                yield from _unsure(who, held)
                continue
            for lesson in held:
                told = said[what, lesson.minutes]
                if told.__class__ is Faulty:
                    yield from self._faults(line, told)
                    yield from _unsure(who, held)
                    break
                yield Record(line, who, lesson, told)
        if short:
            yield from self._too_short(*short, "cut_off" if has_open_end else "too_few_cells")

    def _too_short(self, line: int, cells: list[str], code: str) -> Iterator[Found]:
        """The fault of a row that ends early: at the first column that is not there."""
        number = len(cells)
        if not cells:
            yield row_fault(line, cells)
            return
        yield Fault(line, self._headings[number] if self._headings else str(number + 1), "", code)
        names = [name for name in STUDENT if name in self._places]
        if all(self._places[name] < number for name in names):
            there = self._cells(STUDENT, tuple(cells[self._places[name]] for name in names))
            yield from _unsure(self._student(there), Faulty())

    def _part(self, names: tuple[str, ...], what: Any) -> tuple[Callable[[list[str]], Any], _Memo]:
        """How the part's cells are picked from a row, and what they have said so far."""
        places = [self._places[name] for name in names if name in self._places]
        pick: Callable[[list[str]], Any] = itemgetter(*places) if places else lambda _row: ()
        return pick, _Memo(lambda key: what(self._cells(names, key)))

    def _cells(self, names: tuple[str, ...], picked: tuple[str, ...] | str) -> Cells:
        """The part's cells by their columns; the cell of a single one is picked by itself."""
        there = (name for name in names if name in self._places)
        cells = (picked,) if isinstance(picked, str) else picked
        return {name: BREAK.sub(" ", cell).strip() for name, cell in zip(there, cells, strict=True)}

    def _faults(self, line: int, *parts: Any) -> Iterator[Fault]:
        for part in parts:
            if isinstance(part, Faulty):
                for column, value, code in part.faults:
                    yield Fault(line, self.called.get(column, ""), value, code)

    def _student(self, cells: Cells) -> StudentName | Faulty:
        seen = Faulty()
        key = seen.take(cells, "key", read.text, LONGEST_KEY) or ""
        given = seen.take(cells, "given", read.text) or ""
        family = seen.take(cells, "family", read.text) or ""
        by_name = {"given", "family", "born"} <= cells.keys()
        born = seen.take(cells, "born", read.birth, self._profile.days) if by_name and not key else None
        if not seen.faults and not key and not (given and family and born):
            seen.faults.append(("key" if "key" in cells else "family", "", "missing"))
        return seen if seen.faults else StudentName(key, given, family, born)

    def _lessons(self, cells: Cells) -> tuple[LessonName, ...] | Faulty:
        seen, row = Faulty(), self._profile.row
        first = seen.take(cells, "day", read.day, self._profile.days, self._latest)
        last = first
        if row == "period":
            last = seen.take(cells, "until", read.day, self._profile.days, self._latest)
        starts = self._starts(seen, cells)
        minutes = self._minutes(seen, cells, starts)
        subject = seen.take(cells, "subject", read.text)
        group = seen.take(cells, "group", read.text)
        if first and last and not timedelta(0) <= last - first <= LONGEST_PERIOD:
            seen.faults.append(("until", shown(cells.get("until", "")), "not_a_period"))
        if seen.faults or first is None or last is None:
            return seen
        days = [first] if row != "period" else list(_weekdays(first, last))
        return tuple(LessonName(day, starts, minutes, subject or "", group or "") for day in days)

    def _starts(self, seen: Faulty, cells: Cells) -> int:
        row = self._profile.row
        if row == "lesson":
            return seen.take(cells, "starts", read.minute) or 0
        if row == "session":
            return AFTERNOON if seen.take(cells, "session", read.half_day) else MORNING
        return MORNING

    def _minutes(self, seen: Faulty, cells: Cells, starts: int) -> int:
        """How long the lesson is: as a column says, until its end, or as is usual."""
        column = "minutes" if cells.get("minutes") else "ends"
        found: int | None = None
        if cells.get("minutes"):
            number = seen.take(cells, "minutes", read.amount)
            found = read.minutes(number, self._profile.lengths) if number is not None else 1
        elif cells.get("ends"):
            ends = seen.take(cells, "ends", read.minute)
            found = ends - starts if ends is not None else 1
        elif self._profile.usual_minutes:
            found = self._profile.usual_minutes
        elif self._profile.row != "lesson":
            found = USUAL_SESSION if self._profile.row == "session" else USUAL_DAY
        if found is None or not 0 < found <= 24 * 60:
            seen.faults.append((column, shown(cells.get(column, "")), "no_length"))
        return found or 0

    def _said(self, cells: Cells, minutes: int) -> Said | Faulty:
        seen = Faulty()
        if "registered" in cells and seen.take(cells, "registered", read.yes) is False:
            return Said("unknown")
        said = meant(seen, cells, self._profile, self._codes, minutes)
        return seen if seen.faults or said is None else said


def _unsure(who: StudentName | Faulty, held: tuple[LessonName, ...] | Faulty) -> Iterator[Unsure]:
    """Of whom the refused line speaks, where that can be read, and on which days."""
    if not isinstance(who, Faulty):
        days = [None] if isinstance(held, Faulty) else [one.day for one in held]
        yield from (Unsure(who, day) for day in days)


def _weekdays(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.weekday() < 5:
            yield day
