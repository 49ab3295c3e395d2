"""Which limits of a routine the students of a school meet on a day, read from what is kept of all of them.

Totals tell how much absence there is, not which; so no rule is read here that asks for a reason, for what
was reported, or for what has happened in a case. These are told apart, and nobody is counted for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.attendance import totals as kept
from casework.attendance.calendars import calendars_of
from casework.engine.condition import Condition
from casework.engine.conditions import AllConditions, AnyCondition
from casework.engine.counted import Absence, Occasions, Percent, Run
from casework.engine.looking import look_at
from casework.engine.quantities import COMPARED
from casework.engine.reading import Look
from casework.engine.register import Register, Timetable
from casework.engine.school_calendar import ONE_DAY, Days, SchoolCalendar, school_year
from casework.engine.stretches import days_of
from casework.engine.totals import Reader, Sums
from casework.engine.windows import Last, Window
from casework.engine.workflow import LocalisedWorkflow, Workflow
from casework.extensions import db
from casework.people.models import Unit
from casework.versions.queries import model_in, models_on

Points = Sequence[Sums]
Test = Callable[[Points], bool]
NAMED = ("term", "half_year", "quarter", "school_year", "month", "week")
NOBODY = Register.of(Timetable(()), ())


@dataclass(frozen=True)
class Met:
    """How many students meet the limit of each rule, by its id; the rules that totals cannot answer."""

    students: int
    by_rule: Counter[str]
    unread: tuple[str, ...]


class Thresholds:
    """The rules of a routine on a day of a school, as far as totals can answer them.

    `answered` are their ids in order, `unread` those of the others. A student without a case is meant:
    what is only met in a step of a case is met by nobody. `days` are those whose sums are asked for.
    """

    def __init__(self, workflow: Workflow, calendar: SchoolCalendar, today: date) -> None:
        self._look = look_at(workflow, NOBODY, calendar, today)
        self.counting = self._look.counting
        self.days: list[date] = []
        self.asks_for_held = False
        self._place(today)
        is_for_all = len(workflow.counting) < 2  # else year groups count differently
        tests = {
            one.id: self._test(one.when) if is_for_all and not one.for_students else None
            for one in workflow.triggers
        }
        self._tests = [(rule, test) for rule, test in tests.items() if test]
        self.answered = tuple(rule for rule, _ in self._tests)
        self.unread = tuple(rule for rule, test in tests.items() if test is None)
        self.year = school_year(today)[0].year
        reader = Reader(self.year, self.days)
        self.read = reader.read_all if self.asks_for_held else reader.read

    def met(self, points: Points) -> tuple[str, ...]:
        """The rules whose limits a student meets who has these sums by the end of the `days`."""
        return tuple([rule for rule, test in self._tests if test(points)])

    def _place(self, day: date) -> int:
        """Where the sums of the day stand among those that are read of each student."""
        if day not in self.days:
            self.days.append(day)
        return self.days.index(day)

    def _test(self, condition: Condition) -> Test | None:
        """What tells from the sums whether the condition is met; None where they do not say enough."""
        if isinstance(condition, AllConditions) and condition.stages_needed:
            return _never
        if isinstance(condition, AllConditions | AnyCondition):
            return self._together(condition)
        if not isinstance(condition, Occasions | Absence | Percent | Run):
            return None
        if "any" in self._look.absences or condition.rule.counting != "any":
            return None
        return self._run(condition) if isinstance(condition, Run) else self._sum(condition)

    def _together(self, condition: AllConditions | AnyCondition) -> Test | None:
        inner = [self._test(one) for one in condition.inner()]
        tests = [one for one in inner if one]
        if len(tests) < len(inner):
            return None
        if isinstance(condition, AllConditions):
            return lambda points: all(test(points) for test in tests)
        tests = [one for one in tests if one is not _never]
        if len(tests) == 1:
            return tests[0]
        return lambda points: any(test(points) for test in tests)

    def _run(self, condition: Run) -> Test | None:
        word, amount = condition.run.limit
        here, compared, number = self._place(self._look.today), COMPARED[word], amount.number
        return (lambda points: compared(points[here].run, number)) if amount.unit == "school_days" else None

    def _sum(self, condition: Occasions | Absence | Percent) -> Test | None:
        window, figure = self._window(condition.rule.window), _figure(condition, self._look)
        if window is None or figure is None:
            return None
        first, here = self._place(window[0] - ONE_DAY), self._place(window[1])
        word, value = condition.rule.limit
        compared, number = COMPARED[word], value.number if isinstance(condition, Absence) else value
        self.asks_for_held |= isinstance(condition, Percent)
        if not isinstance(condition, Percent):
            return lambda points: compared(figure(points[first], points[here]), number)
        return lambda points: (  # where nothing was scheduled nothing is read
            points[here].scheduled > points[first].scheduled
            and compared(figure(points[first], points[here]), number)
        )

    def _window(self, window: Window) -> Days | None:
        """The days of the window so far; None where they differ between students, or begin too early."""
        if not (isinstance(window, Last) or window in NAMED):
            return None
        found = days_of(window, self._look)
        begins = school_year(self._look.today)[0]
        return (found[0], self._look.today) if found and found[0] >= begins else None


def _never(_points: Points) -> bool:
    return False


def _figure(condition: Occasions | Absence | Percent, look: Look) -> Callable[[Sums, Sums], Any] | None:
    """What the condition measures between two days."""
    if isinstance(condition, Occasions):
        is_plain = not condition.occasions.lasting and not condition.occasions.same
        return (lambda before, now: now.occasions - before.occasions) if is_plain else None
    if isinstance(condition, Absence):
        unit, counting = condition.absence.limit[1].unit, look.counting
        if unit in ("days", "school_days") and counting.a_day_is == "whole":
            return lambda before, now: now.whole_days - before.whole_days
        return (lambda before, now: now.missed - before.missed) if unit == "minutes" else None
    rule = condition.percent
    is_plain = rule.measured_in == "minutes" and not rule.same and not rule.after_school_days
    return _percent if is_plain and rule.of == "scheduled_so_far" else None


def _percent(before: Sums, now: Sums) -> Fraction:
    return Fraction(100 * (now.missed - before.missed), now.scheduled - before.scheduled)


def prepare(workflow: Workflow, units: Sequence[UUID], today: date) -> None:
    """Works out the totals that are not kept yet, where the routine has a rule that they answer."""
    for unit_id, calendar in calendars_of(units).items():
        found = Thresholds(workflow, calendar, today)
        if found.answered:
            students = kept.missing(unit_id, found.year, found.counting)
            kept.keep_anew(unit_id, students, today, found.counting, calendar)


def points_in(unit_id: UUID, found: Thresholds) -> Iterator[tuple[str, Points]]:
    """Each student of whom totals are kept, by the id without dashes, and the sums that are asked for."""
    asked = (unit_id, found.year, found.counting)
    for student_id, totals in kept.kept_totals(*asked, with_held=found.asks_for_held):
        yield student_id, found.read(totals)


def thresholds(workflow: Workflow, units: Sequence[UUID], today: date) -> Met:
    """How many students of the schools meet each limit on the day, of those whose totals are kept."""
    students, by_rule, unread = 0, Counter[str](), list[str]()
    for unit_id, calendar in calendars_of(units).items():
        found = Thresholds(workflow, calendar, today)
        unread += found.unread
        for _, points in points_in(unit_id, found):
            students += 1
            by_rule.update(found.met(points))
    return Met(students, by_rule, tuple(dict.fromkeys(unread)))


def models_of_schools(today: date) -> dict[UUID, LocalisedWorkflow]:
    """The routine that each school follows on the day, where one fits it."""
    offered = models_on(today)
    schools = db.session.scalars(select(Unit).where(Unit.kind == "school"))
    found = {unit.id: model_in(offered, unit) for unit in schools}
    return {unit_id: model for unit_id, model in found.items() if model}
