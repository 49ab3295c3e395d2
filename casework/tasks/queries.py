"""Reads tasks and milestones, as facts for the engine and as rows for pages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import exists, select

from casework.clock import school_date
from casework.engine.facts import MilestoneFact, TaskFact, TaskStatus
from casework.extensions import db
from casework.people.models import User
from casework.tasks.models import Milestone, TakenBack, Task, TaskDelay, TaskRole

STATUSES: dict[str, TaskStatus] = {"open": "open", "done": "done", "waived": "waived", "left": "left"}


def tasks_of(case_ids: Collection[UUID]) -> Sequence[Task]:
    """Every task of the cases, oldest first."""
    return db.session.scalars(
        select(Task).where(Task.case_id.in_(case_ids)).order_by(Task.opened_at, Task.id)
    ).all()


def milestones_of(case_ids: Collection[UUID]) -> Sequence[tuple[UUID, Milestone, str]]:
    """Every milestone of the cases' tasks that counts: case, milestone, who reported it; oldest first."""
    is_taken_back = exists().where(TakenBack.milestone_id == Milestone.id)
    rows = db.session.execute(
        select(Task.case_id, Milestone, User.name)
        .join(Task, Task.id == Milestone.task_id)
        .join(User, User.id == Milestone.by_id)
        .where(Task.case_id.in_(case_ids), ~is_taken_back)
        .order_by(Milestone.at, Milestone.id)
    )
    return [(case_id, milestone, name) for case_id, milestone, name in rows]


def taken_back_on(task_id: UUID) -> Sequence[tuple[TakenBack, str, Milestone | None]]:
    """What was taken back on the task, with who did it and the report, oldest first."""
    rows = db.session.execute(
        select(TakenBack, User.name, Milestone)
        .join(User, User.id == TakenBack.by_id)
        .outerjoin(Milestone, Milestone.id == TakenBack.milestone_id)
        .where(TakenBack.task_id == task_id)
        .order_by(TakenBack.at)
    )
    return [(row, name, milestone) for row, name, milestone in rows]


def delays_of(task_id: UUID) -> Sequence[tuple[TaskDelay, str]]:
    """Until when the task was put off or rested, with who decided it, oldest first."""
    rows = db.session.execute(
        select(TaskDelay, User.name)
        .join(User, User.id == TaskDelay.by_id)
        .where(TaskDelay.task_id == task_id)
        .order_by(TaskDelay.at)
    )
    return [(row, name) for row, name in rows]


def roles_of(task_ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The roles that may do each of the tasks."""
    found: dict[UUID, list[str]] = {}
    for task_id, role in db.session.execute(
        select(TaskRole.task_id, TaskRole.role).where(TaskRole.task_id.in_(task_ids))
    ):
        found.setdefault(task_id, []).append(role)
    return {task_id: tuple(roles) for task_id, roles in found.items()}


def task_in(case_id: UUID, task_id: UUID) -> Task | None:
    """The task, if it belongs to the case."""
    return db.session.scalars(select(Task).where(Task.id == task_id, Task.case_id == case_id)).one_or_none()


def task_facts(tasks: Sequence[Task]) -> tuple[TaskFact, ...]:
    """The tasks as the engine reads them."""
    return tuple(
        TaskFact(
            visit=str(task.visit_id),
            round=task.round,
            at=task.opened_at,
            task=str(task.id),
            action=task.action,
            stage=task.stage,
            status=STATUSES[task.status],
            is_optional=task.is_optional,
            is_beside=task.number > 1 or task.by_hand is not None,
            is_by_hand=task.by_hand is not None,
            title=task.title,
            number=task.number,
            opened_on=school_date(task.opened_at),
            settled_on=school_date(task.closed_at) if task.closed_at else None,
            guardian=str(task.guardian_id or ""),
        )
        for task in tasks
    )


def milestone_facts(
    tasks: Sequence[Task], milestones: Sequence[tuple[Milestone, str]]
) -> tuple[MilestoneFact, ...]:
    """The milestones as the engine reads them."""
    by_id = {task.id: task for task in tasks}
    return tuple(
        MilestoneFact(
            visit=str(by_id[milestone.task_id].visit_id),
            round=by_id[milestone.task_id].round,
            at=milestone.at,
            by=str(milestone.by_id),
            by_name=name,
            action=by_id[milestone.task_id].action,
            kind=milestone.kind,
            task=str(milestone.task_id),
            outcome=milestone.outcome,
            happened_on=milestone.happened_on,
            meets_on=milestone.meets_on,
            guardian=str(by_id[milestone.task_id].guardian_id or ""),
        )
        for milestone, name in milestones
    )
