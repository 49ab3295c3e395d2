"""When a moment was, and the day that lies some time after it; days are local school dates."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from casework.engine.facts import Facts
from casework.engine.moments import Moment
from casework.engine.quantities import Amount

CALENDAR_UNITS = ("days", "weeks", "months", "years")
KNOWN_IN_A_CASE = ("case_opened", "stage_entered")


def moment_on(name: str, moment: Moment | None, facts: Facts) -> date | None:
    """The latest day of the moment in the round, None before it has come; built in ones have no `moment`."""
    if moment is None:
        return {"case_opened": facts.opened_on, "stage_entered": facts.entered_on}.get(name)
    origin = moment.origin
    days: list[date | None] = []
    if origin.form:
        signed = [one for one in facts.within("round", facts.forms) if one.form == origin.form]
        days = [one.dates.get(origin.field) if origin.field else one.on for one in signed]
    for one in facts.within("round", facts.milestones):
        if one.action in origin.actions and origin.state in (None, one.kind, one.outcome):
            days.append(one.on)
    return max((day for day in days if day), default=None)


def later(day: date, amount: Amount) -> date:
    """The day that lies the amount of days, weeks, months or years after the day."""
    return _moved(day, amount.unit, amount.number)


def earlier(day: date, amount: Amount) -> date:
    """The day that lies the amount of days, weeks, months or years before the day."""
    return _moved(day, amount.unit, -amount.number)


def _moved(day: date, unit: str, number: int) -> date:
    if unit in ("days", "weeks"):
        return day + timedelta(days=number * (7 if unit == "weeks" else 1))
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
