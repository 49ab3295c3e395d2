"""What was done for a student on a signal, before there was a case, belongs to the case's first round."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from casework.access.policy import Person
from casework.cases.models import Case
from casework.cases.signed import milestone_content
from casework.clock import school_date
from casework.engine.action import Action
from casework.engine.each import INSTEAD
from casework.engine.school_calendar import school_year
from casework.engine.workflow import Workflow
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.tasks import student_tasks
from casework.tasks.models import Milestone, Task
from casework.tasks.queries import tasks_of
from casework.tasks.student_models import StudentReport, StudentTask


def take_over(case: Case, workflow: Workflow, *, actor: Person, now: datetime) -> None:
    """The case's new tasks get what has been reported on the same ones about the student.

    What is open there goes on in the case. Reports keep who made them and when; the case's history tells of
    them anew. What belongs to an earlier case or school year stays where it is.
    """
    opened = {(task.action, task.guardian_id): task for task in tasks_of([case.id])}
    asked = student_tasks.tasks_about([case.student_id]).get(case.student_id, [])
    known = [one for one in asked if one.workflow == workflow.workflow and one.status in ("open", "done")]
    mine = [one for one in known if (one.action, one.guardian_id) in opened and not one.changed_at]
    if not mine:
        return
    since, begins = _since(case), school_year(school_date(now))[0]
    reports = student_tasks.reports_about([case.student_id]).get(case.student_id, [])
    for one in mine:
        if one.on >= begins and (since is None or one.opened_at > since):
            task, action = opened[one.action, one.guardian_id], workflow.action(one.action)
            for report in (each for each in reports if each.task_id == one.id):
                _carry(case, task, action, report, actor=actor, now=now)
            _leave(one, actor, now)
    db.session.flush()


def _since(case: Case) -> datetime | None:
    """When the student's last case was closed."""
    earlier = select(func.max(Case.closed_at)).where(Case.student_id == case.student_id, Case.id != case.id)
    return db.session.scalar(earlier)


def _carry(
    case: Case, task: Task, action: Action, report: StudentReport, *, actor: Person, now: datetime
) -> None:
    row = Milestone(
        task_id=task.id,
        kind=report.kind,
        outcome=report.outcome,
        happened_on=report.happened_on,
        note=report.note,
        at=report.at,
        by_id=report.by_id,
    )
    db.session.add(row)
    if report.kind in (action.natural, INSTEAD):
        task.status, task.closed_at, task.closed_by_id = "done", report.at, report.by_id
    db.session.flush()
    history.record(
        What.TASK_REPORTED,
        case.id,
        actor=actor,
        now=now,
        task=str(task.id),
        action=task.action,
        title=task.title,
        milestone=row.kind,
        outcome=row.outcome,
        outcome_title=action.outcomes(row.kind).get(row.outcome, ""),
        report=str(row.id),
        content=milestone_content(row),
    )


def _leave(task: StudentTask, actor: Person, now: datetime) -> None:
    """It goes on in the case; what is done stays done."""
    if task.status == "open":
        task.status, task.closed_at, task.closed_by_id = "left", now, actor.id
