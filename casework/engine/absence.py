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

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import accumulate

from casework.engine.clocks import later
from casework.engine.counting import Counting
from casework.engine.register import ATTENDED, LETTERS, Lesson, Miss, Register, Validity
from casework.engine.runs import Runs
from casework.engine.school_calendar import SchoolCalendar

NOT_A_DAY = ("approved_leave", "school_activity", "not_offered", "unknown")
_CHOSEN, _PARTLY, _ATTENDED = ord("x"), ord("l"), ord(" ")
_ABSENT, _LATE, _LEFT_EARLY = LETTERS["absent"], LETTERS["late"], LETTERS["left_early"]
_RUN = re.compile(rb"x+|l")  # in signs without any that is neutral; what is attended in part stands by itself
_NEVER_HELD = frozenset(LETTERS[one] for one in NOT_A_DAY)


@dataclass(frozen=True)
class _Alphabet:
    """What the letters of a register mean to one way of counting, as signs of a line.

    Tables for translation: `every` shows each absence as chosen, `none` as one that was not. `x` is a chosen
    absence, `-` what neither breaks nor lengthens a run, a space anything else. `absent` are the outcomes
    that count as absence, `neutral` the letters of those that are neither that nor attended.
    """

    every: bytes
    none: bytes
    neutral: bytes
    absent: tuple[str, ...]


@cache
def _alphabet(not_counted: tuple[str, ...]) -> _Alphabet:
    absent = ("absent", *(one for one in ("approved_leave", "school_activity") if one not in not_counted))
    neutral = bytes(LETTERS[one] for one in NOT_A_DAY if one not in absent)
    letters = bytes(LETTERS.values())
    none = bytes(ord("-") if one in neutral else _ATTENDED for one in letters)
    every = bytes(_CHOSEN if name in absent else none[at] for at, name in enumerate(LETTERS))
    return _Alphabet(bytes.maketrans(letters, every), bytes.maketrans(letters, none), neutral, absent)


def _place(miss: Miss) -> int:
    return miss.place


def _day(miss: Miss) -> date:
    return miss.lesson.on


class Tally:
    """One student's register as one model counts it, up to and including one day.

    `is_over` says whether that day is: until then an absence without a reason may still get one. `absences`
    are the lessons that count as absent, in order of time.
    """

    def __init__(
        self, register: Register, counting: Counting, calendar: SchoolCalendar, today: date, *, is_over: bool
    ) -> None:
        self.register, self.counting, self.calendar = register, counting, calendar
        self.timetable, self.today, self.is_over = register.timetable, today, is_over
        self.end = self.timetable.up_to(today)
        is_whole = self.end == len(self.timetable.lessons)
        self.line = register.line if is_whole else register.line[: self.end]
        self.misses = register.misses if is_whole else between(register.misses, 0, self.end)
        self._alphabet = _alphabet(counting.not_counted)
        self._grace: dict[date, bool] = {}
        self.absences = self._absences()

    def _absences(self) -> tuple[Miss, ...]:
        if self.line.count(_ABSENT) == len(self.misses):
            return self.misses
        absent = self._alphabet.absent
        return tuple([miss for miss in self.misses if miss.entry.outcome in absent])

    @property
    def partial(self) -> tuple[Miss, ...]:
        """Late arrivals and early departures."""
        return self._partial if _LATE in self.line or _LEFT_EARLY in self.line else ()

    @cached_property
    def _partial(self) -> tuple[Miss, ...]:
        return tuple([miss for miss in self.misses if miss.entry.outcome in ATTENDED])

    def is_absent(self, miss: Miss) -> bool:
        """Whether the student was absent; leave and school activities only where the model counts them."""
        return miss.entry.outcome in self._alphabet.absent

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

    def runs(self, chosen: Sequence[Miss]) -> Runs:
        """The runs of these absences, which are in order of time."""
        if chosen is self.absences:
            line = self.line.translate(self._alphabet.every, self._alphabet.neutral)
        else:
            line = self._signs(chosen).replace(b"-", b"")
        runs = _RUN.findall(line) if _PARTLY in line else line.split()  # which is far quicker
        at = list(accumulate(map(len, runs), initial=0))
        is_all = chosen is self.register.misses
        days = self.register.missed_on if is_all else [miss.lesson.on for miss in chosen]
        begins = [days[place] for place in at[:-1]]
        return Runs(tuple(chosen), at, begins, goes_on=line.endswith(b"x"))

    @property
    def signs(self) -> bytes:
        """The sign of each lesson: `x` where absent, a space where there, `-` where neither counts."""
        return self.line.translate(self._alphabet.every)

    def _signs(self, chosen: Sequence[Miss]) -> bytes:
        """The signs of a line: `l` is what was chosen though it was attended in part; see the alphabet."""
        line = bytearray(self.line.translate(self._alphabet.none))
        for miss in chosen:
            line[miss.place] = _PARTLY if miss.entry.outcome in ATTENDED else _CHOSEN
        return bytes(line)

    def occasions(self, chosen: Sequence[Miss]) -> Runs:
        """The occasions among these absences, in order of time."""
        return self.together(self.runs(chosen))

    def together(self, runs: Runs) -> Runs:
        """The occasions that the runs of one choice make."""
        return runs if self.counting.occasions_same_day == "several" else runs.one_a_day()

    def whole_days(self, misses: Iterable[Miss]) -> list[date]:
        """The days on which all that the student had was missed, all of it among these misses."""
        missed = Counter([miss.lesson.on for miss in misses if self.is_absent(miss)])
        return [day for day in sorted(missed) if self._is_whole(day, missed[day])]

    def _is_whole(self, day: date, missed: int) -> bool:
        """Whether nothing was attended on the day and so many lessons are all that was missed."""
        first, last = self.timetable.days[day]
        held = self.line[first:last].translate(None, self._alphabet.neutral)
        return len(held) == missed and self.is_complete(day)

    def is_complete(self, day: date) -> bool:
        """Whether the day is over, or its last lesson is registered."""
        last = self.timetable.days[day][1]
        return day < self.today or self.is_over or self.timetable.lessons[last - 1].is_registered

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
        lessons = enumerate(self.timetable.lessons[first:last], start=first)
        here = [place for place, one in lessons if self.session_of(one) == session]
        return all(place in places or self.line[place] in _NEVER_HELD for place in here)

    def days_of(self, misses: Iterable[Miss]) -> list[date]:
        """The days that count as absent, as the model says what a day is."""
        if self.counting.a_day_is == "any_part":
            return sorted({miss.lesson.on for miss in misses})
        return self.whole_days(misses)


def between(misses: Sequence[Miss], first: int, last: int) -> tuple[Miss, ...]:
    """Those of the misses that lie from the first place of the timetable up to but not with the last."""
    return tuple(misses[bisect_left(misses, first, key=_place) : bisect_left(misses, last, key=_place)])


def within(misses: Sequence[Miss], first: date, last: date) -> tuple[Miss, ...]:
    """Those of the misses that lie between the days, both included."""
    return tuple(misses[bisect_left(misses, first, key=_day) : bisect_right(misses, last, key=_day)])
