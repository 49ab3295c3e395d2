"""Reads a file with a school's year, iCalendar or a table: which terms, breaks and staff days it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from icalendar import Calendar, Event

from casework.administration import headings
from casework.administration.calendar_rows import LONGEST, ONE_DAY, YEARS
from casework.administration.lines import DAYS
from casework.administration.tables import MOST_ROWS, Row, Unreadable, table_of
from casework.attendance.calendars import LaidCalendar
from casework.clock import days_in, local
from casework.engine.school_calendar import Term

SHORTEST_TERM = timedelta(days=14)
LONGEST_WORDS = 120
BEGINNING = "BEGIN:VCALENDAR"

# How calendars of schools in Sweden, Norway and in English call what we look for, in small letters.
STAFF_DAY = re.compile(
    r"studiedag|planeringsdag|planleggingsdag|kompetens\w*dag|\bk-dag|personaldag|elevfri|\bstaff"
    r"|training day|in-?service|\binset\b"
)
BREAK = re.compile(
    r"lov(et)?\b|lovdag|lovvecka|ferie|\bbreak|holiday|vacation|klämdag|inneklemt|\bfridag|skolfri|skolefri|\bfri\b"
    r"|påskledig|ledig dag|school closed"
)
TERM = re.compile(r"termin|\bterm\b|semester|halvår")
EDGE_OF_SCHOOL = re.compile(
    r"skole?(start|avslut|slut|dag)|skol(an|en) (börja|slut|begyn|start)|termin|\bterm\b|semester|halvår"
    r"|school (starts|begins|ends)|day of school"
)
BEGINS = re.compile(r"börja|start|begin|begyn|första|første|first")
ENDS = re.compile(r"slut|avslut|\bend|sista|siste|last")
LONG_BREAK = re.compile(r"\b(jul|sommar|sommer|summer|christmas|winter break)")  # terms end before these
NOT_SCHOOL = re.compile(r"fritids|lovskol|\bsfo\b|\baks\b")
TEACHERS_OWN = re.compile(r"lärar|lærer|personal|teacher")  # their term is longer than the students'


class Entry(NamedTuple):
    """A line or an event that says what there is on which days."""

    line: int
    words: str
    first: date
    last: date


class Left(NamedTuple):
    """One that is not taken: its line, what it says there, and why (`code`)."""

    line: int
    words: str
    code: str


@dataclass(frozen=True)
class FileCalendar:
    """What a file tells: the calendar, and what was not taken."""

    laid: LaidCalendar
    left: tuple[Left, ...]


class _Bad(Exception):
    """Why an entry is not taken."""


def read_calendar(text: str, language: str) -> FileCalendar:
    """The year that the text tells. Raises Unreadable where it is neither of the two kinds of file."""
    is_ics = text.lstrip("\ufeff \r\n")[: len(BEGINNING)].upper() == BEGINNING
    found, left = [], []
    for one in _events(text) if is_ics else _lines(text, language):
        if isinstance(one, Left):
            left.append(one)
        else:
            found.append(one)
    laid, others = _laid(found)
    return FileCalendar(laid, tuple(sorted([*left, *others])))


def _lines(text: str, language: str) -> Iterator[Entry | Left]:
    table = table_of(text, headings.known("calendar"), headings.required("calendar", language))
    for row in table.rows:
        words = row.cell("what")[:LONGEST_WORDS]
        try:
            first = _day(row, "first")
            yield Entry(row.line, words, first, _day(row, "last") if row.cell("last") else first)
        except _Bad as bad:
            yield Left(row.line, str(bad.args[1]), bad.args[0])


def _day(row: Row, column: str) -> date:
    cell = row.cell(column)
    found = next(days_in(cell, DAYS), None)
    if found is None:
        raise _Bad("not_a_day" if cell else "no_day", cell[:LONGEST_WORDS] or row.cell("what"))
    return found


def _events(text: str) -> Iterator[Entry | Left]:
    if not text.rstrip().upper().endswith("END:VCALENDAR"):
        raise Unreadable("cut_off")
    lines = [
        number for number, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT"
    ]
    if len(lines) > MOST_ROWS:
        raise Unreadable("too_many_rows")
    try:
        calendars = Calendar.from_ical(text.lstrip("\ufeff \r\n"), multiple=True)
        events = [event for calendar in calendars for event in calendar.events]
    except (ValueError, AttributeError):  # the library's own way with some broken lines
        raise Unreadable("broken_calendar") from None
    if not events:
        raise Unreadable("no_events")
    for line, event in zip(lines, events, strict=False):
        words = " ".join(str(event.get("summary", "")).split())[:LONGEST_WORDS]
        try:
            yield Entry(line, words, *_days(event))
        except _Bad as bad:
            yield Left(line, words, bad.args[0])


def _days(event: Event) -> tuple[date, date]:
    """The first and the last day of an event that takes up whole days."""
    if str(event.get("status", "")).upper() == "CANCELLED":
        raise _Bad("cancelled")
    if "rrule" in event or "rdate" in event:
        raise _Bad("repeats")
    try:
        begins, ends = _at_school(event.start), _at_school(event.end)
    except (ValueError, OverflowError):
        raise _Bad("not_a_day") from None
    if isinstance(begins, datetime) and isinstance(ends, datetime):
        if (begins.time(), ends.time()) != (time(), time()):
            raise _Bad("part_of_day")
        begins, ends = begins.date(), ends.date()
    return begins, ends - ONE_DAY if ends > begins else begins


def _at_school(moment: date) -> date:
    return local(moment) if isinstance(moment, datetime) and moment.tzinfo else moment


def _laid(entries: Iterable[Entry]) -> tuple[LaidCalendar, list[Left]]:
    """The terms and closed days that the entries tell, and those that tell neither."""
    kinds: dict[str, list[Entry]] = {kind: [] for kind in ("term", "begins", "ends", "break", "staff_day")}
    left: list[Left] = []
    for entry in entries:
        kind = _kind(entry)
        if kind in kinds:
            kinds[kind].append(entry)
        else:
            left.append(Left(entry.line, entry.words, kind))
    terms, others = _terms(kinds["term"], _paired(kinds["begins"], kinds["ends"], left))
    closed = {
        entry.first + timedelta(days=number): reason
        for reason in ("break", "staff_day")
        for entry in kinds[reason]
        for number in range((entry.last - entry.first).days + 1)
    }
    return LaidCalendar(terms, dict(sorted(closed.items()))), left + others


def _kind(entry: Entry) -> str:
    """What the entry is (`term`, `begins`, `ends`, `break`, `staff_day`), or why it is none of these."""
    words = entry.words.casefold()
    if not {entry.first.year, entry.last.year} <= {*YEARS}:
        return "unlikely_day"
    if entry.last < entry.first or entry.last - entry.first > LONGEST:
        return "not_a_stretch"
    if NOT_SCHOOL.search(words):
        return "unknown"
    if STAFF_DAY.search(words):
        return "staff_day"
    if TEACHERS_OWN.search(words):
        return "unknown"
    if entry.first == entry.last and (BEGINS.search(words) or ENDS.search(words)):
        return _edge(words)
    if BREAK.search(words):
        return "break"
    return "term" if TERM.search(words) and entry.last - entry.first >= SHORTEST_TERM else "unknown"


def _edge(words: str) -> str:
    """What a day is that begins or ends something: a term where they say so, and no other break."""
    if BREAK.search(words) and not LONG_BREAK.search(words):
        return "edge_of_break"
    if not EDGE_OF_SCHOOL.search(words):
        return "edge_of_break" if BREAK.search(words) else "unknown"
    return "begins" if BEGINS.search(words) else "ends"


def _paired(begins: list[Entry], ends: list[Entry], left: list[Left]) -> Iterator[Entry]:
    """Terms of which one entry tells the first day and a later one the last."""
    edges = sorted([*((one.first, 0, one) for one in begins), *((one.first, 1, one) for one in ends)])
    used = set()
    for (first, is_end, begun), (last, is_other_end, ended) in pairwise(edges):
        if not is_end and is_other_end and SHORTEST_TERM <= last - first <= LONGEST:
            used |= {begun, ended}
            yield Entry(begun.line, begun.words, first, last)
    left += [Left(one.line, one.words, "alone") for *_, one in edges if one not in used]


def _terms(whole: list[Entry], paired: Iterable[Entry]) -> tuple[tuple[Term, ...], list[Left]]:
    """The terms in order; one that overlaps another is left, and of two ways to say one the whole counts."""
    kept: list[Term] = []
    left: list[Left] = []
    for entry in [*sorted(whole, key=lambda one: one.last - one.first), *paired]:
        term = Term(entry.first, entry.last)
        if term in kept:
            continue
        if any(one.overlaps(term) for one in kept):
            left.append(Left(entry.line, entry.words, "terms_overlap"))
        else:
            kept.append(term)
    return tuple(sorted(kept, key=lambda term: term.first)), left
