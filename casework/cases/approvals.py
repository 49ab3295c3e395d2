"""Four eyes: one asks for a step, another approves or declines it; an approval carries it out at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from casework.access.policy import Person
from casework.cases import mails
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Approval, Case
from casework.cases.moves import move, role_of
from casework.cases.signed import decision_content, request_content
from casework.cases.waiting import settle
from casework.engine.facts import Refusal
from casework.engine.steps import approver_needs, assess, deciding_forms
from casework.engine.workflow import CLOSED, Step
from casework.errors import Conflict, NotAcceptable, Refused
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What


def request_approval(
    situation: Situation, step: Step, *, reason: str, summary: str, actor: Person, now: datetime
) -> Approval:
    """Asks for the second pair of eyes, bound to this visit and to the form versions it rests on."""
    refusals = assess(situation.workflow, step, situation.facts).refusals
    if refusals:
        raise Refused(refusals, case_id=str(situation.case.id))
    if not summary.strip():
        raise NotAcceptable("summary_missing")
    approval = Approval(
        case_id=situation.case.id,
        visit_id=situation.visit.id,
        transition=step.transition.id,
        target=step.target,
        summary=summary.strip(),
        reason=reason.strip(),
        rests_on=[fact.submission for fact in deciding_forms(situation.workflow, step, situation.facts)],
        requested_by_id=actor.id,
        requested_at=now,
        status="pending",
    )
    db.session.add(approval)
    situation.case.changed_at = now
    db.session.flush()
    history.record(
        What.APPROVAL_REQUESTED,
        situation.case.id,
        actor=actor,
        role=role_of(situation.facts, step.transition.by),
        now=now,
        approval=str(approval.id),
        transition=step.transition.id,
        title=step.transition.title,
        to=step.target,
        to_title=situation.workflow.stage(step.target).name if step.target != CLOSED else "",
        rests_on=approval.rests_on,
        content=request_content(approval),
    )
    mails.tell_approvers(situation, step, approval, now=now)
    return approval


def decide_approval(
    case: Case, approval: Approval, *, is_approved: bool, reason: str, actor: Person, now: datetime
) -> None:
    """Carries the step out, or declines it with a reason. Raises Refused for requester and authors."""
    situation = situation_of(case, actor, now, approval.reason)
    if approval.status != "pending":
        raise Conflict("approval_ended", case_id=str(case.id))
    step = situation.step(approval.transition, approval.target)
    if step is None:
        raise Refused((Refusal("moved_on"),), case_id=str(case.id))
    four_eyes = refusals_of(situation, step, approval)
    if four_eyes:
        raise Refused(four_eyes, case_id=str(case.id))
    if not is_approved:
        _decline(situation, step, approval, reason, actor=actor, now=now)
        return
    approval.status, approval.decided_by_id, approval.decided_at = "approved", actor.id, now
    approval.decision_reason = reason.strip()
    db.session.flush()
    move(
        replace(situation, facts=replace(situation.facts, pending=())),
        step,
        lambda: _missing(situation, step, approval),
        reason=approval.reason,
        role=role_of(situation.facts, step.transition.approved_by),
        actor=actor,
        now=now,
        approved=approval,
    )


def refusals_of(situation: Situation, step: Step, approval: Approval) -> tuple[Refusal, ...]:
    """Why the actor may not decide: another role, their own request, their own form."""
    needs = approver_needs(situation.workflow, step, situation.facts, str(approval.requested_by_id))
    return tuple(need.refusal for need in needs if need.refusal)


def _missing(situation: Situation, step: Step, approval: Approval) -> tuple[Refusal, ...]:
    """What the step needs, asked again when it is carried out; the requester's role was asked before."""
    facts = replace(situation.facts, pending=())
    if [fact.submission for fact in deciding_forms(situation.workflow, step, facts)] != approval.rests_on:
        return (Refusal("ground_changed"),)
    needs = assess(situation.workflow, step, facts).needs
    return tuple(need.refusal for need in needs if need.refusal)


def _decline(
    situation: Situation, step: Step, approval: Approval, reason: str, *, actor: Person, now: datetime
) -> None:
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    approval.status, approval.decided_by_id, approval.decided_at = "declined", actor.id, now
    approval.decision_reason = reason.strip()
    situation.case.changed_at = now
    history.record(
        What.APPROVAL_DECLINED,
        situation.case.id,
        actor=actor,
        role=role_of(situation.facts, step.transition.approved_by),
        now=now,
        approval=str(approval.id),
        transition=step.transition.id,
        title=step.transition.title,
        reason=reason.strip(),
        content=decision_content(approval),
    )
    settle(situation.case, actor=actor, now=now)
