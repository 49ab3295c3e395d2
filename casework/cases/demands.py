"""What must hold before somebody does something in a case between its steps: the role, and the order."""

from __future__ import annotations

from collections.abc import Iterable

from casework.access import policy
from casework.access.policy import Person
from casework.cases.facts import Situation
from casework.cases.models import Case
from casework.engine.actions import Action
from casework.engine.facts import Refusal, Remedy
from casework.errors import Conflict, NotAllowed, Refused
from casework.people import queries as people
from casework.people.models import Student
from casework.tasks.models import Task


def demand_role(situation: Situation, roles: Iterable[str]) -> None:
    """Raises Refused where the actor has none of the roles."""
    allowed = tuple(roles)
    if not situation.facts.actor.roles & set(allowed):
        raise Refused((Refusal("role", {}, Remedy("tasks"), allowed),), case_id=str(situation.case.id))


def demand_reporter(situation: Situation, task: Task, milestone: str) -> Action:
    """The task's action, where the actor may report the milestone now; raises Refused or Conflict."""
    action = situation.action_of(task)
    demand_role(situation, action.by + action.together_with)
    demand_open(task)
    missing = _unmet(situation, action)
    if missing and milestone == action.natural:
        raise Refused(missing, case_id=str(situation.case.id))
    return action


def demand_waiver(situation: Situation, task: Task) -> Action:
    """The task's action, where the actor may say that the task is not needed; else as above."""
    action = situation.action_of(task)
    demand_role(situation, situation.workflow.waivers(action))
    demand_open(task)
    return action


def demand_open(task: Task) -> None:
    """Raises Conflict where the task has been closed."""
    if task.status != "open":
        raise Conflict("task_closed", case_id=str(task.case_id))


def demand_allowed(case: Case, student: Student, actor: Person, permission: str) -> str:
    """The role in which the actor may do it in this case; raises NotAllowed where there is none."""
    decision = policy.decide(actor, permission, people.place(student, case.is_handed_over))
    if not decision.is_allowed:
        raise NotAllowed
    return decision.role


def demand_case_open(case: Case) -> None:
    """Raises Conflict where the case has been closed."""
    if case.closed_at:
        raise Conflict("case_changed", case_id=str(case.id))


def demand_ready(situation: Situation, form_id: str) -> None:
    """Raises Refused while something must be done before the form."""
    missing = missing_before(situation, form_id)
    if missing:
        raise Refused(missing, case_id=str(situation.case.id))


def missing_before(situation: Situation, form_id: str) -> tuple[Refusal, ...]:
    """What must be done before the form, such as the decision to accept a case."""
    actions = (action for _, action in situation.workflow.actions() if action.form == form_id)
    missing = [_unmet(situation, action) for action in actions]
    return missing[0] if missing and all(missing) else ()


def _unmet(situation: Situation, action: Action) -> tuple[Refusal, ...]:
    return tuple(r for guard in action.needs if (r := guard.refusal(situation.facts, situation.workflow)))
