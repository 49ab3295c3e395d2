"""Which days are school days, and where terms, halves, quarters and school years begin: local dates."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)
SCHOOL_YEAR_BEGINS = ("08-01",)
HALVES_BEGIN = ("01-01", "08-01")
QUARTERS_BEGIN = ("01-01", "04-01", "07-01", "10-01")
Days = tuple[date, date]


@dataclass(frozen=True)
class Term:
    """A term, from its first day to its last."""

    first: date
    last: date

    def overlaps(self, other: Term) -> bool:
        """Whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class SchoolCalendar:
    """The terms of a school, in order, and the days in them without school (breaks, staff days …)."""

    terms: tuple[Term, ...]
    closed: frozenset[date] = frozenset()
    weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5})

    @cached_property
    def _open(self) -> tuple[date, ...]:
        days = (day for term in self.terms for day in _each(term.first, term.last))
        return tuple(
            sorted({day for day in days if day.isoweekday() in self.weekdays and day not in self.closed})
        )

    def is_open(self, day: date) -> bool:
        """Whether it is a school day."""
        place = bisect_left(self._open, day)
        return place < len(self._open) and self._open[place] == day

    def covers(self, first: date, last: date) -> bool:
        """Whether it says of each of the days, both included, if it is a school day."""
        return bool(self.terms) and self.terms[0].first <= first and last <= self.terms[-1].last

    def days(self, first: date, last: date) -> tuple[date, ...]:
        """The school days from the first to the last day, both included."""
        return self._open[bisect_left(self._open, first) : bisect_right(self._open, last)]

    def count(self, first: date, last: date) -> int:
        """How many school days there are from the first to the last day, both included."""
        return max(bisect_right(self._open, last) - bisect_left(self._open, first), 0)

    def next_open(self, day: date) -> date | None:
        """The day itself if it is a school day, else the next one; None where the calendar ends before."""
        place = bisect_left(self._open, day)
        return self._open[place] if place < len(self._open) else None

    def last_open(self, day: date) -> date | None:
        """The day itself if it is a school day, else the one before it; None where there is none."""
        place = bisect_right(self._open, day)
        return self._open[place - 1] if place else None

    def school_days_after(self, day: date, number: int) -> date | None:
        """The number-th school day after the day, which is not counted itself; None beyond the calendar."""
        place = bisect_right(self._open, day) + number - 1
        return self._open[place] if 0 <= place < len(self._open) else None

    def school_days_back(self, day: date, number: int) -> date:
        """The first of the latest so many school days, the day itself included where it is one."""
        place = bisect_right(self._open, day) - number
        return self._open[max(place, 0)] if self._open else day

    def school_weeks_after(self, day: date, number: int) -> date | None:
        """The same weekday so many weeks later, weeks without a school day left out; None beyond it."""
        while number and self._open and day <= self._open[-1]:
            day += ONE_WEEK
            number -= self.has_school(day)
        return None if number else day

    def school_weeks_back(self, day: date, number: int) -> date:
        """The Monday of the earliest of so many weeks with school in them, the day's own week among them."""
        found = monday = _monday(day)
        number -= 1
        while number > 0 and self._open and monday > self._open[0]:
            monday -= ONE_WEEK
            if self.has_school(monday):
                found, number = monday, number - 1
        return found

    def has_school(self, day: date) -> bool:
        """Whether there is a school day in the day's week."""
        return self.count(_monday(day), _monday(day) + timedelta(days=6)) > 0

    @cached_property
    def _terms_by_day(self) -> dict[date, Days]:
        return {}

    def term(self, day: date) -> Days:
        """The term that has begun last on the day, up to the day before the next one begins."""
        known = self._terms_by_day
        if day not in known:
            known[day] = self._term(day)
        return known[day]

    def _term(self, day: date) -> Days:
        begun = [index for index, term in enumerate(self.terms) if term.first <= day]
        if not begun:
            return self.halves(day, ())
        here = begun[-1]
        later = self.terms[here + 1].first - ONE_DAY if here + 1 < len(self.terms) else self.terms[here].last
        return self.terms[here].first, max(later, day)

    def halves(self, day: date, begins: tuple[str, ...]) -> Days:
        """The half-year; where the model does not say when halves begin, it is the term."""
        if not begins and self.terms and self.terms[0].first <= day:
            return self.term(day)
        return recurring(begins or HALVES_BEGIN, day)

    def quarters(self, day: date, begins: tuple[str, ...]) -> Days:
        """The quarter, of the calendar year where the model does not say otherwise."""
        return recurring(begins or QUARTERS_BEGIN, day)


@lru_cache(maxsize=1024)  # every rule of every student asks about the same few days
def recurring(begins: tuple[str, ...], day: date) -> Days:
    """The stretch that the day lies in, where stretches begin on these days (`08-01`) of every year."""
    starts = sorted(_in_year(year, begin) for year in range(day.year - 1, day.year + 2) for begin in begins)
    place = bisect_right(starts, day)
    return starts[place - 1], starts[place] - ONE_DAY


def school_year(day: date) -> Days:
    """The school year, from August to July."""
    return recurring(SCHOOL_YEAR_BEGINS, day)


def month(day: date) -> Days:
    """The calendar month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - ONE_DAY


def week(day: date) -> Days:
    """The week from Monday to Sunday."""
    return _monday(day), _monday(day) + timedelta(days=6)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _in_year(year: int, begin: str) -> date:
    month_number, day_number = int(begin[:2]), int(begin[3:])
    if (month_number, day_number) == (2, 29) and not isleap(year):
        day_number = 28
    return date(year, month_number, day_number)
