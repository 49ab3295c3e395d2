"""Moves a case and does what follows from it: the one place where a stage changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework.access.policy import Person
from casework.cases import effects as words
from casework.cases.asks import settle_asks
from casework.cases.facts import Situation
from casework.cases.models import Approval, Case, Visit
from casework.cases.signals import take_up
from casework.cases.signed import decision_content
from casework.cases.waiting import settle
from casework.engine.consequences import Consequences, consequences
from casework.engine.facts import Facts, Refusal
from casework.engine.machine import StageMachine, StepRefused
from casework.engine.workflow import CLOSED, LocalisedWorkflow, Step, Workflow
from casework.errors import Conflict, Refused
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.tasks import actions as tasks
from casework.tasks.actions import Stay, Wanted

Ask = Callable[[], tuple[Refusal, ...]]


def locked_case(case_id: UUID, revision: int | None = None) -> Case:
    """The case as it is now, locked for this unit of work; Conflict when the page showed another state."""
    case = db.session.scalars(
        select(Case).where(Case.id == case_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    if revision is not None and case.revision != revision:
        raise Conflict("case_changed", case_id=str(case.id))
    return case


def move(
    situation: Situation,
    step: Step,
    ask: Ask,
    *,
    reason: str,
    role: str,
    actor: Person,
    now: datetime,
    approved: Approval | None = None,
) -> Case:
    """Moves the case along the step and does all that follows, in the order a person would tell it."""
    case = situation.case
    follows = consequences(situation.workflow, step, situation.facts)
    fire(situation.machine, case, step, ask)
    situation.visit.left_at = situation.visit.left_at or now
    case.changed_at = now
    case.round += 1 if follows.starts_round else 0
    tasks.leave_tasks((UUID(task.task) for task in follows.closes), actor=actor, now=now)
    lapse_approval(case.id, "case_moved", actor=actor, now=now)
    settle_asks(case, step, role=role, actor=actor, now=now)
    db.session.flush()
    if step.target == CLOSED:
        case.closed_at = now
    else:
        visit = enter(case, step, situation.model, actor=actor, now=now)
        open_tasks(visit, situation.workflow, follows, now=now)
    take_up(case.student_id, case.id, situation.workflow, step.target, actor=actor, now=now)
    said = _what_moved(situation, step, follows) | {"reason": reason}
    said["approved_request"] = str(approved.id) if approved else ""
    said["content"] = decision_content(approved) if approved else ""
    history.record(What.CASE_MOVED, case.id, actor=actor, role=role, now=now, **said)
    settle(case, actor=actor, now=now)
    return case


def _what_moved(situation: Situation, step: Step, follows: Consequences) -> dict[str, object]:
    """The step as the history keeps it, with the titles and effects as they were shown."""
    workflow = situation.workflow
    return {
        "transition": step.transition.id,
        "title": step.transition.title,
        "kind": step.transition.kind,
        "from": step.source,
        "to": step.target,
        "to_title": workflow.stage(step.target).name if step.target != CLOSED else "",
        "round": situation.case.round,
        "is_handed_over": situation.case.is_handed_over,
        "effects": words.kept(words.effects(workflow, step, follows)),
    }


def lapse_approval(case_id: UUID, why: str, *, actor: Person, now: datetime) -> None:
    """Ends a pending request whose ground is gone, and says why."""
    pending = db.session.scalars(
        select(Approval).where(Approval.case_id == case_id, Approval.status == "pending")
    )
    for approval in pending:
        approval.status, approval.decided_at = "lapsed", now
        history.record(
            What.APPROVAL_LAPSED,
            case_id,
            actor=actor,
            now=now,
            approval=str(approval.id),
            transition=approval.transition,
            title=approval.transition,
            why=why,
            content=decision_content(approval),
        )


def enter(case: Case, step: Step, model: LocalisedWorkflow, *, actor: Person, now: datetime) -> Visit:
    """The stay in the stage that the case has come to."""
    stage = model.rules.stage(step.target)
    case.closed_at, case.place = None, model.rules.order[step.target]
    case.is_handed_over = model.rules.side(stage.owner) == "authority"
    visit = Visit(
        case_id=case.id,
        stage=step.target,
        round=case.round,
        transition=step.transition.id,
        entered_at=now,
        entered_by_id=actor.id,
    )
    db.session.add(visit)
    case_id = str(case.id)  # cannot be asked for any more when the flush fails
    try:
        db.session.flush()
    except IntegrityError as error:  # the student has another open case
        raise Conflict("already_open", case_id=case_id) from error
    return visit


def open_tasks(visit: Visit, workflow: Workflow, follows: Consequences, *, now: datetime) -> None:
    """Opens what the stage asks for in this visit."""
    stay = Stay(visit.case_id, visit.id, visit.stage, visit.round)
    wanted = [
        Wanted(stay, action, tuple(map(workflow.rights, action.by)), whom)
        for action in (*follows.opens, *follows.catches_up, *follows.reopens)
        for whom in follows.guardians.get(action.id, ("",))
    ]
    tasks.open_tasks(wanted, now=now)


def fire(machine: StageMachine, case: Case, step: Step, ask: Ask) -> None:
    """Sets the stage by the state machine, whose one condition asks every guard. Raises Refused."""
    try:
        machine.fire(case, step, ask)
    except StepRefused as refused:
        raise Refused(refused.refusals, case_id=str(case.id)) from None


def role_of(facts: Facts, roles: tuple[str, ...]) -> str:
    """The role in which the actor takes the step."""
    return next((role for role in roles if role in facts.actor.roles), "")
