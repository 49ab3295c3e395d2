"""Takes back what was done by mistake, while nothing rests on it; the history keeps both.

A request for approval, a draft that was put away, a task that was marked as done, a consent that was noted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.cases.consents import record_end
from casework.cases.demands import demand_case_open, demand_ready, demand_role
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Approval, Case, Consent
from casework.cases.moves import role_of
from casework.cases.signed import decision_content, taken_back_content
from casework.cases.waiting import settle
from casework.cases.work import fillable_forms, record_form, stay_of
from casework.engine.actions import FormAction
from casework.engine.facts import Refusal
from casework.engine.undo import resting_on, without_report
from casework.errors import Conflict, NotAcceptable, NotAllowed, Refused
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.records import actions as records
from casework.records.models import Submission
from casework.records.queries import definition_of
from casework.tasks import actions as tasks
from casework.tasks.models import TakenBack, Task


def withdraw_approval(case: Case, approval: Approval, *, actor: Person, now: datetime) -> None:
    """Takes the request back; only who made it does, while nobody has decided."""
    if approval.requested_by_id != actor.id:
        raise NotAllowed
    if approval.status != "pending":
        raise Conflict("approval_ended", case_id=str(case.id))
    situation = situation_of(case, actor, now)
    transition = situation.workflow.transition(approval.transition)
    approval.status, approval.decided_by_id, approval.decided_at = "lapsed", actor.id, now
    db.session.flush()
    history.record(
        What.APPROVAL_WITHDRAWN,
        case.id,
        actor=actor,
        role=role_of(situation.facts, transition.by),
        now=now,
        approval=str(approval.id),
        transition=transition.id,
        title=transition.title,
        content=decision_content(approval),
    )
    settle(case, actor=actor, now=now)


def discard_form(case: Case, draft: Submission, *, actor: Person, now: datetime) -> None:
    """Puts the draft away; it can be fetched again until somebody begins the form anew."""
    situation = situation_of(case, actor, now)
    demand_role(situation, situation.workflow.contributors(draft.form))
    demand_case_open(case)
    records.discard_draft(draft)
    record_form(What.FORM_DISCARDED, situation, draft, definition_of(draft), actor=actor, now=now)
    settle(case, actor=actor, now=now)


def discarded(situation: Situation) -> Sequence[Submission]:
    """The drafts that can be fetched again: the newest of each form that nobody has begun anew."""
    if situation.case.closed_at:
        return ()
    rows = db.session.scalars(
        select(Submission)
        .where(
            Submission.case_id == situation.case.id,
            Submission.status == "discarded",
            Submission.round == situation.case.round,
        )
        .order_by(Submission.started_at)
    )
    return [row for row in {one.form: one for one in rows}.values() if _is_newest(situation, row)]


def _is_newest(situation: Situation, put_away: Submission) -> bool:
    """Whether the form stands as it did when the draft was begun, and may be begun now."""
    later = [one for one in situation.submissions if one.form == put_away.form]
    is_touched = any(one.status == "draft" or one.started_at > put_away.started_at for one in later)
    corrected = next((one for one in later if one.id == put_away.corrects_id), None)
    is_ground_there = corrected.status == "finalised" if corrected else put_away.corrects_id is None
    return not is_touched and is_ground_there and put_away.form in fillable_forms(situation)


def restore_form(case: Case, put_away: Submission, *, actor: Person, now: datetime) -> Submission:
    """A draft with what stood in the one that was put away; that one stays where it is."""
    situation = situation_of(case, actor, now)
    demand_role(situation, situation.workflow.contributors(put_away.form))
    demand_ready(situation, put_away.form)
    if put_away.id not in {one.id for one in discarded(situation)}:
        raise Conflict("form_replaced", case_id=str(case.id))
    corrected = next((one for one in situation.submissions if one.id == put_away.corrects_id), None)
    form = definition_of(put_away)
    draft = records.begin_form(stay_of(situation), form, actor=actor, now=now, corrects=corrected)
    records.save_draft(draft, put_away.answers, revision=draft.revision, actor=actor, now=now)
    said = {"restores": str(put_away.id)}
    record_form(What.FORM_RESTORED, situation, draft, form, actor=actor, now=now, **said)
    settle(case, actor=actor, now=now)
    return draft


def hindrances(situation: Situation, task: Task) -> tuple[Refusal, ...]:
    """Why the task cannot be opened again: another stay, a form, or something that rests on it."""
    action = situation.action_of(task)
    is_settled = task.status in ("done", "waived") and task.visit_id == situation.visit.id
    if situation.case.closed_at or not is_settled or isinstance(action, FormAction):
        return (Refusal("not_reopened", {"action": task.action, "title": task.title}),)
    if situation.facts.pending:
        return (Refusal("approval_pending"),)
    without = without_report(situation.facts, str(task.id))
    built = resting_on(situation.workflow, situation.facts, without)
    return tuple(Refusal("built_on", {"action": one}) for one in built)


def reopen_task(case: Case, task: Task, reason: str, *, actor: Person, now: datetime) -> None:
    """Opens the task again: what was reported stays, marked as taken back."""
    situation = situation_of(case, actor, now)
    action = situation.action_of(task)
    demand_role(situation, action.by + action.together_with)
    if task.status == "open":
        raise Conflict("task_closed", case_id=str(case.id))
    refusals = hindrances(situation, task)
    if refusals:
        raise Refused(refusals, case_id=str(case.id))
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    reported = [one.id for one, _ in situation.milestones if one.task_id == task.id]
    last = reported[-1] if reported and task.status == "done" else None
    tasks.leave_tasks(_later_times(situation, task), actor=actor, now=now)
    row = tasks.reopen_task(task, last, reason, actor=actor, now=now)
    _record_reopened(situation, task, row, actor=actor, now=now)
    settle(case, actor=actor, now=now)


def take_report_back(
    case: Case, task: Task, milestone_id: UUID, reason: str, *, actor: Person, now: datetime
) -> None:
    """Lets one report on the task count no longer; a task that is done opens again."""
    if task.status != "open":
        reopen_task(case, task, reason, actor=actor, now=now)
    situation = situation_of(case, actor, now)
    if milestone_id in {one.id for one, _ in situation.milestones}:  # the last one is taken back already
        row = tasks.reopen_task(task, milestone_id, reason, actor=actor, now=now)
        _record_reopened(situation, task, row, actor=actor, now=now)
        settle(case, actor=actor, now=now)


def _record_reopened(
    situation: Situation, task: Task, row: TakenBack, *, actor: Person, now: datetime
) -> None:
    action = situation.action_of(task)
    history.record(
        What.TASK_REOPENED,
        situation.case.id,
        actor=actor,
        role=role_of(situation.facts, action.by + action.together_with),
        now=now,
        task=str(task.id),
        action=task.action,
        title=task.title,
        reason=row.reason,
        taken_back=str(row.id),
        content=taken_back_content(row),
    )


def _later_times(situation: Situation, task: Task) -> list[UUID]:
    """What has been opened since because the task was done: it comes again when that is so."""
    known = (task.visit_id, task.action, task.guardian_id)
    same = [one for one in situation.tasks if (one.visit_id, one.action, one.guardian_id) == known]
    is_open = (one for one in same if one.status == "open" and task.by_hand is None)
    return [one.id for one in is_open if one.number > task.number]


def retract_consent(case: Case, consent: Consent, reason: str, *, actor: Person, now: datetime) -> None:
    """Notes that the consent was recorded by mistake; it holds no longer, and the page says why."""
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    record_end(What.CONSENT_RETRACTED, case, consent, mistake=reason.strip(), actor=actor, now=now)


def discarded_in(case_id: UUID, submission_id: UUID) -> Submission | None:
    """The draft that was put away, if it belongs to the case."""
    found = db.session.get(Submission, submission_id)
    return found if found and found.case_id == case_id and found.status == "discarded" else None
