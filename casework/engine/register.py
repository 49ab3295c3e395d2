"""What is registered about one student: the lessons of a timetable, and what was anything but presence.

A timetable may be shared by all students who have it: what costs time is worked out once. A lesson that
nobody has registered is unknown: it is neither presence nor absence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from itertools import accumulate, groupby
from operator import attrgetter, itemgetter
from typing import Any, Literal, NamedTuple, cast

Outcome = Literal[
    "absent", "late", "left_early", "approved_leave", "school_activity", "not_offered", "unknown", "present"
]
Validity = Literal["valid", "invalid", "undecided"]
ATTENDED = ("present", "late", "left_early")
NOON = 12 * 60
NOWHERE = -1
LETTERS: Mapping[str, int] = {
    "present": ord("p"),
    "absent": ord("a"),
    "late": ord("l"),
    "left_early": ord("e"),
    "approved_leave": ord("v"),
    "school_activity": ord("s"),
    "not_offered": ord("o"),
    "unknown": ord("u"),
}


class Lesson(NamedTuple):
    """One lesson (or session, or day) that the student was to attend; `starts` in minutes after midnight."""

    key: str
    on: date
    starts: int
    minutes: int
    subject: str = ""
    is_registered: bool = True
    is_cancelled: bool = False

    @property
    def session(self) -> tuple[date, int]:
        """The half day that it belongs to."""
        return self.on, int(self.starts >= NOON)


class Entry(NamedTuple):
    """What is registered for the student in a lesson; the highest revision is what is true now.

    `missed` are the minutes of a late arrival or an early departure; an absence misses the whole lesson.
    """

    lesson: str
    outcome: Outcome
    missed: int = 0
    validity: Validity = "undecided"
    is_reported: bool = False
    is_documented: bool = False
    code: str = ""
    revision: int = 0


class Miss(NamedTuple):
    """An entry with its lesson and the lesson's place in the timetable."""

    place: int
    lesson: Lesson
    entry: Entry

    @property
    def minutes(self) -> int:
        """How many minutes were missed."""
        return self.lesson.minutes if self.entry.outcome not in ATTENDED else self.entry.missed


# They are made by the ten thousand: of a tuple with all values in order, which is the quickest way.
as_lesson = cast("Callable[[Sequence[Any]], Lesson]", partial(tuple.__new__, Lesson))
as_entry = cast("Callable[[Sequence[Any]], Entry]", partial(tuple.__new__, Entry))
_as_miss = cast("Callable[[Sequence[Any]], Miss]", partial(tuple.__new__, Miss))
_IN_ORDER = attrgetter("on", "starts", "key")


@dataclass(frozen=True)
class Timetable:
    """The lessons that were to be held, in order of time; cancelled ones and doubles are left out."""

    lessons: tuple[Lesson, ...]

    @classmethod
    def of(cls, lessons: Iterable[Lesson], first: date = date.min, last: date = date.max) -> Timetable:
        """The timetable of the lessons between the days (of the enrolment); the order does not matter."""
        kept = {one.key: one for one in lessons if not one.is_cancelled and first <= one.on <= last}
        return cls(tuple(sorted(kept.values(), key=_IN_ORDER)))

    @cached_property
    def held(self) -> Mapping[str, int]:
        """Where each registered lesson stands, by its key."""
        return {one.key: place for place, one in enumerate(self.lessons) if one.is_registered}

    @cached_property
    def days(self) -> Mapping[date, tuple[int, int]]:
        """Each day with lessons → the places of its lessons, from the first up to but not with the last."""
        found: dict[date, tuple[int, int]] = {}
        for day, same in groupby(enumerate(self._dates), key=itemgetter(1)):
            places = [place for place, _ in same]
            found[day] = places[0], places[-1] + 1
        return found

    @cached_property
    def day_list(self) -> tuple[date, ...]:
        """The days with lessons, in order."""
        return tuple(self.days)

    @cached_property
    def known(self) -> tuple[int, ...]:
        """At each place, how many lessons before it are registered."""
        return (0, *accumulate([int(one.is_registered) for one in self.lessons]))

    def unknown_before(self, day: date) -> int:
        """How many lessons of earlier days nobody has registered; those of the day itself may still be."""
        end = bisect_left(self._dates, day)
        return end - self.known[end]

    @cached_property
    def known_minutes(self) -> tuple[int, ...]:
        """At each place, how many minutes the registered lessons before it have."""
        return (0, *accumulate([one.minutes if one.is_registered else 0 for one in self.lessons]))

    @cached_property
    def blank(self) -> bytes:
        """The letter of each lesson for somebody who missed nothing: present, or unknown."""
        known, unknown = LETTERS["present"], LETTERS["unknown"]
        return bytes([known if one.is_registered else unknown for one in self.lessons])

    @cached_property
    def _dates(self) -> tuple[date, ...]:
        return tuple([one.on for one in self.lessons])

    def span(self, first: date, last: date) -> tuple[int, int]:
        """The places of the lessons between the days, both included."""
        return bisect_left(self._dates, first), self.up_to(last)

    def up_to(self, day: date) -> int:
        """The place after the last lesson of the day and all days before it."""
        return bisect_right(self._dates, day)


@dataclass(frozen=True)
class Register:
    """One student's timetable with everything in it that was not plain presence, in order of time.

    `missed_on` are the days of the misses, and `line` has the letter of each lesson: what is registered of
    the student, presence and unknown included.
    """

    timetable: Timetable
    misses: tuple[Miss, ...]
    missed_on: tuple[date, ...]
    line: bytes

    @classmethod
    def of(
        cls, timetable: Timetable, entries: Iterable[Entry], leave: Sequence[tuple[date, date]] = ()
    ) -> Register:
        """The register after all corrections, in whatever order these came; a double counts once.

        Entries of lessons that are cancelled or that nobody registered say nothing. Absence on days of
        `leave`, each from the first to the last, is approved leave.
        """
        lessons, newest, line = timetable.lessons, _newest(timetable, entries), bytearray(timetable.blank)
        for place, entry in newest.items() if leave else ():
            if entry.outcome == "absent" and is_within(lessons[place].on, leave):
                newest[place] = entry._replace(outcome="approved_leave")
        places = sorted([place for place, entry in newest.items() if entry.outcome != "present"])
        misses = tuple([_as_miss((place, lessons[place], newest[place])) for place in places])
        for miss in misses:
            line[miss.place] = LETTERS[miss.entry.outcome]
        return cls(timetable, misses, tuple([miss.lesson.on for miss in misses]), bytes(line))


def _newest(timetable: Timetable, entries: Iterable[Entry]) -> dict[int, Entry]:
    """What is true now of each registered lesson, by its place."""
    place_of, said = timetable.held.get, list(entries)
    found = {place_of(one.lesson, NOWHERE): one for one in said}
    if len(found) < len(said):
        found = {place_of(one.lesson, NOWHERE): one for one in sorted(said, key=_rank)}
    found.pop(NOWHERE, None)
    return found


def is_within(day: date, spans: Iterable[tuple[date, date]]) -> bool:
    """Whether the day lies in one of the spans, each from its first to its last day."""
    return any(first <= day <= last for first, last in spans)


def _rank(entry: Entry) -> tuple[int, str, str, int, bool, bool, str]:
    """What decides between two entries of one lesson: the revision, and then anything but the order."""
    return (
        entry.revision,
        entry.outcome,
        entry.validity,
        entry.missed,
        entry.is_reported,
        entry.is_documented,
        entry.code,
    )
