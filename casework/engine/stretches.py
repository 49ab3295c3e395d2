"""The days that a window of a condition spans, for one student on one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from casework.engine.clocks import earlier, later
from casework.engine.quantities import Amount
from casework.engine.reading import Look
from casework.engine.school_calendar import ONE_DAY, Days, SchoolCalendar, month, school_year, week
from casework.engine.windows import During, FromFirst, Last, Previous, Since, Window


def days_of(window: Window, look: Look, events: Iterable[date] = ()) -> Days | None:
    """The first and the last day of the window, None where its clock has not started.

    `events`: the days of what is counted, for windows that open with the first of them.
    """
    if isinstance(window, str):
        return stretch(window, look, look.today)
    if isinstance(window, Last):
        return _last(window.last, look.calendar, look.today), look.today
    if isinstance(window, Since):
        return _since(window, look)
    if isinstance(window, Previous):
        first, _ = stretch(window.previous, look, look.today) or (look.today, look.today)
        return stretch(window.previous, look, first - ONE_DAY)
    if isinstance(window, During):
        span = look.circumstances.spans.get(window.during)
        return (span[0], span[1] or look.today) if span else None
    return _from_first(window, look, events)


def is_rolling(window: Window) -> bool:
    """Whether the window moves with the day."""
    return not isinstance(window, str) and isinstance(window, Last)


def stretch(word: str, look: Look, day: date) -> Days | None:
    """The stretch with that name that the day lies in, None where it has not begun."""
    calendar, counting = look.calendar, look.counting
    if word == "term":
        return calendar.term(day)
    if word == "half_year":
        return calendar.halves(day, counting.half_year_begins)
    if word == "quarter":
        return calendar.quarters(day, counting.quarter_begins)
    if word in ("school_year", "month", "week"):
        return {"school_year": school_year, "month": month, "week": week}[word](day)
    facts, enrolled = look.circumstances.facts, look.circumstances.enrolled_on
    begun = {
        "enrolment": enrolled,
        "case": facts.opened_on if facts else None,
        "round": look.circumstances.round_on or (facts.opened_on if facts else None),
        "visit": facts.entered_on if facts else None,
    }[word]
    return (begun, day) if begun else None


def after(day: date, amount: Amount, calendar: SchoolCalendar) -> date | None:
    """The day that lies the amount after the day, which is not counted; None beyond the calendar."""
    if amount.unit == "school_days":
        return calendar.school_days_after(day, amount.number)
    if amount.unit == "school_weeks":
        return calendar.school_weeks_after(day, amount.number)
    return later(day, amount)


def _last(amount: Amount, calendar: SchoolCalendar, today: date) -> date:
    if amount.unit == "school_days":
        return calendar.school_days_back(today, amount.number)
    if amount.unit == "school_weeks":
        return calendar.school_weeks_back(today, amount.number)
    return earlier(today, amount) + ONE_DAY


def _since(window: Since, look: Look) -> Days | None:
    """From the day after the moment: what happened on its own day may be what led to it."""
    begun = look.moments(window.since)
    if begun is None:
        return None
    last = after(begun, window.lasting, look.calendar) if window.lasting else look.today
    return begun + ONE_DAY, last or look.today


def _from_first(window: FromFirst, look: Look, events: Iterable[date]) -> Days | None:
    """The window that the latest event opened or fell in, if it is not closed."""
    found: Days | None = None
    for day in sorted(events):
        if found is None or day > found[1]:
            amount = window.from_first
            last = after(day - timedelta(days=1), amount, look.calendar)  # the first day counts
            found = day, last or look.today
    return found if found and found[1] >= look.today else None
