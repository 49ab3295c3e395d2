"""A student's attendance in two fictional school years, in few words; the example that a test works out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import pytest
from pydantic import TypeAdapter

from casework.engine.conditions import Condition, ConditionKind
from casework.engine.facts import Actor, Facts, StudentFact
from casework.engine.looking import look_at
from casework.engine.proposals import Findings, evaluate
from casework.engine.reading import Circumstances, Reading
from casework.engine.register import Entry, Lesson, Register, Timetable
from casework.engine.school_calendar import SchoolCalendar, Term
from casework.engine.workflow import Workflow
from tests.engine.models import MODELS

CONDITION: TypeAdapter[Condition] = TypeAdapter(ConditionKind)
Test = TypeVar("Test", bound=Callable[..., None])


def example(*ids: str) -> Callable[[Test], Test]:
    """Puts the ids of worked examples into the test's own id."""

    def marked(test: Test) -> Test:
        return pytest.mark.usefixtures("example")(
            pytest.mark.parametrize("example", ids, indirect=True)(test)
        )

    return marked


def days(first: date, last: date) -> frozenset[date]:
    """Every day from the first to the last."""
    return frozenset(first + timedelta(days=number) for number in range((last - first).days + 1))


def on(month: int, day: int) -> date:
    """A day of the school year 2026/27."""
    return date(2026 if month > 7 else 2027, month, day)


SE = SchoolCalendar(
    (Term(on(8, 18), on(12, 18)), Term(on(1, 11), on(6, 11))),
    days(on(10, 26), on(10, 30))
    | days(on(2, 22), on(2, 26))
    | days(on(3, 26), on(4, 2))
    | {on(5, 6), on(5, 7)},
)
NO = SchoolCalendar((Term(on(8, 17), on(12, 18)), Term(on(1, 4), on(6, 18))), days(on(9, 28), on(10, 2)))
LENGTH = 48


def rules(name: str) -> Workflow:
    """The shipped model."""
    return MODELS[name].rules


def lesson(day: date, number: int, **told: Any) -> Lesson:
    """The number-th lesson of the day."""
    said = {"minutes": LENGTH, **told}
    return Lesson(f"{day.isoformat()}/{number}", day, 8 * 60 + 60 * number, **said)


def school_year(calendar: SchoolCalendar = SE, lessons: int = 5, minutes: int = LENGTH) -> list[Lesson]:
    """Every lesson of the year, all registered."""
    every = calendar.days(calendar.terms[0].first, calendar.terms[-1].last)
    return [lesson(day, number, minutes=minutes) for day in every for number in range(1, lessons + 1)]


class Pupil:
    """One student: everything present, until something else is said."""

    def __init__(
        self, model: str, calendar: SchoolCalendar = SE, lessons: int = 5, minutes: int = LENGTH
    ) -> None:
        self.workflow, self.calendar = rules(model), calendar
        self.lessons = {one.key: one for one in school_year(calendar, lessons, minutes)}
        self.entries: list[Entry] = []
        self.enrolled_on = date.min

    def away(self, *when: date, only: Iterable[int] = (), outcome: Any = "absent", **told: Any) -> Pupil:
        """Absent on these days, the whole day or only the lessons with these numbers."""
        for day in when:
            here = [one for one in self.lessons.values() if one.on == day]
            assert here, f"no school on {day}"
            wanted = [lesson(day, number).key for number in only] or [one.key for one in here]
            self.entries += [Entry(key, outcome, **told) for key in wanted]
        return self

    def from_to(self, first: date, last: date, **told: Any) -> Pupil:
        """Absent on every school day from the first to the last day."""
        return self.away(*self.calendar.days(first, last), **told)

    def change(self, day: date, number: int, **told: Any) -> Pupil:
        """The lesson itself is otherwise: not registered, cancelled …"""
        key = lesson(day, number).key
        self.lessons[key] = self.lessons[key]._replace(**told)
        return self

    def correct(self, day: date, *, only: Iterable[int] = (), revision: int = 1, **told: Any) -> Pupil:
        """What was registered for the day becomes otherwise."""
        keys = {lesson(day, number).key for number in only}
        found = {one.lesson: one for one in self.entries if one.lesson.startswith(day.isoformat())}
        found = {key: one for key, one in found.items() if not keys or key in keys}
        assert found
        self.entries += [one._replace(revision=revision, **told) for one in found.values()]
        return self

    def register(self) -> Register:
        """The register as the engine reads it."""
        return Register.of(Timetable.of(self.lessons.values(), self.enrolled_on), self.entries)

    def seen(self, day: date, *, is_over: bool = True, **around: Any) -> Findings:
        """What the model says of the student on the day."""
        around.setdefault("student", StudentFact(14, frozenset({"under_compulsory_schooling", "8"})))
        look = look_at(
            self.workflow, self.register(), self.calendar, day, Circumstances(**around), is_over=is_over
        )
        return evaluate(self.workflow, look)


def reads(
    pupil: Pupil, today: date, /, *, is_over: bool = True, around: Any = None, **condition: Any
) -> Reading:
    """What the condition reads of the pupil on the day."""
    said = {"student": StudentFact(14, frozenset({"8"})), **(around or {})}
    look = look_at(pupil.workflow, pupil.register(), SE, today, Circumstances(**said), is_over=is_over)
    return CONDITION.validate_python(condition).reading(look)


def in_case(stage: str, entered: date, opened: date | None = None, **more: Any) -> Facts:
    """A case that has stood in the stage since the day."""
    said = {"visit": "v1", "round": 1, "actor": Actor("u1", "Karin", frozenset()), **more}
    return Facts(stage=stage, entered_on=entered, opened_on=opened or entered, **said)


def at(day: date, hour: int = 12) -> datetime:
    """A moment on the day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def read(findings: Findings, trigger: str) -> Any:
    """The proposal of the trigger, None where it is not met."""
    return next((one for one in findings.met if one.trigger.id == trigger), None)


def figure(findings: Findings, trigger: str) -> Any:
    """What the trigger's condition reads, met or not; of several, the first."""
    found = next(one for one in findings.workflow.triggers if one.id == trigger)
    reading = found.when.reading(findings.look)
    return (reading.inner[0] if reading.inner else reading).figure


def opened(findings: Findings, action: str, day: date | None = None) -> list[date]:
    """The days for which the action's tasks are wanted, or how many are on the one day."""
    found = [one.on for one in findings.tasks if one.action == action]
    return [each for each in found if day is None or each == day]
