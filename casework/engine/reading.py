"""What a condition looks at, and what it answers: met or not, figure, limit, window and evidence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from casework.engine.absence import Tally
from casework.engine.chosen import Choice, choose
from casework.engine.counting import Absences
from casework.engine.facts import Facts, StudentFact
from casework.engine.register import Miss
from casework.engine.runs import Runs
from casework.engine.school_calendar import Days


class Fired(NamedTuple):
    """A rule that has fired for the student, on which lessons; what was withdrawn is not among them."""

    rule: str
    key: str
    on: date
    evidence: tuple[str, ...] = ()


class Deed(NamedTuple):
    """Something that was done (or tried) for the student, with or without a case; with which guardian."""

    action: str
    on: date
    guardian: str = ""
    is_tried: bool = False


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What stands beside the figures: the case with its facts, and what people have set or left undone.

    `opened` are the tasks that an action asked for each time, or a duty, each known by that.
    `resets` counts how often the case was restarted or moved down; `concerns` are marks raised with a reason
    and `overdue` actions whose day has passed, each with its day; `spans` the days of each arrangement, the
    last one None while it goes on.
    """

    facts: Facts | None = None
    student: StudentFact = field(default_factory=StudentFact)
    enrolled_on: date | None = None
    round_on: date | None = None
    fired: tuple[Fired, ...] = ()
    opened: tuple[Fired, ...] = ()
    deeds: tuple[Deed, ...] = ()
    concerns: Mapping[str, date] = field(default_factory=dict)
    overdue: Mapping[str, date] = field(default_factory=dict)
    spans: Mapping[str, tuple[date, date | None]] = field(default_factory=dict)
    resets: int = 0


class Event(NamedTuple):
    """One of the things that an each-time condition looks for: what it is known by, its day, the absence."""

    key: str
    on: date
    misses: tuple[Miss, ...]

    @property
    def evidence(self) -> tuple[str, ...]:
        """The keys of the lessons."""
        return tuple([miss.lesson.key for miss in self.misses])


def in_order(events: Iterable[Event]) -> list[Event]:
    """The events in order of time."""
    return sorted(events, key=lambda one: (one.on, one.key))


@dataclass(frozen=True)
class FullTimetable:
    """Parts of the full timetable where some of it is not offered, so that a short one hides nothing."""

    not_offered: Fraction
    missed: Fraction
    attended: Fraction


@dataclass(frozen=True)
class Share:
    """Absence and scheduled time of a window, in one unit; the student's own, and what was not offered."""

    missed: Fraction
    scheduled: Fraction
    not_offered: Fraction
    misses: tuple[Miss, ...]

    @cached_property
    def percent(self) -> Fraction:
        """The share as a number from 0 to 100; nothing scheduled is no absence."""
        return Fraction(100) * self.missed / self.scheduled if self.scheduled else Fraction(0)

    @property
    def full(self) -> FullTimetable | None:
        """The parts of the full timetable; None where all of it is offered."""
        whole = self.scheduled + self.not_offered
        if not self.not_offered:
            return None
        return FullTimetable(
            self.not_offered / whole, self.missed / whole, (self.scheduled - self.missed) / whole
        )


class Reading(NamedTuple):
    """The answer of a condition. The figure is exact; a percentage is a number from 0 to 100.

    `misses` are what was counted. `since` is the day from which it is met,
    `anchor` what it is met for once: a window, a run, a stay. `is_rolling`: the window moves with the day.
    `unread` says why nothing is read (`clock_not_started`, `too_early`, `nothing_scheduled`).
    """

    kind: str
    is_met: bool
    figure: Fraction | int | None = None
    unit: str = ""
    limit: tuple[str, Any] | None = None
    window: Days | None = None
    misses: tuple[Miss, ...] = ()
    since: date | None = None
    anchor: str = ""
    is_rolling: bool = False
    unread: str = ""
    events: tuple[Event, ...] = ()
    full: FullTimetable | None = None
    inner: tuple[Reading, ...] = ()

    @property
    def evidence(self) -> tuple[str, ...]:
        """The keys of the lessons that were counted, each once."""
        return tuple(dict.fromkeys([miss.lesson.key for miss in self.misses]))


class _WorkedOut:
    """What is worked out of one student's absence once, for whichever rule asks."""

    __slots__ = ("choices", "each", "runs_of", "shares", "times_in", "times_of")

    def __init__(self) -> None:
        self.choices: dict[str, Choice] = {}
        self.each: dict[tuple[str, str], Reading] = {}
        self.runs_of: dict[str, Runs] = {}
        self.times_of: dict[str, Runs] = {}
        self.times_in: dict[tuple[str, Days], Runs] = {}
        self.shares: dict[tuple[str, Days, str, bool], Share] = {}


class Look:
    """One student on one day, through one model: what every condition reads.

    `clock` answers when a moment of the model was. A rule looks for the first absence in its own `window`,
    where that has a name; absence in the lessons `spent` it has used before.
    """

    def __init__(
        self,
        tally: Tally,
        absences: Mapping[str, Absences],
        clock: Callable[[str, Look], date | None],
        circumstances: Circumstances,
        worked_out: _WorkedOut | None = None,
    ) -> None:
        self.tally, self.absences, self.circumstances = tally, absences, circumstances
        self.clock = clock
        self.window = ""
        self.spent: frozenset[str] = frozenset()
        self.calendar, self.counting = tally.calendar, tally.counting
        self.today, self.is_over = tally.today, tally.is_over
        self.worked_out = worked_out or _WorkedOut()
        self.catches_up = False
        self._for_rules: dict[str, Look] = {}

    def for_rule(self, window: str, spent: frozenset[str] = frozenset()) -> Look:
        """The same as one rule looks at it."""
        if spent:  # unless some is, what is worked out serves every rule
            found = Look(self.tally, self.absences, self.clock, self.circumstances)
            found.window, found.spent = window, spent
            return found
        if window == self.window and not self.spent:
            return self
        if window not in self._for_rules:
            self._for_rules[window] = self.among(self.circumstances)
            self._for_rules[window].window = window
            self._for_rules[window].catches_up = self.catches_up
        return self._for_rules[window]

    def catching_up(self) -> Look:
        """The same for a duty: what a check date asks for may be asked for later in its stretch."""
        found = self.among(self.circumstances)
        found.catches_up = True
        return found

    def among(self, circumstances: Circumstances) -> Look:
        """The same absence on the same day, among other circumstances of a student who counts the same."""
        return Look(self.tally, self.absences, self.clock, circumstances, self.worked_out)

    def moments(self, name: str) -> date | None:
        """The day of the moment, None before it has come."""
        return self.clock(name, self)

    @property
    def reached(self) -> date:
        """The day before which all days are over."""
        return self.today + timedelta(days=1) if self.is_over else self.today

    def choice(self, name: str) -> Choice:
        """The absence that the word chooses."""
        if name not in self.worked_out.choices:
            found = choose(self.tally, name, self.absences)
            self.worked_out.choices[name] = found.without(self.spent) if self.spent else found
        return self.worked_out.choices[name]

    def runs(self, name: str) -> Runs:
        """The runs of that absence, in order of time."""
        if name not in self.worked_out.runs_of:
            self.worked_out.runs_of[name] = self.tally.runs(self.choice(name).misses)
        return self.worked_out.runs_of[name]

    def times(self, name: str) -> Runs:
        """The occasions of that absence, in order of time, each made only when it is asked for."""
        if name not in self.worked_out.times_of:
            self.worked_out.times_of[name] = self.tally.together(self.runs(name))
        return self.worked_out.times_of[name]

    def times_in(self, name: str, window: Days) -> Runs:
        """Those of them that begin between the days, both included: several rules ask for the same."""
        asked = (name, window)
        if asked not in self.worked_out.times_in:
            self.worked_out.times_in[asked] = self.times(name).between(*window)
        return self.worked_out.times_in[asked]

    def first_absence(self, since: date) -> date | None:
        """The day on which the first occasion began from that day on."""
        begins = self.times("any").begins
        place = bisect_left(begins, since)
        return begins[place] if place < len(begins) else None
