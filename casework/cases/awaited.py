"""What a form still awaits from others, and what they have given to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casework.access.policy import Person
from casework.cases.facts import Situation
from casework.engine.actions import Contribution
from casework.people.queries import Colleague
from casework.records import contributions
from casework.records.models import Submission
from casework.tasks import actions as tasks
from casework.tasks.models import Task


@dataclass(frozen=True)
class Awaited:
    """A task whose contribution has not come from everybody: from whom it is awaited."""

    task: Task
    action: Contribution
    people: tuple[Colleague, ...]


def open_contributions(situation: Situation, form: str) -> list[tuple[Task, Contribution]]:
    """The open tasks that ask others for answers to the form."""
    asked = {action.id: action for action in situation.workflow.contributions_to(form)}
    return [
        (one, asked[one.action]) for one in situation.tasks if one.action in asked and one.status == "open"
    ]


def awaited(situation: Situation, form: str, colleagues: Sequence[Colleague]) -> list[Awaited]:
    """From whom answers to the form are still awaited, task by task; whoever has given theirs is left out."""
    found = open_contributions(situation, form)
    given = contributions.givers_of([task.id for task, _ in found])
    return [
        Awaited(task, action, _missing(situation, task, action, colleagues, given)) for task, action in found
    ]


def _missing(
    situation: Situation,
    task: Task,
    action: Contribution,
    colleagues: Sequence[Colleague],
    given: frozenset[tuple[UUID, UUID]],
) -> tuple[Colleague, ...]:
    roles = {situation.workflow.rights(role) for role in action.by}
    asked = {one.id: one for one in reversed(colleagues) if one.role in roles}
    return tuple(one for one in reversed(asked.values()) if (task.id, one.id) not in given)


def lay_in_contributions(
    situation: Situation, signed: Submission, given: Sequence[UUID], *, actor: Person, now: datetime
) -> None:
    """Notes that what was given stands in the signed version; what has not come is not awaited more."""
    contributions.lay_in(given, signed)
    left = [task.id for task, _ in open_contributions(situation, signed.form)]
    tasks.leave_tasks(left, actor=actor, now=now)
