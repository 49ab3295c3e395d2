"""Reads the XML of Edlevo's services for absence and presence (Absence API v2), event by event.

A file that declares anything about its own document type is refused: so nothing in it can unfold or lead
elsewhere. Names are matched without their namespace, which differs between installations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from casework.attendance.actions import PRESENT, Said
from casework.clock import SCHOOL_ZONE
from casework.engine.register import Validity
from casework.feeds import cells as read
from casework.feeds.cells import Bad
from casework.feeds.faulty import Faulty
from casework.feeds.meaning import in_part
from casework.feeds.opening import PIECE
from casework.feeds.records import Fault, Found, LessonName, Record, StudentName, Unreadable, Unsure
from casework.people.names import LONGEST_KEY
from casework.web.sheets import shown

LONGEST_TEXT = 4000  # signs in one element
DEEPEST = 20
CALLED = {"key": "personid", "group": "grouporclassname", "minutes": "lessonminutes", "code": "reason",
          "starts": "start"}  # fmt: skip


class _Forbidden(Exception):
    """The file brings its own document type."""


class _Events:
    """Gathers one event after the other while the parser goes through the file."""

    def __init__(self) -> None:
        self.ready: list[tuple[int, dict[str, str]]] = []
        self.is_known = False
        self._path: list[str] = []
        self._text: list[str] = []
        self._size = 0
        self._person = ""
        self._event: dict[str, str] | None = None
        self._line = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data

    def _refuse(self, *_declared: object) -> None:
        raise _Forbidden

    def _start(self, name: str, _attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2]
        if not self._path and local != "persons":
            raise Unreadable("other_xml", local[:40])
        self.is_known = True
        self._path.append(local)
        if len(self._path) > DEEPEST:
            raise Unreadable("other_xml", local[:40])
        self._text, self._size = [], 0
        if local == "event":
            self._event, self._line = {}, self.parser.CurrentLineNumber
        elif local == "person":
            self._person = ""

    def _data(self, data: str) -> None:
        self._size += len(data)
        if self._size <= LONGEST_TEXT:
            self._text.append(data)

    def _end(self, _name: str) -> None:
        local, text = self._path.pop(), "".join(self._text).strip()
        self._text = []
        if local == "personid" and self._event is None and self._path[-1:] == ["person"]:
            self._person = text
        elif local == "event" and self._event is not None:
            self.ready.append((self._line, {**self._event, "personid": self._person}))
            self._event = None
        elif self._event is not None:
            self._event.setdefault(local, text)


def records(path: Path, *, is_presence: bool, latest: date) -> Iterator[Found]:
    """The records and faults of the file. Raises Unreadable for other XML, and for a file that is cut off."""
    events = _Events()
    with path.open("rb") as file:
        for piece in _pieces(file):
            _feed(events, piece)
            yield from _read(events, is_presence, latest)
    _feed(events, b"", is_final=True)
    yield from _read(events, is_presence, latest)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _feed(events: _Events, piece: bytes, *, is_final: bool = False) -> None:
    try:
        events.parser.Parse(piece, is_final)
    except _Forbidden:
        raise Unreadable("declares_itself") from None
    except expat.ExpatError as error:
        code = "cut_off" if is_final and events.is_known else "broken_xml"
        raise Unreadable(code, str(error.lineno)) from None
    except (LookupError, ValueError):  # the first line names signs that nobody knows, or that are not letters
        raise Unreadable("broken_xml", "1") from None


def _read(events: _Events, is_presence: bool, latest: date) -> Iterator[Found]:
    for line, event in events.ready:
        if "reason" in event:  # what is not a lesson, such as a day at preschool, is nothing of ours
            yield from _record(line, event, is_presence, latest)
    events.ready.clear()


def _record(line: int, event: Mapping[str, str], is_presence: bool, latest: date) -> Iterator[Found]:
    seen = Faulty()
    key = seen.take(event, "personid", read.text, LONGEST_KEY)
    if key == "":
        seen.faults.append(("personid", "", "missing"))
    begins = seen.take(event, "start", _moment, latest)
    lasts = seen.take(event, "lessonminutes", _whole)
    missed = seen.take(event, "minutes", _whole)
    subject = seen.take(event, _subject(event), read.text)
    group = seen.take(event, "grouporclassname", read.text)
    if lasts is not None and not 0 < lasts <= 24 * 60:
        seen.faults.append(("lessonminutes", shown(event.get("lessonminutes", "")), "no_length"))
    said = _said(seen, event, missed or 0, lasts or 0, is_presence=is_presence)
    if seen.faults or not (key and begins and lasts and said):
        yield from (Fault(line, *fault) for fault in seen.faults)
        if key:
            yield Unsure(StudentName(key), begins.date() if begins else None)
        return
    starts = begins.hour * 60 + begins.minute
    lesson = LessonName(begins.date(), starts, lasts, subject or "", group or "")
    yield Record(line, StudentName(key), lesson, said)


def _subject(event: Mapping[str, str]) -> str:
    return "courseorsubjectname" if event.get("courseorsubjectname") else "courseorsubjectcode"


def _said(
    seen: Faulty, event: Mapping[str, str], minutes: int, lasts: int, *, is_presence: bool
) -> Said | None:
    """What the event says; `minutes` are those of what its service tells of, absence or presence."""
    reason = event["reason"]
    if reason not in ("Valid", "Invalid", "LateArrival", "Present"):
        seen.faults.append(("reason", shown(reason), "unknown_code"))
        return None
    if minutes > lasts:
        seen.faults.append(("minutes", str(minutes), "more_than_lesson"))
        return None
    if reason == "Present" and not is_presence:
        return PRESENT
    missed, is_all = (lasts - minutes, minutes == lasts) if is_presence else (minutes, False)
    if is_all:
        return PRESENT
    if not minutes:  # nobody was there for no time, or away for none
        seen.faults.append(("minutes", str(minutes), "no_minutes"))
        return None
    validity = "undecided" if is_presence else _validity(reason)
    return in_part(missed, lasts, validity, is_late=reason == "LateArrival", code=reason)


def _validity(reason: str) -> Validity:
    known: dict[str, Validity] = {"Valid": "valid", "Invalid": "invalid"}
    return known.get(reason, "undecided")


def _moment(cell: str, latest: date) -> datetime:
    """The moment by the school's clock. Raises Bad."""
    try:
        found = datetime.fromisoformat(cell)
    except ValueError:
        raise Bad("missing" if not cell else "not_a_moment") from None
    found = found.astimezone(SCHOOL_ZONE) if found.tzinfo else found
    if not read.EARLIEST <= found.date() <= latest:
        raise Bad("unlikely_day" if found.date() < read.EARLIEST else "in_future")
    return found


def _whole(cell: str) -> int:
    return read.minutes(read.amount(cell), "minutes")
