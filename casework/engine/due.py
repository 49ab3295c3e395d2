"""When a task of a case is due, from what has happened in the case: values in, a deadline out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from casework.engine.actions import Action, FormAction, Meeting, Request
from casework.engine.clocks import moment_on
from casework.engine.deadlines import (
    Clocks,
    Deadline,
    Regular,
    answer_day,
    deadline,
    next_follow_up,
    next_time,
)
from casework.engine.facts import Facts, TaskFact
from casework.engine.followed import Followed
from casework.engine.school_calendar import SchoolCalendar
from casework.engine.workflow import Workflow

SENT = "sent"
SOON = 2  # school days before the day, from which it is soon


def due_of(
    task: TaskFact,
    action: Action,
    workflow: Workflow,
    facts: Facts,
    calendar: SchoolCalendar,
    regular: Mapping[str, Regular] | None = None,
) -> Deadline | None:
    """When the task is due; None where the model does not say. What comes again is counted from the last."""
    if not has_day(action):
        return None
    sent_on = asked_on(task, action, facts)
    if isinstance(action, Request) and action.answer_within and sent_on:
        return answer_day(action.answer_within, sent_on, calendar)
    clocks = Clocks(
        calendar=calendar,
        opened_on=task.opened_on or task.at.date(),
        moments=partial(moment_in, workflow, facts),
        meetings=meetings_in(workflow, facts),
        regular=regular or {},
    )
    if isinstance(action, Followed):
        return next_follow_up(action.follows, clocks, _last_done(task, facts))
    if action.every and (task.number > 1 or action.due is None):
        return next_time(action.every, clocks, _last_done(task, facts))
    return deadline(action.due, clocks) if action.due else None


def has_day(action: Action) -> bool:
    """Whether the model says when the action is due."""
    is_dated = action.due is not None or action.every is not None or action.is_answered
    return is_dated or isinstance(action, Followed)


def asked_on(task: TaskFact, action: Action, facts: Facts) -> date | None:
    """When what the task requests was asked for last, where the model says how soon an answer is due."""
    here = facts.milestones if action.is_answered else ()
    return max((one.on for one in here if one.task == task.task and one.kind == SENT), default=None)


def moment_in(workflow: Workflow, facts: Facts, name: str) -> date | None:
    """The latest day of the moment in the round; an action's own name means that it was done."""
    action = workflow.find_action(name)
    if action is None:
        return moment_on(name, workflow.find_moment(name), facts)
    here = facts.within("round", facts.milestones)
    days = [one.on for one in here if one.action == name and one.kind == action.natural]
    if isinstance(action, FormAction):
        days += [one.on for one in facts.within("round", facts.forms) if one.form == action.form]
    return max(days, default=None)


def meetings_in(workflow: Workflow, facts: Facts) -> dict[str, date]:
    """The days on which the meetings of the round are to be, or were held: what was said last.

    One that was called without a day, such as one that was called off, has none.
    """
    found: dict[str, date] = {}
    for one in facts.within("round", facts.milestones):
        if not isinstance(workflow.find_action(one.action), Meeting):
            continue
        day = one.on if one.kind == "held" else one.meets_on
        if day:
            found[one.action] = day
        elif one.kind == "called":
            found.pop(one.action, None)
    return found


def soon_from(day: date | None, calendar: SchoolCalendar) -> date | None:
    """The day from which what is due on the day is due soon."""
    return calendar.school_days_back(day, SOON + 1) if day else None


def _last_done(task: TaskFact, facts: Facts) -> date | None:
    """When the action was done last in the stay, or said not to be needed this time."""
    known = (task.action, task.visit, task.guardian)
    same = [one for one in facts.tasks if (one.action, one.visit, one.guardian) == known]
    before = [one for one in same if one.number < task.number and one.status in ("done", "waived")]
    ids = {one.task for one in before}
    days = [one.on for one in facts.milestones if one.task in ids and one.kind != "tried"]
    days += [one.settled_on for one in before if one.status == "waived" and one.settled_on]
    return max(days, default=None)
