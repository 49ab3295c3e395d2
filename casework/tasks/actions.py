"""Opens tasks, reports milestones on them, waives and leaves them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, update

from casework.access.policy import Person
from casework.clock import school_date
from casework.engine.actions import Action, Contribution
from casework.engine.former import BY_HAND
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.tasks.models import Milestone, TakenBack, Task, TaskDelay, TaskRole
from casework.tasks.student_models import StudentTask


@dataclass(frozen=True)
class Stay:
    """The visit of a stage that tasks are opened in."""

    case_id: UUID
    visit_id: UUID
    stage: str
    round: int


@dataclass(frozen=True)
class Report:
    """What a person says about a task: which milestone, with which outcome, when it happened, a note."""

    kind: str
    happened_on: date
    outcome: str = ""
    note: str = ""
    meets_on: date | None = None


@dataclass(frozen=True)
class Wanted:
    """An action to be opened in a stay, for the roles; for a guardian (their id) where it is for each."""

    stay: Stay
    action: Action
    roles: tuple[str, ...]
    guardian: str = ""


def open_tasks(wanted: Iterable[Wanted], *, now: datetime) -> list[Task]:
    """Opens each as a task; one of an earlier visit stays as it was left."""
    every = list(wanted)
    before = _times_before({one.stay.case_id for one in every if one.action.every})
    found = [(_task(one, before.get(_named(one), 0) + 1, now), one.roles) for one in every]
    db.session.add_all(task for task, _ in found)
    db.session.flush()
    db.session.add_all(
        TaskRole(task_id=task.id, role=role) for task, roles in found for role in dict.fromkeys(roles)
    )
    return [task for task, _ in found]


def _named(one: Wanted) -> tuple[UUID, str, UUID | None]:
    return one.stay.visit_id, one.action.id, UUID(one.guardian) if one.guardian else None


def _times_before(case_ids: Collection[UUID]) -> dict[tuple[UUID, str, UUID | None], int]:
    """How often each action has been opened in each stay, for whom: what comes again is counted on."""
    if not case_ids:
        return {}
    rows = (
        select(Task.visit_id, Task.action, Task.guardian_id, func.max(Task.number))
        .where(Task.case_id.in_(case_ids))
        .group_by(Task.visit_id, Task.action, Task.guardian_id)
    )
    return {(visit, action, whom): number for visit, action, whom, number in db.session.execute(rows)}


def _task(one: Wanted, number: int, now: datetime) -> Task:
    stay, action = one.stay, one.action
    return Task(
        guardian_id=_named(one)[2],
        case_id=stay.case_id,
        visit_id=stay.visit_id,
        round=stay.round,
        stage=stay.stage,
        action=action.id,
        title=action.title,
        is_optional=action.optional,
        is_contribution=isinstance(action, Contribution),
        status="open",
        opened_at=now,
        number=number,
    )


def report_milestone(
    task: Task, action: Action, report: Report, *, is_last: bool = True, actor: Person, now: datetime
) -> Milestone:
    """Adds the milestone; the action's natural one closes the task as done, if nobody else is to report it.

    What somebody has contributed may be given anew while the task is done.
    """
    is_amended = task.is_contribution and task.status == "done"
    if task.status != "open" and not is_amended:
        raise Conflict("task_closed", case_id=str(task.case_id))
    if report.kind not in action.milestones or report.happened_on > school_date(now):
        raise NotAcceptable("not_a_milestone")
    milestone = Milestone(
        task_id=task.id,
        kind=report.kind,
        outcome=report.outcome,
        happened_on=report.happened_on,
        meets_on=report.meets_on,
        note=report.note,
        at=now,
        by_id=actor.id,
    )
    db.session.add(milestone)
    if report.kind == action.natural and is_last and not is_amended:
        _close(task, "done", actor, now)
    db.session.flush()
    return milestone


def waive_task(task: Task, reason: str, *, actor: Person, now: datetime) -> None:
    """Closes the task as not needed, with the reason."""
    if task.status != "open":
        raise Conflict("task_closed", case_id=str(task.case_id))
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    task.reason = reason.strip()
    _close(task, "waived", actor, now)
    db.session.flush()


def try_again(task_ids: Collection[UUID], on: date | None) -> None:
    """Notes on those that are open when somebody tries again; in a case or about a student."""
    for table in (Task, StudentTask):
        mine = update(table).where(table.id.in_(task_ids), table.status == "open")
        db.session.execute(mine.values(next_try_on=on))


def reopen_task(
    task: Task, milestone_id: UUID | None, reason: str, *, actor: Person, now: datetime
) -> TakenBack:
    """Opens a task that was done or waived; the report, if there was one, no longer counts."""
    row = TakenBack(task_id=task.id, milestone_id=milestone_id, reason=reason.strip(), at=now, by_id=actor.id)
    task.status, task.closed_at, task.closed_by_id, task.reason = "open", None, None, ""
    db.session.add(row)
    db.session.flush()
    return row


def ask_anew(task: Task, action: Action, stage: str) -> None:
    """Lets the task go on as the action is in another version; one that was left is open again."""
    task.title, task.is_optional, task.stage = action.title, action.optional, stage
    task.is_contribution = isinstance(action, Contribution)
    task.status, task.closed_at, task.closed_by_id = "open", None, None


def set_roles(wanted: Mapping[UUID, Collection[str]]) -> None:
    """Lets each of the tasks be done by these roles, and by no other."""
    there: dict[UUID, dict[str, TaskRole]] = {task_id: {} for task_id in wanted}
    for row in db.session.scalars(select(TaskRole).where(TaskRole.task_id.in_(wanted))):
        there[row.task_id][row.role] = row
    for task_id, roles in wanted.items():
        for role in there[task_id].keys() - set(roles):
            db.session.delete(there[task_id][role])
        new = [role for role in dict.fromkeys(roles) if role not in there[task_id]]
        db.session.add_all(TaskRole(task_id=task_id, role=role) for role in new)
    db.session.flush()


def add_task(
    stay: Stay, title: str, by_hand: dict[str, list[str]], due_on: date | None, *, now: datetime
) -> Task:
    """Opens a task that a person has added; `by_hand`: the roles that do it, and those they do it with."""
    before = _times_before([stay.case_id]).get((stay.visit_id, BY_HAND, None), 0)
    task = Task(
        case_id=stay.case_id,
        visit_id=stay.visit_id,
        round=stay.round,
        stage=stay.stage,
        action=BY_HAND,
        title=title.strip(),
        status="open",
        opened_at=now,
        number=before + 1,
        by_hand=by_hand | {"due": [due_on.isoformat()] if due_on else []},
        set_to=due_on,
    )
    db.session.add(task)
    db.session.flush()
    db.session.add_all(TaskRole(task_id=task.id, role=role) for role in by_hand["by"])
    return task


def own_day(task: Task) -> date | None:
    """The day that the task was added with, where a person added it."""
    said = (task.by_hand or {}).get("due")
    return date.fromisoformat(said[0]) if said else None


def put_off(
    task: Task, kind: str, until: date | None, reason: str, *, actor: Person, now: datetime
) -> TaskDelay:
    """Notes until when the task is put off (`extended`) or rests (`paused`), or that this is `ended`."""
    row = TaskDelay(task_id=task.id, kind=kind, until=until, reason=reason.strip(), at=now, by_id=actor.id)
    task.set_to = until or own_day(task)
    task.rests_until = until if kind == "paused" else None
    db.session.add(row)
    db.session.flush()
    return row


def leave_task(task: Task, *, actor: Person, now: datetime) -> None:
    """Closes the task as left: the case goes on without it."""
    _close(task, "left", actor, now)


def leave_tasks(task_ids: Iterable[UUID], *, actor: Person, now: datetime) -> None:
    """Closes the tasks as left: the case has moved on without them."""
    for task in db.session.scalars(select(Task).where(Task.id.in_(list(task_ids)))):
        _close(task, "left", actor, now)
    db.session.flush()


def _close(task: Task, status: str, actor: Person, now: datetime) -> None:
    task.status, task.closed_at, task.closed_by_id = status, now, actor.id
