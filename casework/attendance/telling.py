"""One lesson as it is and as somebody tells it who tells of many: what that would change.

A person's decision about an absence, which has its reason, outlives what a file says of its validity; and
what is known is not made unknown again, unless who told it takes it back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal
from uuid import UUID, uuid4

from casework.access.policy import Person
from casework.attendance.actions import NAMES, PARTLY, UNKNOWN, Said
from casework.clock import day_and_minute

ABSENT = ("absent", *PARTLY)
KEPT = ("lesson_id", "student_id", "revision", "reason", "at", "by_id", *NAMES)  # of what was said before
Unnamed = Literal["unknown", "present"]
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Told:
    """A lesson of a group by its natural key, its length, and what is said of students in it.

    Of those who are `taken_back`, who tells has told something before, and does not stand by it. Of the
    `unsure` something was told that could not be read: of who is not in `said`, nobody knows anything.
    """

    group_id: UUID
    day: date
    starts: int
    subject: str
    minutes: int
    said: Mapping[UUID, Said]
    taken_back: Collection[UUID] = ()
    unsure: Collection[UUID] = ()

    @property
    def key(self) -> tuple[UUID, date, int, str]:
        """By what it is known."""
        return self.group_id, self.day, self.starts, self.subject


@dataclass
class Changes:
    """What is to be written, how much of what was told is new, changed or as before, and whom it touches."""

    lessons: Rows = field(default_factory=list)
    lesson_changes: Rows = field(default_factory=list)
    entries: Rows = field(default_factory=list)
    entry_changes: Rows = field(default_factory=list)
    revisions: Rows = field(default_factory=list)
    new: int = 0
    changed: int = 0
    same: int = 0
    touched: set[UUID] = field(default_factory=set)


@dataclass(frozen=True)
class Teller:
    """Who tells, when, and what holds for students of a lesson whom nobody named when it is first told of."""

    actor: Person
    now: datetime
    unnamed: Unnamed

    @cached_property
    def at(self) -> tuple[date, int]:
        """Day and minute at the school: lessons that begin later have not been held."""
        return day_and_minute(self.now)


class Comparison:
    """One lesson as it is and as it is told."""

    def __init__(
        self, told: Told, lesson: Any, entries: Mapping[UUID, Any], teller: Teller, changes: Changes
    ) -> None:
        self._told, self._lesson, self._entries = told, lesson, entries
        self._teller, self._changes = teller, changes
        self._was_registered = lesson is not None and lesson.registered_at is not None
        is_known = any(one.outcome != "unknown" for one in told.said.values())
        # Absence that is told before the lesson begins is kept, and registers nothing.
        is_ahead = (told.day, told.starts) > teller.at
        self._is_first = is_known and not is_ahead and not self._was_registered
        self._id: UUID = lesson.id if lesson else uuid4()
        self._by = {"at": teller.now, "by_id": teller.actor.id}
        self._entry = {"lesson_id": self._id, "day": told.day, "revision": 1, "reason": "", **self._by}

    def add(self, having: set[UUID]) -> None:
        """Adds what is to be changed; `having` are the students who have the lesson."""
        self._add_lesson()
        if self._lesson is None:
            self._add_all_new()
        else:
            for student_id, said in self._told.said.items():
                self._add_said(student_id, said)
        if self._is_first:
            self._changes.touched |= having
            unknown = having if self._teller.unnamed == "unknown" else having.intersection(self._told.unsure)
            for student_id in unknown.difference(self._told.said, self._entries):
                self._new_entry(student_id, UNKNOWN)

    def _add_all_new(self) -> None:
        """All that is said of a lesson that was not there: quick, for a file has a million such lines."""
        self._changes.new += len(self._told.said)
        for student_id, said in self._told.said.items():
            if said.outcome != "present" and (said.outcome != "unknown" or self._is_first):
                self._new_entry(student_id, said)

    def _add_lesson(self) -> None:
        told, lesson = self._told, self._lesson
        by = {"registered_at": self._teller.now, "registered_by_id": self._teller.actor.id}
        if lesson is None:
            kept = by if self._is_first else dict.fromkeys(by)
            key = {"group_id": told.group_id, "day": told.day, "starts": told.starts, "subject": told.subject}
            self._changes.lessons.append(
                {"id": self._id, **key, "minutes": told.minutes, "is_cancelled": False, **kept}
            )
            return
        # No lesson becomes too short for what stays said of somebody in it.
        minutes = told.minutes if all(one < told.minutes for one in self._missed()) else lesson.minutes
        if self._is_first or minutes != lesson.minutes:
            kept = by if self._is_first else {name: getattr(lesson, name) for name in by}
            self._changes.lesson_changes.append({"of_id": self._id, "minutes": minutes, **kept})
        if minutes != lesson.minutes:
            self._changes.touched |= self._entries.keys() | told.said.keys()

    def _add_said(self, student_id: UUID, said: Said) -> None:
        entry, changes = self._entries.get(student_id), self._changes
        if self._is_taken_back(student_id, entry):
            changes.changed += 1
            if entry is None:
                self._new_entry(student_id, UNKNOWN)
            else:
                self._change_entry(entry, UNKNOWN)
        elif said.outcome == "unknown":
            is_news = entry is None and self._is_first
            changes.new += is_news
            changes.same += not is_news
            if is_news:
                self._new_entry(student_id, said)
        elif entry is None:
            if said.outcome != "present":
                self._new_entry(student_id, said)
            is_same = self._was_registered and said.outcome == "present"
            changes.same += is_same
            changes.new += not is_same and not self._was_registered
            changes.changed += not is_same and self._was_registered
        elif (now_said := _with_decided(entry, said)) and _says(entry) != now_said:
            changes.changed += 1
            self._change_entry(entry, now_said)
        else:
            changes.same += 1

    def _missed(self) -> Iterator[int]:
        """The minutes missed of all who stay as they are."""
        for student_id, entry in self._entries.items():
            said = self._told.said.get(student_id, UNKNOWN)
            if said.outcome == "unknown" and not self._is_taken_back(student_id, entry):
                yield entry.missed

    def _is_taken_back(self, student_id: UUID, entry: Any) -> bool:
        """Whether what holds becomes unknown when nobody stands by it: not where a person has given a reason.

        Before the lesson is registered nothing holds but what was told ahead.
        """
        if student_id not in self._told.taken_back:
            return False
        if entry is None:
            return self._was_registered
        return entry.outcome != "unknown" and not entry.reason

    def _new_entry(self, student_id: UUID, said: Said) -> None:
        self._changes.entries.append({**self._entry, "student_id": student_id, **vars(said)})
        self._changes.touched.add(student_id)

    def _change_entry(self, entry: Any, said: Said) -> None:
        self._changes.revisions.append({name: getattr(entry, name) for name in KEPT})
        place = {"of_lesson": self._id, "of_student": entry.student_id, "revision": entry.revision + 1}
        self._changes.entry_changes.append({**place, **vars(said), **self._by})
        self._changes.touched.add(entry.student_id)


def _says(entry: Any) -> Said:
    return Said(**{name: getattr(entry, name) for name in NAMES})


def _with_decided(entry: Any, said: Said) -> Said:
    """What is told, with what a person has decided about the absence, or was known of its validity."""
    if entry.outcome not in ABSENT or said.outcome not in ABSENT:
        return said
    if entry.reason or (said.validity == "undecided" and entry.validity != "undecided"):
        return replace(said, validity=entry.validity, is_documented=entry.is_documented)
    return said
