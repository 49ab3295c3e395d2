"""Whom the case waits for: worked out after every change and kept on the case; lists need no rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from casework.access.policy import Person
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case, CaseWaiting
from casework.engine.consequences import newly_due
from casework.engine.facts import Refusal
from casework.engine.steps import Assessment, assess, waits_for_signal
from casework.extensions import db
from casework.tasks import actions as tasks
from casework.tasks.actions import Stay

FORWARD = ("forward", "hand_over")
PROGRESS = ("done", "total")  # of a draft: however far it has come, the case waits for the same


@dataclass(frozen=True)
class Waiting:
    """Whose turn it is and for what first; `also` are those who can supply something else that is missing."""

    roles: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    code: str = ""
    params: dict[str, str] = field(default_factory=dict)


def settle(case: Case, *, actor: Person, now: datetime) -> None:
    """Opens the tasks that have become due, and notes whom the case waits for from now on."""
    situation = situation_of(case, actor, now)
    due = newly_due(situation.workflow, situation.facts)
    stay = Stay(case.id, situation.visit.id, situation.visit.stage, case.round)
    for action in due:
        tasks.open_task(stay, action, map(situation.workflow.rights, action.by), now=now)
    if due:
        situation = situation_of(case, actor, now)
    waiting = waiting_of(situation)
    found = (list(waiting.roles), waiting.code, waiting.params)
    if found != (case.waiting_for, case.waiting_code, case.waiting_params):
        case.waiting_for, case.waiting_code, case.waiting_params = found
        case.waiting_since = now
    _list_for(case, {situation.workflow.rights(role) for role in (*waiting.roles, *waiting.also)})
    case.changed_at = now
    db.session.flush()


def _list_for(case: Case, roles: set[str]) -> None:
    """Notes on whose lists the case stands: everybody who can do something for it now."""
    listed = db.session.scalars(select(CaseWaiting).where(CaseWaiting.case_id == case.id)).all()
    for row in listed:
        if row.role not in roles:
            db.session.delete(row)
    new = sorted(roles - {row.role for row in listed})
    db.session.add_all(CaseWaiting(case_id=case.id, role=role) for role in new)


def usual_way(situation: Situation) -> Assessment | None:
    """The step that the case is on its way to: one stage up, or closing from the last."""
    steps = [step for step in situation.steps if step.transition.kind in FORWARD]
    steps = steps or [step for step in situation.steps if step.transition.kind == "close"]
    return assess(situation.workflow, steps[0], situation.facts) if steps else None


def missing(way: Assessment | None) -> list[Refusal]:
    """What somebody has to supply before the step, the first first."""
    refusals = [need.refusal for need in way.needs if need.refusal] if way else []
    return [refusal for refusal in refusals if not refusal.is_asked_at_the_step]


def waiting_of(situation: Situation) -> Waiting:
    """Whose turn it is: who decides, who supplies what is missing, or who takes the step."""
    case, workflow, approval = situation.case, situation.workflow, situation.approval
    if case.closed_at:
        return Waiting()
    if approval and approval.status == "pending":
        step = situation.step(approval.transition, approval.target)
        roles = step.transition.approved_by if step else ()
        return Waiting(
            roles, code="approval", params={"approval": str(approval.id), "transition": approval.transition}
        )
    way = usual_way(situation)
    if way and not missing(way) and waits_for_signal(way.step, situation.facts):
        way = None  # nothing calls for the step
    if way is None or way.step.transition.kind == "close":
        for task in situation.facts.tasks:
            if task.status == "open" and not task.is_optional:
                params = {"action": task.action, "task": task.task}
                return Waiting(workflow.doers(task.action), code="task", params=params)
    if way is None:
        return Waiting((workflow.stage(case.stage).owner,), code="stage")
    unmet = missing(way)
    if not unmet:
        params = {"transition": way.step.transition.id, "to": way.step.target}
        return Waiting(way.step.transition.by, code="ready", params=params)
    also = tuple(dict.fromkeys(role for refusal in unmet[1:] for role in refusal.who))
    about = {key: value for key, value in unmet[0].params.items() if key not in PROGRESS}
    return Waiting(unmet[0].who, also, unmet[0].code, {"count": str(len(unmet)), **about})
