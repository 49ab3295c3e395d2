"""The wheel of a school year: when preventive work is to be done, from its rhythm and the school's calendar.

* What recurs has a turn in every stretch (week, month, quarter, term, school year) that has a school day.
  It is due on the last school day of the stretch; with `at: start` within the first ones of it, or `within`
  an amount; with `at: end` it begins with the last ones. Several `times` lie evenly over the stretch.
* Several times `within` an amount are one series: it may begin any day, as long as it still fits in, and from
  the first of them on each of the others has its own part of that time.
* What is done by plan has a turn each term, and people say on which day. What goes on all the time has one
  too, in which they write when they like; it is never due.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from casework.engine.beside import Prevention, Rhythm
from casework.engine.clocks import later
from casework.engine.quantities import Amount
from casework.engine.school_calendar import (
    ONE_DAY,
    ONE_WEEK,
    QUARTERS_BEGIN,
    Days,
    SchoolCalendar,
    month,
    recurring,
    school_year,
    week,
)

# The school days at the start or the end of a stretch that count as its start or end.
EDGE = {"week": 1, "month": 5, "quarter": 5, "term": 10, "school_year": 10}
EACH_TERM = Rhythm(each="term")
EACH_DAY = "continuous"


@dataclass(frozen=True)
class Turn:
    """One time that the work is to be done, from the `first` day on; `due` is the last, None of what goes on.

    `key` tells it from the others of the year: `2026`, `2026-t1`, `2026-10`, with `.2` the second of several.
    """

    key: str
    first: date
    due: date | None
    number: int = 1
    of: int = 1

    @property
    def series(self) -> str:
        """What the turns of one stretch have in common."""
        return self.key.partition(".")[0]


def turns(
    work: Prevention, calendar: SchoolCalendar, day: date, begun: Mapping[str, date] | None = None
) -> tuple[Turn, ...]:
    """The turns of the work in the school year of the day, in order.

    `begun`: series → the day on which the first of its times was done. A year that no term lies in has none.
    """
    is_ongoing = work.when == EACH_DAY
    rhythm = work.when if isinstance(work.when, Rhythm) else EACH_TERM
    found = (
        turn
        for key, stretch in _stretches(rhythm.each, calendar, school_year(day))
        for turn in _in_stretch(rhythm, key, stretch, calendar, begun or {})
    )
    return tuple(replace(turn, due=None) if is_ongoing else turn for turn in found)


def _stretches(each: str, calendar: SchoolCalendar, year: Days) -> Iterator[tuple[str, Days]]:
    """The stretches of the school year with the key of each; those without a school day are left out."""
    for key, (first, last) in _named(each, calendar, year):
        days = calendar.days(max(first, year[0]), min(last, year[1]))
        if days:
            yield key, (days[0], days[-1])


def _named(each: str, calendar: SchoolCalendar, year: Days) -> Iterator[tuple[str, Days]]:
    first, last = year
    if each == "school_year":
        yield str(first.year), year
    elif each == "term":
        terms = [term for term in calendar.terms if first <= term.first <= last]
        yield from (
            (f"{first.year}-t{number}", (term.first, term.last)) for number, term in enumerate(terms, 1)
        )
    else:
        day = first
        while day <= last:
            stretch = {"week": week, "month": month}.get(each, _quarter)(day)
            yield stretch[0].isoformat()[: 10 if each == "week" else 7], stretch
            day = stretch[1] + ONE_DAY


def _quarter(day: date) -> Days:
    return recurring(QUARTERS_BEGIN, day)


def _in_stretch(
    rhythm: Rhythm, key: str, stretch: Days, calendar: SchoolCalendar, begun: Mapping[str, date]
) -> Iterator[Turn]:
    number = rhythm.times or 1
    if number == 1:
        yield Turn(key, *_edges(rhythm, stretch, calendar))
    elif rhythm.within:
        yield from _series(rhythm.within, number, key, stretch, calendar, begun.get(key))
    else:
        days = calendar.days(*stretch)
        for one in range(1, number + 1):
            first, due = days[(one - 1) * len(days) // number], days[max(one * len(days) // number, 1) - 1]
            yield Turn(f"{key}.{one}", first, due, one, number)


def _edges(rhythm: Rhythm, stretch: Days, calendar: SchoolCalendar) -> Days:
    """From when until when, where it is to be done once in the stretch."""
    first, last = stretch
    days, edge = calendar.days(first, last), EDGE[rhythm.each]
    if rhythm.at == "end":
        return days[-min(edge, len(days))], last
    if rhythm.within:
        return first, min(_last_within(first, rhythm.within, calendar), last)
    return (first, days[min(edge, len(days)) - 1]) if rhythm.at == "start" else stretch


def _last_within(first: date, amount: Amount, calendar: SchoolCalendar) -> date:
    """The last school day of the amount that begins after the day."""
    if amount.unit == "school_days":
        return calendar.school_days_after(first, amount.number) or date.max
    if amount.unit == "school_weeks":
        end = calendar.school_weeks_after(first, amount.number) or date.max
    else:
        end = later(first, amount)
    return calendar.last_open(end) or end


def _series(
    within: Amount, number: int, key: str, stretch: Days, calendar: SchoolCalendar, begun: date | None
) -> Iterator[Turn]:
    """The times of one series: since it was begun each in its part of the time; before that, counted from
    the last day on which it can be begun."""
    length = (_end_of(within, stretch[0], calendar) - stretch[0]).days
    start = begun or max(stretch[0], stretch[1] - timedelta(days=length - 1))
    for one in range(1, number + 1):
        first = start + timedelta(days=(one - 1) * length // number)
        due = calendar.last_open(start + timedelta(days=one * length // number - 1)) or first
        begins = stretch[0] if one == 1 else calendar.next_open(first) or first
        yield Turn(f"{key}.{one}", min(begins, due), due, one, number)


def _end_of(amount: Amount, first: date, calendar: SchoolCalendar) -> date:
    if amount.unit in ("school_days", "school_weeks"):
        per = ONE_WEEK if amount.unit == "school_weeks" else ONE_DAY
        return first + amount.number * per
    return later(first, amount)
