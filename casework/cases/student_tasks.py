"""Tasks about students that belong to no stage of a case: whose they are, and what people do about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from casework.access import scope
from casework.access.policy import Person, Place
from casework.cases.models import Case
from casework.cases.signed import milestone_content, waiver_content
from casework.cases.student_facts import guardians_in, student_at
from casework.clock import school_date
from casework.engine.action import SYSTEM, Action
from casework.engine.actions import Decision, FormAction
from casework.engine.guardians import Household, Instead, for_whom, instead_of, is_reachable
from casework.engine.happened import Calendar
from casework.engine.workflow import Workflow
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people.home import home_of
from casework.people.models import Group, Student
from casework.people.queries import STUDENT_COLUMNS
from casework.people.working import has_left
from casework.tasks import student_tasks
from casework.tasks.actions import Report
from casework.tasks.student_models import StudentTask, StudentTaskRole
from casework.versions.queries import model_of

DO = "absence_task:do"


@dataclass(frozen=True)
class Listed:
    """A task as lists show it, with whom it is about."""

    task: StudentTask
    student: str
    group: str
    shown: tuple[UUID, Place]


def waits_for_me(actor: Person, today: date) -> ColumnElement[bool]:
    """True for open tasks that a role of the actor's has towards the student may do.

    What a colleague has taken waits for them alone, until it is overdue or they have left or lost the role;
    what rests waits for nobody.
    """
    mine = scope.holding(actor, _asks_for, STUDENT_COLUMNS, beside=DO)
    doers = select(StudentTaskRole.role).where(StudentTaskRole.task_id == StudentTask.id)
    doers = doers.correlate(StudentTask)
    taken = or_(StudentTask.owner_id == actor.id, has_left(StudentTask.owner_id, today, roles=doers))
    free = StudentTask.owner_id.is_(None) | taken | (StudentTask.due_on < today)
    awake = StudentTask.rests_until.is_(None) | (StudentTask.rests_until <= today)
    return (StudentTask.status == "open") & free & awake & mine & scope.within(actor, DO, STUDENT_COLUMNS)


def _asks_for(role: str) -> ColumnElement[bool]:
    """True for tasks that the role may do."""
    return StudentTask.id.in_(select(StudentTaskRole.task_id).where(StudentTaskRole.role == role))


def my_student_tasks(actor: Person, today: date, *, limit: int, offset: int = 0) -> list[Listed]:
    """The open tasks that wait for the actor, those due first in front."""
    due = func.coalesce(StudentTask.due_on, StudentTask.on)
    rows = (
        select(StudentTask, Student, func.coalesce(Group.name, ""))
        .join(Student, Student.id == StudentTask.student_id)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(waits_for_me(actor, today))
        .options(joinedload(StudentTask.guardian))
        .order_by(due, StudentTask.on, StudentTask.id)
    )
    return [_listed(*row) for row in db.session.execute(rows.limit(limit).offset(offset))]


def how_many(actor: Person, today: date) -> int:
    """How many open tasks wait for the actor."""
    rows = select(func.count()).select_from(StudentTask).join(Student, Student.id == StudentTask.student_id)
    return db.session.scalar(rows.where(waits_for_me(actor, today))) or 0


def _listed(task: StudentTask, student: Student, group: str) -> Listed:
    place = Place(student.unit_id, student.group_id, False, student.id, student.is_protected)
    return Listed(task, student.name, group, (student.id, place))


def tasks_of_student(student_id: UUID) -> Sequence[StudentTask]:
    """Every such task about the student, newest first."""
    return list(reversed(student_tasks.tasks_about([student_id]).get(student_id, [])))


def owner_of(workflow: Workflow, action: Action) -> str:
    """Who is responsible for the stage that the action stands in; for what stands beside, for the first."""
    stage = workflow.stage_of(action.id) if workflow.find_action(action.id) else workflow.stages[0]
    return stage.owner


def month_of(task: StudentTask, workflow: Workflow) -> date | None:
    """The first day of the month before, which the task is about where its duty asks once a month."""
    duty = next((one for one in workflow.duties if one.id == task.rule), None)
    asked = duty.when.unfolded() if duty and duty.when else ()
    if not any(isinstance(one, Calendar) and one.calendar.each == "month" for one in asked):
        return None
    return (task.on.replace(day=1) - timedelta(days=1)).replace(day=1)


def by_hand(workflow: Workflow, action: Action) -> Action:
    """The action as people do it: what the program could not do is done by who is responsible there."""
    if action.by != (SYSTEM,):
        return action
    return action.model_copy(update={"by": (owner_of(workflow, action),)})


def possible(task: StudentTask, workflow: Workflow, student: Student, today: date) -> Action | None:
    """What the task asks for, in the words of the workflow; None where it does not know the action any more.

    Where it is for somebody whom the school may not contact today, another way.
    """
    known = workflow.any_action(task.action)
    action = by_hand(workflow, known) if known else None
    if action is None or task.status != "open":
        return action
    return doable(action, str(task.guardian_id or ""), workflow, student, today)


def doable(action: Action, guardian: str, workflow: Workflow, student: Student, today: date) -> Action:
    """The action, or what stands in its place where the guardian may not be contacted."""
    if not action.per or is_reachable(action, _household(student, today), guardian):
        return action
    return instead_of(action, owner_of(workflow, action))


def whom(action: Action, student: Student, today: date) -> tuple[str, ...]:
    """For whom at home the action is a task each; nobody in particular (`""`) where it is not for each."""
    return for_whom(action, _household(student, today)) if action.per else ("",)


def _household(student: Student, today: date) -> Household:
    return Household(guardians_in(home_of(student, today)), student_at(student, today))


def report(task: StudentTask, action: Action, said: Report, *, actor: Person, now: datetime) -> None:
    """Notes what was done about the task, in the student's own history.

    Raises NotAcceptable for an outcome that the action does not have, and for a decision without its reasons.
    """
    outcomes = action.outcomes(said.kind)
    if outcomes and said.outcome not in outcomes:
        raise NotAcceptable("not_a_milestone")
    if isinstance(action, Decision | Instead) and not said.note.strip():
        raise NotAcceptable("reason_missing")
    row = student_tasks.report_on(task, action, said, actor=actor, now=now)
    told = {"milestone": row.kind, "outcome": row.outcome, "report": str(row.id)}
    _record(
        What.STUDENT_TASK_REPORTED,
        task,
        {**told, "content": milestone_content(row)},
        actor=actor,
        now=now,
    )


def forms_asked(student_id: UUID, workflow: Workflow) -> frozenset[str]:
    """The forms that open tasks beside the ladder ask for."""
    asked = {action.id: action.form for action in workflow.forms_of_duties}
    if not asked:
        return frozenset()
    is_open = (StudentTask.student_id == student_id) & (StudentTask.status == "open")
    wanted = select(StudentTask.action).where(is_open, StudentTask.workflow == workflow.workflow)
    return frozenset(asked[one] for one in db.session.scalars(wanted) if one in asked)


def finish_by_form(student_id: UUID, workflow: Workflow, form: str, *, actor: Person, now: datetime) -> None:
    """The form was signed in the case: what asks for it beside the ladder is done by it."""
    if form not in forms_asked(student_id, workflow):
        return
    open_ones = select(StudentTask).where(StudentTask.student_id == student_id, StudentTask.status == "open")
    for task in db.session.scalars(open_ones.with_for_update().execution_options(populate_existing=True)):
        action = model_of(task.workflow_sha).rules.any_action(task.action)
        if isinstance(action, FormAction) and action.form == form:
            report(task, action, Report(action.natural, school_date(now)), actor=actor, now=now)


def waive(task: StudentTask, reason: str, *, actor: Person, now: datetime) -> None:
    """Closes the task as not needed, with the reason."""
    student_tasks.waive(task, reason, actor=actor, now=now)
    _record(
        What.STUDENT_TASK_WAIVED,
        task,
        {"reason": task.reason, "content": waiver_content(task)},
        actor=actor,
        now=now,
    )


def hindrance(task: StudentTask) -> str:
    """Why a task that was done or not needed cannot be opened again: the code of a conflict, or empty."""
    if task.status not in ("done", "waived") or task.changed_at:
        return "task_closed"
    since = (Case.student_id == task.student_id) & (Case.opened_at >= task.closed_at)
    return "task_closed" if db.session.scalar(select(Case.id).where(since).limit(1)) else ""


def reopen(task: StudentTask, reason: str, *, actor: Person, now: datetime) -> None:
    """Opens the task again: what was reported stays, marked as taken back.

    Raises Conflict where it is open, or where a case that was opened since goes on with it.
    """
    why = hindrance(task)
    if why:
        raise Conflict(why)
    row = student_tasks.take_back(task, reason, actor=actor, now=now)
    told = {"reason": row.note, "report": str(row.id), "content": milestone_content(row)}
    _record(What.STUDENT_TASK_REOPENED, task, told, actor=actor, now=now)


def _record(what: What, task: StudentTask, more: dict[str, Any], *, actor: Person, now: datetime) -> None:
    says = {"task": str(task.id), "action": task.action, "title": task.title, "sha": task.workflow_sha}
    history.record_about(what, task.student_id, actor=actor, now=now, **says, **more)
