"""Asks an SS 12000 system for attendance: that of the school year, or what has changed since a moment.

Lessons are asked for with the attendance in them. What is expanded so does not make a lesson a changed one:
changed attendances are asked for beside, and lead to their lessons. What has been taken out is told by id
alone: where any of it is attendance or lessons, everything is asked for anew, and what is missing shows. A
system without lessons is asked for the sums of each day. Nothing says which of them have changed, and
teachers report late and correct: those of the last two months are asked for every time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from casework.clock import day_begins, school_date
from casework.engine.school_calendar import school_year
from casework.feeds.around import Around, schools_in
from casework.feeds.events import ATTENDANCES, EVENTS, SUMS, EventReader, Spoken, Told
from casework.feeds.outcomes import moment, notices_of
from casework.ss12000.entries import by_id, inner, marked_in, ref, text
from casework.ss12000.wire import Client, Json, NotThere

ABSENCES, DELETED, MODIFIED = "absences", "deletedEntities", "meta.modified.after"
ONE_DAY, SUMS_BACK = timedelta(days=1), timedelta(days=60)
# What the system calls what a fault of a lesson, or of a sum, may name.
CALLED = {"key": "student", "group": "groups", "starts": "startTime", "minutes": "teachingLengthStudent"}
SUMS_CALLED = {"key": "student", "group": "activity", "starts": "startDate", "minutes": "reportedSum"}


@dataclass(frozen=True)
class Answers:
    """What the system says; a whole answer has every lesson of these days, and others are not held then.

    `marked` are, when all is said, those whose identity is protected there, and what that is called.
    """

    said: Iterator[Spoken]
    first: date
    last: date
    marked: Mapping[str, str]
    is_whole: bool
    called: Mapping[str, str] = field(default_factory=lambda: CALLED)


class _Watching:
    """The client, and whose identity any of its answers says is protected."""

    def __init__(self, client: Client) -> None:
        self.get, self._client = client.get, client
        self.marked: dict[str, str] = {}

    def one(self, path: str, key: str) -> Json:
        """The entry by that id."""
        found = self._client.one(path, key)
        self.marked |= marked_in([found])
        return found

    def pages(self, path: str, parameters: Mapping[str, str]) -> Iterator[Json]:
        """The entries of a list."""
        for one in self._client.pages(path, parameters):
            self.marked |= marked_in([one])
            yield one


def ask(asked: Client, known: Collection[str], *, since: datetime | None, now: datetime) -> Answers:
    """The answers; since nothing: those of the whole school year. Raises NoAnswer, also while they are read.

    `known` are the ids of the schools that are here: those of others are left out.
    """
    client = _Watching(asked)
    begin, today = school_year(school_date(now))[0], school_date(now)
    since = since if since and since >= day_begins(begin) else None
    if not _has_lessons(client, today):
        first = max(begin, school_date(since) - SUMS_BACK) if since else begin
        reader = EventReader(_around(client, known, today, today), now)
        return Answers(
            _sums(client, reader, first, today),
            first,
            today,
            client.marked,
            is_whole=False,
            called=SUMS_CALLED,
        )
    if since is None or _is_taken_out(client, since):
        reader = EventReader(_around(client, known, begin, today), now)
        every = _lessons(client, _days(begin, today))
        said = (each for told in every for each in reader.event(told))
        return Answers(said, begin, today, client.marked, is_whole=True)
    changed = _changed(client, begin, since, today)
    days = [found.date() for told in changed if (found := moment(told.event, "startTime"))]
    reader = EventReader(_around(client, known, min([*days, today]) - ONE_DAY, today), now)
    said = (each for told in changed for each in reader.event(told))
    return Answers(said, begin, today, client.marked, is_whole=False)


def _has_lessons(client: _Watching, today: date) -> bool:
    try:
        client.get(EVENTS, {"limit": "1", **_days(today, today)})
    except NotThere:
        return False
    return True


def _days(first: date, last: date) -> dict[str, str]:
    """The lessons that begin on the days, both included."""
    begins, ends = day_begins(first), day_begins(last + ONE_DAY)
    return {"startTime.onOrAfter": begins.isoformat(), "startTime.onOrBefore": ends.isoformat()}


def _lessons(client: _Watching, which: dict[str, str]) -> Iterator[Told]:
    """The lessons with their attendance; where it is not expanded, it is asked for lesson by lesson."""
    for event in client.pages(EVENTS, {**which, "expand": "attendance"}):
        embedded = inner(event, "_embedded")
        name = next((one for one in ("attendance", ATTENDANCES) if one in embedded), "")
        if name:
            yield Told(event, _each(embedded[name]))
        else:
            yield Told(event, _attendances(client, text(event, "id")))


def _each(found: Any) -> list[Json]:
    """The attendances that are expanded; one that is none says nothing, but somebody was meant."""
    return [one if isinstance(one, dict) else {} for one in found] if isinstance(found, list) else []


def _attendances(client: _Watching, event: str) -> list[Json]:
    return list(client.pages(ATTENDANCES, {"calendarEvent": event})) if event else []


def _changed(client: _Watching, begin: date, since: datetime, today: date) -> list[Told]:
    """Lessons since the day before, lessons that have changed, and those of which an attendance has."""
    modified = {MODIFIED: since.isoformat()}
    near = max(begin, school_date(since) - ONE_DAY)
    found = {text(one.event, "id"): one for one in _lessons(client, _days(near, today))}
    for one in _lessons(client, {**_days(begin, school_year(today)[1]), **modified}):  # some to later
        found.setdefault(text(one.event, "id"), one)
    attendances = list(client.pages(ATTENDANCES, modified))
    if not all(attendances):
        found[""] = Told({}, ())  # nobody can tell which lesson has changed
    changed = {ref(one, "calendarEvent") for one in attendances}
    for key in sorted(changed - found.keys() - {""}):
        found[key] = Told(client.one(EVENTS, key), _attendances(client, key))
    return list(found.values())


def _is_taken_out(client: _Watching, since: datetime) -> bool:
    """Whether attendance or lessons have been taken out since; a system that does not tell takes out none."""
    try:
        answer = client.get(DELETED, {"after": since.isoformat()})
    except NotThere:
        return False
    data = inner(answer, "data") if isinstance(answer, dict) else {}
    return any(data.get(name) for name in (EVENTS, ATTENDANCES))


def _around(client: _Watching, known: Collection[str], first: date, today: date) -> Around:
    days = {
        "endTime.onOrAfter": day_begins(first).isoformat(),
        "startTime.onOrBefore": day_begins(today + ONE_DAY).isoformat(),
    }
    return Around(
        by_id(_maybe(client, "activities", {})),
        by_id(_maybe(client, "groups", {})),
        notices_of(_maybe(client, ABSENCES, days)),
        schools_in(_maybe(client, "organisations", {})) - frozenset(known) if known else frozenset(),
    )


def _maybe(client: _Watching, path: str, which: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The list; nothing where the system does not have it."""
    try:
        yield from client.pages(path, which)
    except NotThere:
        return


def _sums(client: _Watching, reader: EventReader, first: date, today: date) -> Iterator[Spoken]:
    """The sums of each school day."""
    for number in range((today - first).days + 1):
        day = first + number * ONE_DAY
        if day.weekday() < 5:
            for row in client.pages(SUMS, {"startDate": day.isoformat(), "endDate": day.isoformat()}):
                yield from reader.sums(row, day)
