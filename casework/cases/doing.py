"""What people do about the tasks of a case: report on them, or say that they are not needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from casework.access.policy import Person
from casework.cases.demands import demand_reporter, demand_waiver
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case
from casework.cases.moves import role_of
from casework.cases.signed import milestone_content, waiver_content
from casework.cases.student_facts import consents_in_force
from casework.cases.waiting import settle
from casework.clock import school_date
from casework.engine.actions import Action, Contribution, Decision, FormAction
from casework.engine.guardians import Instead
from casework.errors import NotAcceptable
from casework.history import actions as history
from casework.history.events import What
from casework.tasks import actions as tasks
from casework.tasks.actions import Report
from casework.tasks.models import Milestone, Task


def report_task(
    case: Case,
    task: Task,
    report: Report,
    *,
    begun_at: datetime | None = None,
    actor: Person,
    now: datetime,
) -> Milestone:
    """Notes what was done about the task. Raises Refused for another role, or when more is needed first.

    A consent that held at `begun_at`, when what is reported began, counts as well as one that holds now.
    """
    situation = situation_of(case, actor, now)
    if begun_at:
        situation = _with_consents_at(situation, begun_at)
    action = demand_reporter(situation, task, report.kind)
    outcomes = action.outcomes(report.kind)
    is_unknown = bool(outcomes) and report.outcome not in outcomes
    if isinstance(action, FormAction | Contribution) or is_unknown:
        raise NotAcceptable("not_a_milestone")
    if isinstance(action, Decision | Instead) and not report.note.strip():
        raise NotAcceptable("reason_missing")
    milestone = tasks.report_milestone(task, action, report, actor=actor, now=now)
    record_report(situation, task, action, milestone, actor=actor, now=now)
    settle(case, actor=actor, now=now)
    return milestone


def _with_consents_at(situation: Situation, at: datetime) -> Situation:
    held = consents_in_force(situation.consents, school_date(at), at)
    facts = situation.facts
    return replace(situation, facts=replace(facts, consents=(*facts.consents, *held)))


def waive_task(case: Case, task: Task, reason: str, *, actor: Person, now: datetime) -> None:
    """Closes the task as not needed, with a reason; what a step's gate needs cannot be waived away."""
    situation = situation_of(case, actor, now)
    action = demand_waiver(situation, task)
    tasks.waive_task(task, reason, actor=actor, now=now)
    history.record(
        What.TASK_WAIVED,
        case.id,
        actor=actor,
        role=role_of(situation.facts, action.by),
        now=now,
        task=str(task.id),
        action=task.action,
        title=task.title,
        reason=task.reason,
        content=waiver_content(task),
    )
    settle(case, actor=actor, now=now)


def record_report(
    situation: Situation, task: Task, action: Action, milestone: Milestone, *, actor: Person, now: datetime
) -> None:
    """Writes in the history what was reported on the task."""
    title = action.outcomes(milestone.kind).get(milestone.outcome, "")
    history.record(
        What.TASK_REPORTED,
        situation.case.id,
        actor=actor,
        role=role_of(situation.facts, action.by + action.together_with),
        now=now,
        task=str(task.id),
        action=task.action,
        title=task.title,
        milestone=milestone.kind,
        outcome=milestone.outcome,
        outcome_title=title,
        report=str(milestone.id),
        content=milestone_content(milestone),
    )
