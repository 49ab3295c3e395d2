"""Whom the case waits for: worked out after every change and kept on the case; lists need no rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete

from casework.access.policy import Person
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case, CaseWaiting
from casework.engine.consequences import newly_due
from casework.engine.steps import Assessment, assess
from casework.extensions import db
from casework.tasks import actions as tasks
from casework.tasks.actions import Stay

FORWARD = ("forward", "hand_over")
PROGRESS = ("done", "total")  # of a draft: however far it has come, the case waits for the same


@dataclass(frozen=True)
class Waiting:
    """The roles whose turn it is, and for what."""

    roles: tuple[str, ...] = ()
    code: str = ""
    params: dict[str, str] = field(default_factory=dict)


def settle(case: Case, *, actor: Person, now: datetime) -> None:
    """Opens the tasks that have become due, and notes whom the case waits for from now on."""
    situation = situation_of(case, actor, now)
    due = newly_due(situation.workflow, situation.facts)
    stay = Stay(case.id, situation.visit.id, situation.visit.stage, case.round)
    for action in due:
        tasks.open_task(stay, action, now=now)
    if due:
        situation = situation_of(case, actor, now)
    waiting = waiting_of(situation)
    if (list(waiting.roles), waiting.code, waiting.params) != (
        case.waiting_for,
        case.waiting_code,
        case.waiting_params,
    ):
        case.waiting_for, case.waiting_code, case.waiting_params = (
            list(waiting.roles),
            waiting.code,
            waiting.params,
        )
        case.waiting_since = now
        db.session.execute(delete(CaseWaiting).where(CaseWaiting.case_id == case.id))
        db.session.add_all(CaseWaiting(case_id=case.id, role=role) for role in dict.fromkeys(waiting.roles))
    case.changed_at = now
    db.session.flush()


def usual_way(situation: Situation) -> Assessment | None:
    """The step that the case is on its way to: one stage up, or closing from the last."""
    steps = [step for step in situation.steps if step.transition.kind in FORWARD]
    steps = steps or [step for step in situation.steps if step.transition.kind == "close"]
    return assess(situation.workflow, steps[0], situation.facts) if steps else None


def waiting_of(situation: Situation) -> Waiting:
    """Whose turn it is: who decides, who supplies what is missing, or who takes the step."""
    case, workflow, approval = situation.case, situation.workflow, situation.approval
    if case.closed_at:
        return Waiting()
    if approval and approval.status == "pending":
        step = situation.step(approval.transition, approval.target)
        roles = step.transition.approved_by if step else ()
        return Waiting(roles, "approval", {"approval": str(approval.id), "transition": approval.transition})
    way = usual_way(situation)
    if way is None or way.step.transition.kind == "close":
        for task in situation.facts.tasks:
            if task.status == "open" and not task.is_optional:
                return Waiting(
                    workflow.doers(task.action), "task", {"action": task.action, "task": task.task}
                )
    if way is None:
        return Waiting((workflow.stage(case.stage).owner,), "stage")
    missing = [r for need in way.needs if (r := need.refusal) and not r.is_asked_at_the_step]
    if not missing:
        params = {"transition": way.step.transition.id, "to": way.step.target}
        return Waiting(way.step.transition.by, "ready", params)
    roles = tuple(dict.fromkeys(role for refusal in missing for role in refusal.who))
    about = {key: value for key, value in missing[0].params.items() if key not in PROGRESS}
    return Waiting(roles, missing[0].code, {"count": str(len(missing)), **about})
