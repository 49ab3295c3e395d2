"""For which day a meeting is called, and whether that is too late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casework.cases.facts import Situation
from casework.tasks.models import Milestone, Task
from casework.web.dates import day
from casework.web.text import gettext


def called(situation: Situation) -> dict[str, date | None]:
    """The tasks whose meeting has been called, with the day that was said last."""
    return {str(one.task_id): one.meets_on for one, _ in situation.milestones if one.kind == "called"}


def again(situation: Situation, task: Task, kind: str) -> str:
    """The heading where a meeting has been called before; empty where it has not."""
    is_again = kind == "called" and str(task.id) in called(situation)
    return gettext("Call it for another day") if is_again else ""


def calls(task: Task, kind: str) -> str | None:
    """What stands under the day of a meeting that is called; None where none is."""
    if kind != "called":
        return None
    if task.due_on is None:
        return gettext("Leave it empty as long as no day is set.")
    return gettext("It is to be held by %(day)s.", day=day(task.due_on))


def called_late(situation: Situation, task: Task) -> Sequence[str]:
    """A warning where the meeting is called for a day after the one on which it has to be held."""
    meets_on = called(situation).get(str(task.id))
    if task.status != "open" or task.due_on is None or meets_on is None or meets_on <= task.due_on:
        return ()
    said = {"day": day(meets_on), "due": day(task.due_on)}
    return (gettext("The meeting is called for %(day)s. That is too late: it is due %(due)s.", **said),)


def told(one: Milestone) -> str:
    """What was noted with it; of a meeting also for which day it was called."""
    for_day = gettext("Called for %(day)s.", day=day(one.meets_on)) if one.meets_on else ""
    return f"{for_day} {one.note}".strip()
