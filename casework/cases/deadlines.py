"""When the open tasks of cases are due: worked out anew by one function wherever something has changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from casework.access.policy import Person
from casework.attendance.calendars import calendars_of
from casework.cases.facts import Situation
from casework.engine.actions import Action
from casework.engine.deadlines import Deadline
from casework.engine.due import asked_on, due_of, has_day, soon_from
from casework.engine.facts import Facts, TaskFact
from casework.engine.school_calendar import SchoolCalendar
from casework.engine.workflow import Workflow
from casework.history import actions as history
from casework.history.events import What
from casework.people.regular_times import RegularTimes, regular_times_of
from casework.tasks.models import Task

CALENDAR = "calendar"  # what a day that lies beyond the school's calendar waits for
ANSWER = "answer"  # that the answer to what was sent is awaited
NEVER = SchoolCalendar(())


def keep_deadlines(
    situations: Sequence[Situation], *, actor: Person, now: datetime, is_told: bool = True
) -> None:
    """Works out when the open tasks are due, and whom they answer to where they are overdue.

    A day that moves is told in the history, with why; not where another event tells of it already.
    """
    dated = [(one, task) for one in situations for task in _open(one)]
    calendars = calendars_of({one.student.unit_id for one, task in dated if _has_day(one, task)})
    kept = {one.student.id for one, task in dated if _is_regular(one, task)}
    regular = regular_times_of(kept) if kept else {}
    for situation, task in dated:
        was = task.due_on
        calendar = calendars.get(situation.student.unit_id, NEVER)
        _set(situation, task, calendar, regular.get(situation.student.id, {}))
        if is_told and was and was != task.due_on:
            _tell(situation, task, was, actor=actor, now=now)


def _open(situation: Situation) -> Iterable[Task]:
    return (task for task in situation.tasks if task.status == "open")


def _has_day(situation: Situation, task: Task) -> bool:
    return has_day(situation.action_of(task)) or task.set_to is not None


def _is_regular(situation: Situation, task: Task) -> bool:
    """Whether the task is due at a time that the class or the school keeps each week."""
    due = situation.action_of(task).due
    return due is not None and due.next is not None


def _set(situation: Situation, task: Task, calendar: SchoolCalendar, regular: RegularTimes) -> None:
    """Keeps the day with the task; one that a person has set holds as long as it is the later one."""
    found = found_day(situation, task, calendar, regular)
    task.due_on = max((day for day in (found.day, task.set_to) if day), default=None)
    is_set = task.due_on is not None and task.due_on != found.day
    task.is_target, task.by_clock = found.is_target, found.by_clock
    task.at_clock = found.at_clock
    task.moved_from = None if is_set else found.moved_from
    task.waits_for = "" if task.due_on else found.waits_for
    task.soon_on = soon_from(task.due_on, calendar)
    workflow = situation.workflow
    known = task.stage in workflow.order
    task.answers_to = workflow.rights(workflow.stage(task.stage).owner) if known else ""


def found_day(situation: Situation, task: Task, calendar: SchoolCalendar, regular: RegularTimes) -> Deadline:
    """What the routine says about the task; without a day where it says nothing."""
    fact, action = situation.facts_of[str(task.id)], situation.action_of(task)
    return day_in(situation.workflow, situation.facts, fact, action, calendar, regular)


def day_in(
    workflow: Workflow,
    facts: Facts,
    fact: TaskFact,
    action: Action,
    calendar: SchoolCalendar,
    regular: RegularTimes | None = None,
) -> Deadline:
    """The same for a task and facts as any version of the routine reads them."""
    found = due_of(fact, action, workflow, facts, calendar, regular)
    if found and found.day is None and not found.waits_for:
        return Deadline(None, found.is_target, waits_for=CALENDAR, by_clock=found.by_clock)
    return found or Deadline(None)


def _tell(situation: Situation, task: Task, was: date, *, actor: Person, now: datetime) -> None:
    action = situation.action_of(task)
    due = action.due
    is_asked = asked_on(situation.facts_of[str(task.id)], action, situation.facts)
    begins = (due.after or due.before or due.together_with or due.next) if due else None
    start = ANSWER if is_asked else begins
    history.record(
        What.TASK_DUE_MOVED,
        situation.case.id,
        actor=actor,
        now=now,
        task=str(task.id),
        action=task.action,
        title=task.title,
        to=task.due_on.isoformat() if task.due_on else "",
        why=start or CALENDAR,
        **{"from": was.isoformat()},
    )


def next_due_on(tasks: Iterable[Task]) -> date | None:
    """When the next of the open tasks is due that must be done."""
    days = (task.due_on for task in tasks if task.status == "open" and not task.is_optional)
    return min((day for day in days if day), default=None)
