"""What stood in a case before it went on with another version, and how exactly that is given back.

Only of what is changed then: the case, its stays, and tasks that are open, left or called otherwise.
Nothing of that is a text that somebody has written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from casework.cases.facts import Situation
from casework.cases.models import Case, CaseWaiting, Visit
from casework.cases.waiting import list_for, listed_for
from casework.engine.migration import Shift
from casework.extensions import db
from casework.tasks import queries as tasks
from casework.tasks.actions import set_roles
from casework.tasks.models import Task, TaskRole

Before = dict[str, Any]
DUE = ("is_target", "waits_for", "by_clock", "at_clock", "answers_to")
DAYS = ("due_on", "moved_from", "soon_on")


def keep(changes: Iterable[tuple[Situation, Shift]]) -> dict[UUID, Before]:
    """What stands in each of the cases now, of all that the change will touch; a few queries for all."""
    found = list(changes)
    touched = {
        situation.case.id: {UUID(fact.task) for fact in _touched(changed)} for situation, changed in found
    }
    roles = tasks.roles_of([task_id for of_case in touched.values() for task_id in of_case])
    listed = listed_for(list(touched))
    return {
        situation.case.id: _case(situation, listed.get(situation.case.id, []))
        | {
            "tasks": {
                str(task.id): _task(task, roles.get(task.id, ()))
                for task in situation.tasks
                if task.id in touched[situation.case.id]
            }
        }
        for situation, _ in found
    }


def _touched(changed: Shift) -> list[Any]:
    return [*changed.keeps, *changed.drops, *changed.revives, *changed.strangers]


def _case(situation: Situation, listed: Iterable[CaseWaiting]) -> Before:
    case = situation.case
    return {
        "sha": case.workflow_sha,
        "stage": case.stage,
        "place": case.place,
        "is_handed_over": case.is_handed_over,
        "waiting": [case.waiting_for, case.waiting_code, case.waiting_params, case.waiting_since.isoformat()],
        "next_due_on": _day(case.next_due_on),
        "listed": sorted(row.role for row in listed),
        "visits": {str(visit.id): [visit.stage, visit.title] for visit in situation.visits},
    }


def _task(task: Task, roles: Iterable[str]) -> Before:
    return {
        "action": task.action,
        "stage": task.stage,
        "title": task.title,
        "is_optional": task.is_optional,
        "is_contribution": task.is_contribution,
        "status": task.status,
        **{name: getattr(task, name) for name in DUE},
        **{name: _day(getattr(task, name)) for name in DAYS},
        "closed_at": task.closed_at.isoformat() if task.closed_at else None,
        "closed_by_id": str(task.closed_by_id) if task.closed_by_id else None,
        "roles": list(roles),
    }


def give_back(kept: Sequence[tuple[Case, Before]]) -> None:
    """Puts the cases back to where they stood; tasks that were opened since are gone."""
    opened = [UUID(task_id) for _, before in kept for task_id in before["opened"]]
    db.session.execute(delete(TaskRole).where(TaskRole.task_id.in_(opened)))
    db.session.execute(delete(Task).where(Task.id.in_(opened)))
    _give_back_tasks({UUID(name): was for _, before in kept for name, was in before["tasks"].items()})
    stays = {UUID(name): was for _, before in kept for name, was in before["visits"].items()}
    for visit in db.session.scalars(select(Visit).where(Visit.id.in_(stays))):
        visit.stage, visit.title = stays[visit.id]
    listed = listed_for([case.id for case, _ in kept])
    for case, before in kept:
        case.workflow_sha, case.stage, case.place = before["sha"], before["stage"], before["place"]
        case.is_handed_over = before["is_handed_over"]
        case.waiting_for, case.waiting_code, case.waiting_params, since = before["waiting"]
        case.waiting_since = datetime.fromisoformat(since)
        case.next_due_on = _read(before.get("next_due_on"))
        list_for(case, listed.get(case.id, []), before["listed"])
    db.session.flush()


def _give_back_tasks(tasks_before: Mapping[UUID, Before]) -> None:
    rows = db.session.scalars(select(Task).where(Task.id.in_(tasks_before))).all()
    for task in rows:
        was = tasks_before[task.id]
        for name in ("action", "stage", "title", "is_optional", "is_contribution", "status"):
            setattr(task, name, was[name])
        if "due_on" in was:  # kept since tasks have a day
            for name in DUE:
                setattr(task, name, was.get(name, ""))  # each of them is kept since another version
            for name in DAYS:
                setattr(task, name, _read(was[name]))
        task.closed_at = datetime.fromisoformat(was["closed_at"]) if was["closed_at"] else None
        task.closed_by_id = UUID(was["closed_by_id"]) if was["closed_by_id"] else None
    set_roles({task.id: tasks_before[task.id]["roles"] for task in rows})


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _read(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
