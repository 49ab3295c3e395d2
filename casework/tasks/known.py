"""Tasks about students as rules read them: of many students at once, so as plain values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from casework.extensions import db
from casework.tasks.student_models import StudentTask

AT_ONCE = 5000  # tasks; databases take only so many values in one question


class KnownTask(NamedTuple):
    """What rules ask of a task about a student."""

    id: UUID
    student_id: UUID
    guardian_id: UUID | None
    workflow: str
    rule: str
    action: str
    key: str
    on: date
    status: str
    opened_at: datetime
    changed_at: datetime | None
    due_on: date | None
    asked_on: date | None
    at_clock: str


def known_tasks(students: Collection[UUID]) -> dict[UUID, list[KnownTask]]:
    """What rules ask of every task about the students, in the order of the days that they are about."""
    columns = [getattr(StudentTask, name) for name in KnownTask._fields]
    wanted = select(*columns).where(StudentTask.student_id.in_(students))
    found: dict[UUID, list[KnownTask]] = {}
    for row in db.session.execute(wanted.order_by(StudentTask.on, StudentTask.id)):
        found.setdefault(row.student_id, []).append(KnownTask(*row))
    return found


def tasks_by_id(task_ids: Sequence[UUID]) -> dict[UUID, StudentTask]:
    """The tasks, to be changed."""
    found: dict[UUID, StudentTask] = {}
    for begin in range(0, len(task_ids), AT_ONCE):
        wanted = select(StudentTask).where(StudentTask.id.in_(task_ids[begin : begin + AT_ONCE]))
        found |= {row.id: row for row in db.session.scalars(wanted)}
    return found
