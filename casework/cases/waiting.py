"""Whom the case waits for: worked out after every change and kept on the case; lists need no rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.cases.deadlines import keep_deadlines, next_due_on
from casework.cases.each_guardian import keep_reachable
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case, CaseWaiting
from casework.engine.consequences import newly_due
from casework.engine.facts import Refusal
from casework.engine.steps import Assessment, assess, waits_for_signal
from casework.extensions import db
from casework.tasks import actions as tasks
from casework.tasks.actions import Stay, Wanted

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
    """Opens tasks that have become due, with their days, and notes whom the case waits for from now on."""
    situation = situation_of(case, actor, now)
    due = newly_due(situation.workflow, situation.facts)
    stay = Stay(case.id, situation.visit.id, situation.visit.stage, case.round)
    rights = situation.workflow.rights
    wanted = [Wanted(stay, action, tuple(map(rights, action.by)), whom) for action, whom in due]
    tasks.open_tasks(wanted, now=now)
    if due:
        situation = situation_of(case, actor, now)
    keep_reachable([situation])
    keep_deadlines([situation], actor=actor, now=now)
    note_waiting([situation], now=now)


def note_waiting(situations: Sequence[Situation], *, now: datetime) -> None:
    """Notes of each case whom it waits for, and on whose lists it stands."""
    listed = listed_for([situation.case.id for situation in situations])
    for situation in situations:
        case, waiting = situation.case, waiting_of(situation)
        found = (list(waiting.roles), waiting.code, waiting.params)
        if found != (case.waiting_for, case.waiting_code, case.waiting_params):
            case.waiting_for, case.waiting_code, case.waiting_params = found
            case.waiting_since = now
        case.next_due_on = next_due_on(situation.tasks)
        case.answers_to = responsible_role(situation)
        roles = {situation.workflow.rights(role) for role in (*waiting.roles, *waiting.also)}
        list_for(case, listed.get(case.id, []), roles)
        case.changed_at = now
    db.session.flush()


def responsible_role(situation: Situation) -> str:
    """The role that accounts hold and that is responsible for the step where the case stands."""
    workflow, stage = situation.workflow, situation.case.stage
    return workflow.rights(workflow.stage(stage).owner) if stage in workflow.order else ""


def listed_for(case_ids: Collection[UUID]) -> dict[UUID, list[CaseWaiting]]:
    """On whose lists the cases stand now."""
    found: dict[UUID, list[CaseWaiting]] = {}
    for row in db.session.scalars(select(CaseWaiting).where(CaseWaiting.case_id.in_(case_ids))):
        found.setdefault(row.case_id, []).append(row)
    return found


def list_for(case: Case, listed: Iterable[CaseWaiting], roles: Collection[str]) -> None:
    """Lists the case for these roles, everybody who can do something for it now, and for no other."""
    there = {row.role: row for row in listed}
    for role in there.keys() - set(roles):
        db.session.delete(there[role])
    db.session.add_all(CaseWaiting(case_id=case.id, role=role) for role in sorted(set(roles) - there.keys()))


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
            if task.holds_up:
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
