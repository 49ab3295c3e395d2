"""Who may grant leave of which length, as the model says; where it says nothing, the principal any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casework.engine.clocks import CALENDAR_UNITS, later
from casework.engine.counting import Leave
from casework.engine.quantities import Amount
from casework.engine.school_calendar import ONE_DAY, Days, SchoolCalendar

LONG_WEEKEND = 4  # days, as at Easter
SCHOOL_UNITS = ("school_days", "school_weeks")
PRINCIPAL = (Leave(by="rector"),)


def granting(lines: Sequence[Leave], first: date, last: date, calendar: SchoolCalendar) -> tuple[str, ...]:
    """The roles that may grant leave for these days, both included."""
    return tuple(
        one.by for one in lines or PRINCIPAL if one.up_to is None or fits(one.up_to, first, last, calendar)
    )


def together(days: Days, others: Sequence[Days], calendar: SchoolCalendar) -> Days:
    """The days with the leave next to them: with no school day between, and no more than a long weekend."""
    near = [one for one in others if _meet(one, days, calendar) and _meet(days, one, calendar)]
    found = min(first for first, _ in (days, *near)), max(last for _, last in (days, *near))
    return days if found == days else together(found, others, calendar)


def _meet(one: Days, after: Days, calendar: SchoolCalendar) -> bool:
    """Whether there is no gap to the later days, or a short one without school."""
    begins, ends = one[1] + ONE_DAY, after[0] - ONE_DAY
    is_short = (ends - begins).days < LONG_WEEKEND
    return ends < begins or (is_short and calendar.covers(begins, ends) and not calendar.count(begins, ends))


def fits(amount: Amount, first: date, last: date, calendar: SchoolCalendar) -> bool:
    """Whether the days are no longer than the amount; whole days are longer than any part of one.

    School days and weeks beyond the calendar are unknown: what reaches there fits into no number of them.
    """
    if amount.unit in SCHOOL_UNITS and not calendar.covers(first, last):
        return False
    if amount.unit == "school_days":
        return calendar.count(first, last) <= amount.number
    if amount.unit == "school_weeks":
        end = calendar.school_weeks_after(first, amount.number)
        return end is None or last < end
    return amount.unit in CALENDAR_UNITS and last < later(first, amount)
