"""Who may grant leave of which length, as the model says; where it says nothing, the principal any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casework.engine.clocks import CALENDAR_UNITS, later
from casework.engine.counting import Leave
from casework.engine.quantities import Amount
from casework.engine.school_calendar import SchoolCalendar

SCHOOL_UNITS = ("school_days", "school_weeks")
PRINCIPAL = (Leave(by="rector"),)


def granting(lines: Sequence[Leave], first: date, last: date, calendar: SchoolCalendar) -> tuple[str, ...]:
    """The roles that may grant leave for these days, both included."""
    return tuple(
        one.by for one in lines or PRINCIPAL if one.up_to is None or fits(one.up_to, first, last, calendar)
    )


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
