"""How the share of absence runs from day to day, as a model's own rules read it, and the limits they set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from casework.engine.beside import Trigger
from casework.engine.counted import AbsenceShare
from casework.engine.facts import StudentFact
from casework.engine.looking import look_at
from casework.engine.reading import Circumstances
from casework.engine.register import Register
from casework.engine.school_calendar import SchoolCalendar
from casework.engine.shares import school_days, share
from casework.engine.stretches import days_of
from casework.engine.workflow import Workflow

FROM_BELOW = ("at_least", "more_than")
# What is measured where a model sets no limit in per cent; the first days say little, as one lesson is much.
USUAL = AbsenceShare(more_than=Decimal(100), after_school_days=10)


@dataclass(frozen=True)
class Limit:
    """A limit in per cent that a rule sets from below."""

    percent: Decimal
    trigger: Trigger


@dataclass(frozen=True)
class Measure:
    """What is measured, with the limits that rules set for exactly that, the lowest first."""

    rule: AbsenceShare
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True)
class Point:
    """Absence and scheduled time up to the end of a day, in one unit, since the window began."""

    on: date
    begins: date
    missed: Fraction
    scheduled: Fraction

    @property
    def percent(self) -> Fraction:
        """The share as a number from 0 to 100."""
        return 100 * self.missed / self.scheduled


def measure_of(workflow: Workflow) -> Measure:
    """The measure that the most of the model's limits are set for; the usual one where it sets none."""
    found: dict[AbsenceShare, list[Limit]] = {}
    for trigger in workflow.triggers:
        for condition in trigger.when.unfolded():
            rule = condition.rule
            if condition.kind == "percent" and rule.same is None and rule.limit[0] in FROM_BELOW:
                measured = rule.model_copy(update={"at_least": None, "more_than": Decimal(100)})
                found.setdefault(measured, []).append(Limit(rule.limit[1], trigger))
    if not found:
        return Measure(USUAL)
    rule, limits = max(found.items(), key=lambda one: len(one[1]))
    return Measure(rule, tuple(sorted(limits, key=lambda one: one.percent)))


def course(
    workflow: Workflow,
    rule: AbsenceShare,
    register: Register,
    calendar: SchoolCalendar,
    days: Iterable[date],
    student: StudentFact,
) -> list[Point]:
    """The share at the end of each of the days, but of the first, which the rule does not read."""
    found, circumstances = [], Circumstances(student=student)
    for day in days:
        look = look_at(workflow, register, calendar, day, circumstances)
        window = days_of(rule.window, look)
        if window is None or school_days(look, window) < rule.after_school_days:
            continue
        here = share(look, rule.counting, window, rule.measured_in, to_come=rule.of == "scheduled_in_window")
        if here.scheduled:
            found.append(Point(day, window[0], here.missed, here.scheduled))
    return found


def together(courses: Iterable[Sequence[Point]]) -> list[Point]:
    """The share of several students taken together, on each day on which any of them has one."""
    sums: dict[tuple[date, date], tuple[Fraction, Fraction]] = {}
    for points in courses:
        for one in points:
            missed, scheduled = sums.get((one.on, one.begins), (Fraction(0), Fraction(0)))
            sums[one.on, one.begins] = missed + one.missed, scheduled + one.scheduled
    return [Point(*key, *sums[key]) for key in sorted(sums)]
