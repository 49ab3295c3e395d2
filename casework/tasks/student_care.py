"""When tasks about students are due, until when they rest, and who has them: what the rows say of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.access.policy import Person
from casework.engine.deadlines import Deadline
from casework.extensions import db
from casework.people.models import User
from casework.tasks.student_models import StudentTask, StudentTaskDelay, StudentTaskRole


def keep_day(task: StudentTask, asked: Deadline) -> date | None:
    """Keeps the day that the routine asks for; one that a person has set holds as long as it is the later.

    The day that was, where it is another now; else None.
    """
    was = task.due_on
    task.asked_on, task.at_clock = asked.day, asked.at_clock
    _be_due(task)
    return was if was != task.due_on else None


def _be_due(task: StudentTask) -> None:
    task.due_on = max((day for day in (task.asked_on, task.set_to) if day), default=None)


def put_off(
    task: StudentTask, kind: str, until: date | None, reason: str, *, actor: Person, now: datetime
) -> StudentTaskDelay:
    """Notes until when the task is put off (`extended`) or rests (`paused`), or that this is `ended`."""
    said = {"kind": kind, "until": until, "reason": reason.strip(), "at": now, "by_id": actor.id}
    row = StudentTaskDelay(id=uuid4(), task_id=task.id, **said)
    task.set_to = until
    task.rests_until = until if kind == "paused" else None
    db.session.add(row)
    _be_due(task)
    db.session.flush()
    return row


def set_roles(task_id: UUID, roles: Collection[str]) -> None:
    """Lets the task be done by these roles, and by no other."""
    mine = select(StudentTaskRole).where(StudentTaskRole.task_id == task_id)
    there = {row.role: row for row in db.session.scalars(mine)}
    for role in there.keys() - set(roles):
        db.session.delete(there[role])
    new = sorted(set(roles) - there.keys())
    db.session.add_all(StudentTaskRole(task_id=task_id, role=role) for role in new)
    db.session.flush()


def delays_of(task_id: UUID) -> Sequence[tuple[StudentTaskDelay, str]]:
    """Until when the task was put off or rested, with who decided it, oldest first."""
    rows = db.session.execute(
        select(StudentTaskDelay, User.name)
        .join(User, User.id == StudentTaskDelay.by_id)
        .where(StudentTaskDelay.task_id == task_id)
        .order_by(StudentTaskDelay.at)
    )
    return [(row, name) for row, name in rows]
