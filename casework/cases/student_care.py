"""What people decide about tasks that belong to no stage: until when one rests or is put off, who does it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from casework.access.policy import Person, roles_at
from casework.cases.signed import delay_content
from casework.cases.student_tasks import owner_of
from casework.clock import school_date
from casework.engine.action import Action
from casework.engine.workflow import Workflow
from casework.errors import Conflict, NotAcceptable, NotAllowed
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people import queries as people
from casework.people.models import Student
from casework.people.queries import Colleague
from casework.tasks import student_care
from casework.tasks.student_models import StudentTask, StudentTaskDelay


def deciders(workflow: Workflow, action: Action) -> tuple[str, ...]:
    """Who may put the task off: who answers for its step, and whom the routine lets pause its rules."""
    pausing = workflow.pause.by if workflow.pause else ()
    return tuple(dict.fromkeys((owner_of(workflow, action), *pausing)))


def giving(workflow: Workflow, action: Action) -> tuple[str, ...]:
    """Who may say who does the task: those who do it, and those who may put it off."""
    return tuple(dict.fromkeys((*action.by, *action.together_with, *deciders(workflow, action))))


def holders(workflow: Workflow, action: Action, around: Iterable[Colleague]) -> dict[UUID, str]:
    """The colleagues who may have the task, by their ids: who does it by a role of theirs."""
    roles = {workflow.rights(role) for role in action.by + action.together_with}
    return {one.id: one.name for one in around if one.role in roles}


def is_put_off(task: StudentTask) -> bool:
    """Whether a person has set another day than the one that holds otherwise."""
    return task.set_to is not None or task.rests_until is not None


def put_off(
    student: Student,
    task: StudentTask,
    asked: tuple[Workflow, Action],
    said: tuple[str, date | None, str],
    *,
    actor: Person,
    now: datetime,
) -> StudentTaskDelay:
    """Lets the task be due later, or rest until a day; or ends that. `said`: kind, until when, why.

    Raises NotAcceptable for a day that is not after today and the one that holds, and without a reason.
    """
    kind, until, reason = said
    _demand(student, task, deciders(*asked), asked[0], actor)
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    if not _is_later(task, kind, until, school_date(now)):
        raise NotAcceptable("no_later_day")
    row = student_care.put_off(task, kind, until, reason, actor=actor, now=now)
    says = {"delay": str(row.id), "kind": kind, "until": until.isoformat() if until else ""}
    told = {**says, "reason": row.reason, "content": delay_content(row)}
    _record(What.STUDENT_TASK_PUT_OFF, task, told, actor, now)
    return row


def _is_later(task: StudentTask, kind: str, until: date | None, today: date) -> bool:
    if kind == "ended":
        return until is None and is_put_off(task)
    is_after = task.due_on is None or kind == "paused" or (until is not None and until > task.due_on)
    return until is not None and until > today and is_after


def give(
    student: Student,
    task: StudentTask,
    asked: tuple[Workflow, Action],
    user_id: UUID | None,
    *,
    actor: Person,
    now: datetime,
) -> None:
    """Says who does the task: the actor, a colleague who may, or nobody in particular."""
    _demand(student, task, giving(*asked), asked[0], actor)
    found = holders(*asked, people.colleagues_for(student, school_date(now)))
    if user_id is not None and user_id not in found:
        raise NotAcceptable("not_a_colleague")
    if task.owner_id == user_id:
        return
    task.owner_id = user_id
    db.session.flush()
    told = {"user": str(user_id or ""), "name": found[user_id] if user_id else ""}
    _record(What.STUDENT_TASK_GIVEN, task, told, actor, now)


def tell_moved(task: StudentTask, was: date, why: str, *, actor: Person, now: datetime) -> None:
    """Tells in the student's history that the day has moved."""
    to = task.due_on.isoformat() if task.due_on else ""
    _record(What.STUDENT_TASK_DUE_MOVED, task, {"from": was.isoformat(), "to": to, "why": why}, actor, now)


def _demand(
    student: Student, task: StudentTask, roles: Iterable[str], workflow: Workflow, actor: Person
) -> None:
    """Raises NotAllowed where the actor has none of the roles, Conflict where the task has been closed."""
    if not workflow.held(roles_at(actor, people.place(student))) & set(roles):
        raise NotAllowed
    if task.status != "open":
        raise Conflict("task_closed")


def _record(what: What, task: StudentTask, more: dict[str, Any], actor: Person, now: datetime) -> None:
    says = {"task": str(task.id), "action": task.action, "title": task.title, "sha": task.workflow_sha}
    history.record_about(what, task.student_id, actor=actor, now=now, **says, **more)
