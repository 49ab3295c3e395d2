"""The counting rules of absence, once: what is absent, what belongs together, which days are whole.

* An absence is a lesson that the student was not in at all. A late arrival or an early departure is attended;
  its missed minutes count where minutes are measured, and where a choice of absence names the kind.
* A run is absence without an attended lesson between. Weekends, breaks, cancelled lessons, leave and lessons
  that nobody has registered neither break nor lengthen it. In a choice of absence, other absence breaks it.
* An occasion is a run; runs of one choice that begin on the same day are one, unless the model says several.
* A whole day has at least one absence and no attended lesson. It counts once its last lesson is registered
  or over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from casework.engine.clocks import later
from casework.engine.counting import Counting
from casework.engine.register import ATTENDED, Lesson, Miss, Register, Validity
from casework.engine.school_calendar import SchoolCalendar

NOT_A_DAY = ("approved_leave", "school_activity", "not_offered", "unknown")


@dataclass(frozen=True)
class Run:
    """Absence without an attended lesson between; `goes_on` while nothing has been attended since."""

    misses: tuple[Miss, ...]
    goes_on: bool = False

    @property
    def begins(self) -> date:
        """The day of the first absence."""
        return self.misses[0].lesson.on

    @property
    def ends(self) -> date:
        """The day of the latest absence."""
        return self.misses[-1].lesson.on


@dataclass(frozen=True)
class Occasion(Run):
    """One time that the student was absent, as the model counts times."""

    @property
    def key(self) -> str:
        """What it is known by: the lesson that it begins with."""
        return self.misses[0].lesson.key


@dataclass(frozen=True)
class _Day:
    """One day: lessons attended, places of the absences, whether its last lesson is registered."""

    attended: int
    absent: frozenset[int]
    is_complete: bool


class Tally:
    """One student's register as one model counts it, up to and including one day.

    `is_over` says whether that day is: until then an absence without a reason may still get one.
    """

    def __init__(
        self, register: Register, counting: Counting, calendar: SchoolCalendar, today: date, *, is_over: bool
    ) -> None:
        self.register, self.counting, self.calendar = register, counting, calendar
        self.timetable, self.today, self.is_over = register.timetable, today, is_over
        self.end = self.timetable.up_to(today)
        self.misses = tuple(miss for miss in register.misses if miss.place < self.end)
        self._days: dict[date, _Day] = {}
        self._grace: dict[date, bool] = {}

    @cached_property
    def absences(self) -> tuple[Miss, ...]:
        """The lessons that count as absent, in order of time."""
        return tuple(miss for miss in self.misses if self.is_absent(miss))

    @cached_property
    def partial(self) -> tuple[Miss, ...]:
        """Late arrivals and early departures."""
        return tuple(miss for miss in self.misses if miss.entry.outcome in ATTENDED)

    def is_absent(self, miss: Miss) -> bool:
        """Whether the student was absent; leave and school activities only where the model counts them."""
        outcome = miss.entry.outcome
        if outcome in ("approved_leave", "school_activity"):
            return outcome not in self.counting.not_counted
        return outcome == "absent"

    def validity(self, miss: Miss) -> Validity:
        """Whether there is a valid reason: as decided; what was reported has one; else after the grace."""
        if miss.entry.outcome == "approved_leave":
            return "valid"
        if miss.entry.validity != "undecided":
            return miss.entry.validity
        if miss.entry.is_reported:
            return "valid"
        rule = self.counting.no_reason_given
        return rule.becomes if rule and self._grace_is_over(miss.lesson.on) else "undecided"

    def _grace_is_over(self, day: date) -> bool:
        if day not in self._grace:
            rule = self.counting.no_reason_given
            last: date | None = day
            if rule and rule.after != "end_of_day":
                number, unit = rule.after.number, rule.after.unit
                if unit == "school_days":
                    last = self.calendar.school_days_after(day, number)
                elif unit == "school_weeks":
                    last = self.calendar.school_weeks_after(day, number)
                elif unit in ("days", "weeks", "months", "years"):
                    last = later(day, rule.after)
            is_past = last is not None and last < self.today
            self._grace[day] = is_past or (last == self.today and self.is_over)
        return self._grace[day]

    def runs(self, chosen: Collection[int]) -> list[Run]:
        """The runs of the absences at these places of the timetable, in order of time."""
        known = self.timetable.known
        found: list[Run] = []
        current: list[Miss] = []
        reached = 0  # the place after the last lesson looked at
        for miss in self.misses:
            is_broken = known[miss.place] > known[reached]
            reached = miss.place + 1
            outcome = miss.entry.outcome
            is_neutral = outcome in NOT_A_DAY and not self.is_absent(miss)
            is_chosen = miss.place in chosen
            if current and (is_broken or not (is_neutral or (is_chosen and outcome not in ATTENDED))):
                found.append(Run(tuple(current)))
                current = []
            if is_chosen and outcome in ATTENDED:
                found.append(Run((miss,)))
            elif is_chosen:
                current.append(miss)
        if current:
            found.append(Run(tuple(current), goes_on=known[self.end] == known[reached]))
        return found

    def occasions(self, chosen: Collection[int]) -> list[Occasion]:
        """The occasions among the absences at these places, in order of time."""
        return self.together(self.runs(chosen))

    def together(self, runs: list[Run]) -> list[Occasion]:
        """The occasions that the runs of one choice make."""
        if self.counting.occasions_same_day == "several":
            return [Occasion(run.misses, run.goes_on) for run in runs]
        found = []
        for _, same in groupby(runs, key=lambda run: run.begins):
            together = list(same)
            misses = tuple(miss for run in together for miss in run.misses)
            found.append(Occasion(misses, together[-1].goes_on))
        return found

    def whole_days(self, misses: Iterable[Miss]) -> list[date]:
        """The days on which all that the student had was missed, all of it among these misses."""
        places = _places_by_day(misses)
        return [day for day in sorted(places) if self._is_whole(day, places[day])]

    def _is_whole(self, day: date, places: frozenset[int]) -> bool:
        here = self.day(day)
        return here.is_complete and not here.attended and bool(here.absent) and here.absent <= places

    def day(self, day: date) -> _Day:
        """What the day was like for the student."""
        if day not in self._days:
            first, last = self.timetable.days[day]
            known = self.timetable.known[last] - self.timetable.known[first]
            here = [miss for miss in self._by_day.get(day, ()) if miss.entry.outcome not in ATTENDED]
            absent = frozenset(miss.place for miss in here if self.is_absent(miss))
            is_complete = day < self.today or self.is_over or self.timetable.lessons[last - 1].is_registered
            self._days[day] = _Day(known - len(here), absent, is_complete)
        return self._days[day]

    @cached_property
    def _by_day(self) -> dict[date, list[Miss]]:
        found: dict[date, list[Miss]] = {}
        for miss in self.misses:
            found.setdefault(miss.lesson.on, []).append(miss)
        return found

    def session_of(self, lesson: Lesson) -> tuple[date, int]:
        """The half day of the lesson; where sessions are what is registered, each is one of its own."""
        if self.counting.registered_by == "session":
            return lesson.on, lesson.starts
        return lesson.session

    def whole_sessions(self, misses: Iterable[Miss]) -> list[tuple[date, int]]:
        """The half days of which all that the student had was missed, all of it among these misses."""
        missed: dict[tuple[date, int], set[int]] = {}
        for miss in misses:
            missed.setdefault(self.session_of(miss.lesson), set()).add(miss.place)
        return [session for session in sorted(missed) if self._is_whole_session(session, missed[session])]

    def _is_whole_session(self, session: tuple[date, int], places: set[int]) -> bool:
        first, last = self.timetable.days[session[0]]
        neutral = {miss.place for miss in self._by_day.get(session[0], ()) if miss.entry.outcome in NOT_A_DAY}
        lessons = enumerate(self.timetable.lessons[first:last], start=first)
        held = {place for place, one in lessons if self.session_of(one) == session and one.is_registered}
        return held - neutral <= places

    def days_of(self, misses: Iterable[Miss]) -> list[date]:
        """The days that count as absent, as the model says what a day is."""
        if self.counting.a_day_is == "any_part":
            return sorted({miss.lesson.on for miss in misses})
        return self.whole_days(misses)


def _places_by_day(misses: Iterable[Miss]) -> dict[date, frozenset[int]]:
    found: dict[date, set[int]] = {}
    for miss in misses:
        found.setdefault(miss.lesson.on, set()).add(miss.place)
    return {day: frozenset(places) for day, places in found.items()}


def within(misses: Iterable[Miss], first: date, last: date) -> list[Miss]:
    """Those of the misses that lie between the days, both included."""
    return [miss for miss in misses if first <= miss.lesson.on <= last]
