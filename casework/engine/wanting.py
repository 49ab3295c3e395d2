"""The tasks that absence itself asks for: one for each time, or each time that a limit becomes met."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from casework.engine.action import Action
from casework.engine.conditions import Condition
from casework.engine.firing import Rule, fires, task_key
from casework.engine.looking import each_since, read
from casework.engine.reading import Look
from casework.engine.workflow import Workflow


class Wanted(NamedTuple):
    """A task that absence asks for: which action, for what (its key), the day it arose, from which lessons.

    `opens_now`: unless it has opened for that before.
    """

    action: str
    key: str
    on: date
    evidence: tuple[str, ...] = ()
    opens_now: bool = True


def tasks_wanted(workflow: Workflow, here: str, look: Look, since: date = date.min) -> list[Wanted]:
    """The tasks that the absence of the student asks for in the stage; each key once.

    Of what is asked for each time, only for times from the day `since` on.
    """
    place = workflow.order.get(here, -1)
    found: dict[str, Wanted] = {}
    for stage, action in workflow.each_time:
        is_below = workflow.order[stage.id] < place and action.holds == "from_here_up"
        holds = stage.id == here or action.holds == "everywhere" or is_below
        if action.each_time and holds and _is_for_student(action, look):
            for one in _wanted(action, action.each_time, look, since):
                found.setdefault(one.key, one)
    return list(found.values())


def _is_for_student(action: Action, look: Look) -> bool:
    return action.for_students is None or action.for_students.fits(look.circumstances.student)


def _wanted(action: Action, asked: Condition, look: Look, since: date) -> list[Wanted]:
    events = each_since(asked, look, since)
    if events is not None:
        return [Wanted(action.id, task_key(action, one.key, one.on), one.on, one.evidence) for one in events]
    reading = read(asked, look)
    if not reading.is_met:
        return []
    key, is_new = fires(Rule(action.id, "next_window"), reading, look)
    return [Wanted(action.id, key, reading.since or look.today, reading.evidence, is_new)]
