"""Lessons with attendance, as an SS 12000 system tells them, become the records that files give.

An attendance is one student in one lesson (a calendar event). Real systems leave much out: only ids and what
is used is asked of an answer. Who should be in a lesson and is not named is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from casework.attendance.actions import UNKNOWN, Said
from casework.clock import day_and_minute, school_date
from casework.feeds import cells as read
from casework.feeds.around import Around
from casework.feeds.faulty import Faulty
from casework.feeds.outcomes import (
    MINUTE,
    NOT_OFFERED,
    Json,
    Span,
    flag,
    is_reported,
    moment,
    own_span,
    said_of,
    sums_say,
    whole,
)
from casework.feeds.records import Fault, Found, LessonName, Record, StudentName
from casework.people.names import LONGEST_KEY, is_key
from casework.ss12000.entries import inner, ref, several, text
from casework.web.sheets import shown

EVENTS, ATTENDANCES, SUMS = "calendarEvents", "attendances", "aggregatedAttendance"
MORNING = 8 * 60  # of a day's sums, which do not say when
DAY_MINUTES = 24 * 60
ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class EventRecord(Record):
    """A record with the event that it is of. `is_named`: the system has said something of the student."""

    event: str = ""
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """That there is such an event, and when: an earlier lesson of it at another time is not held."""

    event: str
    day: date
    starts: int
    subject: str


@dataclass(frozen=True, slots=True)
class Gone:
    """That the event is not held."""

    event: str


@dataclass(frozen=True)
class Told:
    """An event with all of its attendances."""

    event: Json
    attendances: Sequence[Json]


@dataclass(frozen=True, slots=True)
class Unclear:
    """That something of the event cannot be read: what is known of its lessons stays as it is.

    Without the event's name nobody can tell which lessons these are: then nothing that is missing from the
    answer may be taken as not held.
    """

    event: str


Spoken = Found | Held | Gone | Unclear


class EventReader:
    """Reads events one after another; it numbers what they say, as the lines of a file are."""

    def __init__(self, around: Around, now: datetime) -> None:
        self._around, self._now, self._line = around, now, 0
        self._students: dict[str, StudentName] = {}

    def event(self, told: Told) -> Iterator[Spoken]:
        """What the event says; nothing where it is none of ours.

        Of one to come it says only when it is held: that of a later day, and that of today which nobody has
        reported.
        """
        activity = self._around.activity_of(told.event)
        if not self._around.is_ours(activity):
            return
        seen = Faulty()
        key, is_cancelled = _key(seen, told.event, "id"), flag(seen, told.event, "cancelled")
        if is_cancelled and not seen.faults:
            yield Gone(key)
            return
        span, begins = _span(seen, told.event), moment(told.event, "startTime")
        subject = _subject(seen, activity)
        if seen.faults or span is None:
            yield from self._faults(seen, _place(school_date(begins) if begins else None, EVENTS, key))
            yield Unclear(key)
            return
        lesson = LessonName(*day_and_minute(span.begins), span.minutes, subject)
        yield Held(key, lesson.day, lesson.starts, lesson.subject)
        is_over = span.ends <= self._now or any(map(is_reported, told.attendances))
        if is_over and lesson.day <= school_date(self._now):
            yield from self._records(told, key, activity, lesson, span)

    def _records(
        self, told: Told, key: str, activity: Json, lesson: LessonName, span: Span
    ) -> Iterator[Found]:
        members, alone = self._around.members(activity, lesson.day), self._around.only_group(activity)
        places = {
            name: LessonName(lesson.day, lesson.starts, lesson.minutes, lesson.subject, name)
            for name in (*members.values(), alone)
        }
        exceptions = {ref(one, "student"): one for one in several(told.event, "studentExceptions")}
        rest, is_sure = dict(members), all(ref(one, "student") for one in told.attendances)
        for one in told.attendances:
            seen = Faulty()
            student = _key(seen, inner(one, "student"), "id", "student")
            own = own_span(exceptions[student], span) if student in exceptions else span
            said = said_of(seen, one, lesson.minutes, own, self._around.notices(student))
            place = places[members.get(student, alone)]
            rest.pop(student, None)
            is_named = bool(seen.faults) or is_reported(one)
            if said is None or seen.faults:
                where = (ATTENDANCES, text(one, "id")) if text(one, "id") else (EVENTS, key)
                yield from self._faults(seen, _place(lesson.day, *where))
                said = UNKNOWN  # what was known of them in the lesson stays
            if student:
                yield self._record(student, place, said, key, is_named=is_named)
        for student, group in rest.items():
            is_away = exceptions.get(student, {}).get("participates") is False
            said = NOT_OFFERED if is_away else UNKNOWN
            yield self._record(student, places[group], said, key, is_named=is_away or not is_sure)

    def sums(self, row: Json, day: date) -> Iterator[Found]:
        """One student's sums of an activity on the day: a lesson of so many minutes as were reported."""
        activity, seen = self._around.activity_of(row), Faulty()
        if not self._around.is_ours(activity):
            return
        student = _key(seen, inner(row, "student"), "id", "student")
        if text(row, "startDate")[:10] < text(row, "endDate")[:10]:
            seen.faults.append(("endDate", shown(text(row, "endDate")), "longer_than_day"))
        subject, told = _subject(seen, activity), sums_say(seen, row)
        if seen.faults:
            whose = f" ({student})" if student else ""  # a sum has no id; values are told to who has asked
            seen.faults = [(column, value + whose, code) for column, value, code in seen.faults]
            yield from self._faults(seen, _place(day, SUMS, text(activity, "id")))
        elif told and told[0] <= DAY_MINUTES:
            group = self._around.members(activity, day).get(student, self._around.only_group(activity))
            lesson = LessonName(day, MORNING, told[0], subject, group)
            yield self._record(student, lesson, told[1], "")

    def _record(
        self, student: str, lesson: LessonName, said: Said, event: str, *, is_named: bool = True
    ) -> EventRecord:
        self._line += 1
        name = self._students.setdefault(student, StudentName(student))
        return EventRecord(self._line, name, lesson, said, event, is_named)

    def _faults(self, seen: Faulty, place: str) -> Iterator[Fault]:
        self._line += 1
        for fault in seen.faults:
            yield Fault(self._line, *fault, place)


def place_of(record: EventRecord) -> str:
    """Where the record stands in the other system."""
    return _place(record.lesson.day, EVENTS if record.event else SUMS, record.event)


def _place(day: date | None, name: str, key: str) -> str:
    """Day, list and id there; an id says nothing of anybody by itself."""
    where = f"{name}/{shown(key)}" if key else name
    return f"{day.isoformat()} {where}" if day else where


def _key(seen: Faulty, entry: Json, name: str, column: str = "") -> str:
    """The id that stands there; empty where none does that can be kept, which is noted."""
    key = text(entry, name)
    if not key or not is_key(key):
        code = "missing" if not key else "hidden_sign" if len(key) <= LONGEST_KEY else "too_long"
        seen.faults.append((column or name, shown(key), code))
        return ""
    return key


def _span(seen: Faulty, event: Json) -> Span | None:
    """When the event is, and for how many minutes students have it; nothing where that is not told."""
    begins, ends = moment(event, "startTime"), moment(event, "endTime")
    if begins is None or not begins.date() >= read.EARLIEST:
        code = "unlikely_day" if begins else "not_a_time"
        seen.faults.append(("startTime", shown(text(event, "startTime")), code))
        return None
    lasts = whole(seen, event, "teachingLengthStudent")
    if not lasts and ends:
        lasts = round((ends - begins) / MINUTE)
    if not lasts or not 0 < lasts <= DAY_MINUTES:
        seen.faults.append(("endTime", shown(text(event, "endTime")), "no_length"))
        return None
    until = ends if ends and begins < ends <= begins + ONE_DAY else begins + lasts * MINUTE
    return Span(begins, until, lasts)


def _subject(seen: Faulty, activity: Json) -> str:
    cells = {"activity": text(activity, "displayName")[: read.LONGEST_SUBJECT]}
    return seen.take(cells, "activity", read.text) or ""
