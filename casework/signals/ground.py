"""Whether what was opened for a student still has its ground, by what is registered now: values only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Protocol, TypeVar

from casework.clock import school_date
from casework.engine.beside import Duty, Trigger
from casework.engine.condition import Condition
from casework.engine.firing import Rule, fires, task_key
from casework.engine.looking import look_at, read
from casework.engine.reading import Look, Reading
from casework.engine.school_calendar import school_year
from casework.engine.workflow import Workflow
from casework.signals.known_student import KnownStudent

RESET = " reset "  # what a key ends in after the case began anew: that takes no ground away
EACH = ("occasion", "lesson", "session", "day")  # the conditions that find each time by itself


class Grounded(Protocol):
    """What was opened for something: a task, or a notice."""

    @property
    def workflow(self) -> Any: ...
    @property
    def rule(self) -> Any: ...
    @property
    def action(self) -> Any: ...
    @property
    def key(self) -> Any: ...
    @property
    def on(self) -> Any: ...
    @property
    def opened_at(self) -> Any: ...
    @property
    def changed_at(self) -> Any: ...


Row = TypeVar("Row", bound=Grounded)


def lost_ground(student: KnownStudent, rows: Iterable[Row], now: Look) -> list[Row]:
    """Those of the tasks or notices that would not be asked for any more, by what is registered now.

    That a day goes by, or that the case moves, takes no ground away.
    """
    live = (one for one in rows if not one.changed_at)
    return [one for one in _read_anew(student, live) if not _holds(student, one, now)]


def regained_ground(student: KnownStudent, rows: Iterable[Row], now: Look) -> list[Row]:
    """Those of the tasks that had lost their ground and would be asked for again."""
    flagged = (one for one in rows if one.changed_at)
    return [one for one in _read_anew(student, flagged) if _holds(student, one, now)]


def _read_anew(student: KnownStudent, rows: Iterable[Row]) -> Iterator[Row]:
    """Those of this school year whose ground may be another than when the student was read last."""
    since = school_year(student.today)[0]
    mine = (one for one in rows if one.workflow == student.workflow.workflow and one.on >= since)
    return (one for one in mine if student.has_changed(_day_of(student, one)))


def _holds(student: KnownStudent, task: Grounded, now: Look) -> bool:
    asker = _asker(student.workflow, task)
    if asker is None or _follows(student.workflow, task):  # nothing here says otherwise than before
        return not task.changed_at
    condition, rule = asker
    if any(one.kind in EACH for one in condition.unfolded()):
        if not student.has_changed(task.on):  # what each time began with lies before what has changed
            return not task.changed_at
        events = read(condition, now).events
        action = student.workflow.find_action(task.action)
        if rule or action is None:
            return any(task.key == f"{task.action} {task.rule} {one.key}" for one in events)
        return any(task.key == task_key(action, one.key, one.on) for one in events)
    then = _look_then(student, task)
    is_for = rule is None or rule.for_students is None or rule.for_students.reading(then).is_met
    asked_by = then.catching_up() if isinstance(rule, Duty) else then
    return is_for and _is_same(read(condition, asked_by), rule, task, then)


def _follows(workflow: Workflow, task: Grounded) -> bool:
    """Whether it rests on what people have done about the duty, and not on absence itself."""
    return any(one.id == task.action and one.applies_if for one in workflow.duty_actions)


def _is_same(reading: Reading, rule: Trigger | Duty | None, task: Grounded, then: Look) -> bool:
    """Whether what is met is what the task was opened for: the same window, the same run."""
    if not reading.is_met or reading.is_rolling:
        return reading.is_met
    key, _ = fires(Rule(task.rule, rule.again if rule else "next_window"), reading, then)
    known = str(task.key).removeprefix(f"{task.action} ") if rule else str(task.key)
    return known.partition(RESET)[0] == key.partition(RESET)[0]


def _asker(workflow: Workflow, task: Grounded) -> tuple[Condition, Trigger | Duty | None] | None:
    """The condition that asked for the task, and whose it is; none where the routine does not know it."""
    beside: list[Trigger | Duty] = [*workflow.triggers, *workflow.duties]
    rule = next((one for one in beside if one.id == task.rule), None)
    if rule is not None:
        return (rule.when, rule) if rule.when else None
    action = workflow.find_action(task.action)
    return (action.each_time, None) if action and action.each_time else None


def _look_then(student: KnownStudent, task: Grounded) -> Look:
    """The day on which the task was opened, by what is registered now."""
    day = (student.register, student.calendar, _day_of(student, task))
    return look_at(student.workflow, *day, student.circumstances())


def _day_of(student: KnownStudent, task: Grounded) -> date:
    """The day on which the rule asked for the task; what follows in a duty, with what it follows."""
    duty = next((one for one in student.workflow.duties if one.id == task.rule), None)
    first = {one.id for one in duty.actions if not one.applies_if} if duty else set()
    before: list[Grounded] = [task]
    if duty and task.action not in first:
        known = (one for one in student.tasks if one.action in first)
        before = [one for one in known if _occasion(one) == _occasion(task)] or [task]
    day: date = min(max(one.on, school_date(one.opened_at)) for one in before)
    return day


def _occasion(task: Grounded) -> tuple[Any, ...]:
    """For what a duty asked: the key without the action."""
    return task.workflow, task.rule, str(task.key).removeprefix(f"{task.action} ")
