"""How much absence there is and how long it has gone on, in the units of a model."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from casework.engine.chosen import Choice
from casework.engine.clocks import CALENDAR_UNITS, later
from casework.engine.evidence import anchor, not_started, nth
from casework.engine.quantities import Amount, keeps_to
from casework.engine.reading import Look, Reading
from casework.engine.runs import Run
from casework.engine.school_calendar import ONE_DAY
from casework.engine.stretches import days_of, is_rolling

if TYPE_CHECKING:
    from casework.engine.counted import AbsenceSum, RunLength


def absence(rule: AbsenceSum, look: Look) -> Reading:
    """How much absence there is in the window, in the unit of the limit."""
    choice = look.choice(rule.counting)
    window = days_of(rule.window, look, (miss.lesson.on for miss in choice.timed))
    word, amount = rule.limit
    if window is None:
        return not_started("absence", rule.limit)
    inside = choice.between(*window)
    figure = measured(look, inside, amount.unit)
    is_met = keeps_to((word, amount.number), figure)
    timed = amount.unit in ("minutes", "hours")
    counted = inside.timed if timed else inside.misses
    days = look.tally.days_of(inside.misses) if amount.unit in ("days", "school_days") else []
    since = nth(word, amount.number, days) or (counted[-1].lesson.on if counted else None)
    return Reading(
        kind="absence",
        is_met=is_met,
        figure=figure,
        unit=amount.unit,
        limit=rule.limit,
        window=window,
        misses=counted,
        since=since if is_met else None,
        anchor=anchor(window, rule.window),
        is_rolling=is_rolling(rule.window),
    )


def measured(look: Look, choice: Choice, unit: str) -> Fraction:
    """How much the choice is, in the unit; a week is as many days as a school week has."""
    tally = look.tally
    if unit in ("minutes", "hours") and not (unit == "hours" and look.counting.an_hour_is == "lesson"):
        minutes = sum(miss.minutes for miss in choice.timed)
        return Fraction(minutes, 60 if unit == "hours" else 1)
    if unit in ("lessons", "hours"):
        return Fraction(len(choice.misses))
    if unit == "sessions":
        return Fraction(len(tally.whole_sessions(choice.misses)))
    days = len(tally.days_of(choice.misses))
    return Fraction(days, len(look.calendar.weekdays) if unit in ("weeks", "school_weeks") else 1)


def may_reach(rule: RunLength, look: Look) -> bool:
    """Whether the present or latest absence has as many lessons as the limit asks for, in whatever unit."""
    word, amount = rule.limit
    if word not in ("at_least", "more_than") or amount.unit not in ("lessons", "sessions", "school_days"):
        return True
    return bool(look.runs(rule.counting).last_length >= amount.number)


def run(rule: RunLength, look: Look) -> Reading:
    """How long the present or latest unbroken absence is; a day counts when it is over or registered."""
    runs = look.runs(rule.counting)
    word, amount = rule.limit
    if not runs:
        is_met = keeps_to((word, amount.number), 0)
        return Reading(kind="run", is_met=is_met, figure=0, unit=amount.unit, limit=rule.limit)
    latest = runs[-1]
    figure, is_met, since = _length(latest, word, amount, look)
    return Reading(
        kind="run",
        is_met=is_met,
        figure=figure,
        unit=amount.unit,
        limit=rule.limit,
        window=(latest.begins, latest.ends),
        misses=latest.misses,
        since=since if is_met else None,
        anchor=f"run {latest.misses[0].lesson.key}",
    )


def _length(latest: Run, word: str, amount: Amount, look: Look) -> tuple[Fraction | int, bool, date | None]:
    tally = look.tally
    if amount.unit not in (*CALENDAR_UNITS, "school_weeks"):
        whole = tally.whole_days(latest.misses) if amount.unit == "school_days" else []
        absent = Choice(latest.misses, latest.misses)
        is_in_days = amount.unit == "school_days"
        figure = Fraction(len(whole)) if is_in_days else measured(look, absent, amount.unit)
        since = nth(word, amount.number, whole) or latest.ends
        return figure, keeps_to((word, amount.number), figure), since
    is_complete = look.is_over or (latest.ends == look.today and tally.is_complete(look.today))
    end = (look.today if is_complete else look.today - ONE_DAY) if latest.goes_on else latest.ends
    days = max((end - latest.begins).days + 1, 0)
    if amount.unit == "days":
        last = latest.begins + timedelta(days=amount.number - (word == "at_least"))
        return days, keeps_to((word, amount.number), days), last
    # “After” and “longer than” n weeks are both met n weeks after the day on which it began.
    border = (
        look.calendar.school_weeks_after(latest.begins, amount.number)
        if amount.unit == "school_weeks"
        else later(latest.begins, amount)
    )
    is_reached = border is not None and border <= end
    return days, is_reached == (word in ("at_least", "more_than")), border
