"""Tasks about students that belong to no stage of a case: opening, reporting, waiving, reading them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import joinedload, selectinload

from casework.access.policy import Person
from casework.clock import school_date
from casework.engine.action import Action
from casework.engine.deadlines import Deadline
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.people.models import User
from casework.tasks.actions import Report
from casework.tasks.student_models import StudentReport, StudentTask, StudentTaskRole

TAKEN_BACK = "taken_back"  # what is reported where a task is opened again: nothing before it counts


@dataclass(frozen=True)
class Ground:
    """What a task is opened for: whom, which rule of which version, its key, the day and the absence."""

    student_id: UUID
    workflow: str
    workflow_sha: str
    rule: str
    key: str
    on: date
    lessons: tuple[str, ...]
    guardian: str = ""


@dataclass(frozen=True)
class New:
    """A task that is to be opened: for what, which action, the roles that may do it, and when it is due."""

    ground: Ground
    action: Action
    roles: tuple[str, ...]
    due: Deadline


def open_tasks(new: Collection[New], *, now: datetime) -> list[UUID]:
    """Opens the actions as tasks, all of them at once: a day's absence asks for many. Their ids, in order."""
    rows = [_row(one, now) for one in new]
    asked = [(row["id"], role) for row, one in zip(rows, new, strict=True) for role in one.roles]
    if rows:
        db.session.flush()  # what they point at
        db.session.execute(insert(StudentTask), rows)
    if asked:
        pairs = [{"task_id": task_id, "role": role} for task_id, role in dict.fromkeys(asked)]
        db.session.execute(insert(StudentTaskRole), pairs)
    return [row["id"] for row in rows]


def _row(new: New, now: datetime) -> dict[str, Any]:
    ground, action, due = new.ground, new.action, new.due
    return {
        "id": uuid4(),
        "student_id": ground.student_id,
        "workflow": ground.workflow,
        "workflow_sha": ground.workflow_sha,
        "rule": ground.rule,
        "action": action.id,
        "key": ground.key,
        "title": action.title,
        "on": ground.on,
        "due_on": due.day,
        "asked_on": due.day,
        "at_clock": due.at_clock,
        "lessons": list(ground.lessons),
        "guardian_id": UUID(ground.guardian) if ground.guardian else None,
        "status": "open",
        "opened_at": now,
    }


def reopen(task: StudentTask, due: Deadline, *, now: datetime) -> None:
    """The ground that was taken away is there again."""
    task.status, task.opened_at = "open", now
    task.due_on = task.asked_on = due.day
    task.at_clock = due.at_clock
    task.set_to = task.rests_until = None
    task.changed_at = task.closed_at = None


def take_ground(task: StudentTask, *, is_touched: bool, now: datetime) -> None:
    """A correction has taken the ground away: an untouched task is closed, a touched one says so."""
    if is_touched:
        task.changed_at = now
    else:
        task.status, task.closed_at = "withdrawn", now


def report_on(
    task: StudentTask, action: Action, report: Report, *, actor: Person, now: datetime
) -> StudentReport:
    """Adds the report; the action's natural one closes the task as done.

    What is reported after that, such as the end of something that goes on, may be added.
    """
    if task.status not in ("open", "done") or (task.status == "done" and report.kind == action.natural):
        raise Conflict("task_closed")
    if report.kind not in action.milestones or report.happened_on > school_date(now):
        raise NotAcceptable("not_a_milestone")
    row = StudentReport(
        id=uuid4(),
        task_id=task.id,
        kind=report.kind,
        outcome=report.outcome,
        happened_on=report.happened_on,
        note=report.note,
        at=now,
        by_id=actor.id,
    )
    db.session.add(row)
    if report.kind == action.natural:
        task.status, task.closed_at, task.closed_by_id = "done", now, actor.id
    db.session.flush()
    return row


def waive(task: StudentTask, reason: str, *, actor: Person, now: datetime) -> None:
    """Closes the task as not needed, with the reason."""
    if task.status != "open":
        raise Conflict("task_closed")
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    task.status, task.reason = "waived", reason.strip()
    task.closed_at, task.closed_by_id = now, actor.id
    db.session.flush()


def take_back(task: StudentTask, reason: str, *, actor: Person, now: datetime) -> StudentReport:
    """Opens a task again that was done or not needed by mistake; what was reported on it no longer counts."""
    if task.status not in ("done", "waived"):
        raise Conflict("task_closed")
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    said = {"kind": TAKEN_BACK, "happened_on": school_date(now), "note": reason.strip()}
    row = StudentReport(id=uuid4(), task_id=task.id, **said, outcome="", at=now, by_id=actor.id)
    db.session.add(row)
    task.status, task.reason = "open", ""
    task.closed_at = task.closed_by_id = None
    db.session.flush()
    return row


def open_alike(task: StudentTask) -> Sequence[StudentTask]:
    """The student's other open tasks of the same action, in the order of the days that they are about."""
    same = (StudentTask.student_id == task.student_id) & (StudentTask.workflow_sha == task.workflow_sha)
    same &= StudentTask.guardian_id.is_not_distinct_from(task.guardian_id)
    wanted = select(StudentTask).where(same, StudentTask.action == task.action, StudentTask.status == "open")
    return db.session.scalars(
        wanted.where(StudentTask.id != task.id).order_by(StudentTask.on, StudentTask.id)
    ).all()


def tasks_about(student_ids: Collection[UUID]) -> dict[UUID, list[StudentTask]]:
    """Every such task about the students, in the order of the days that they are about."""
    found: dict[UUID, list[StudentTask]] = {}
    wanted = select(StudentTask).where(StudentTask.student_id.in_(student_ids))
    wanted = wanted.options(joinedload(StudentTask.guardian))
    for row in db.session.scalars(wanted.order_by(StudentTask.on, StudentTask.id)):
        found.setdefault(row.student_id, []).append(row)
    return found


def reports_about(student_ids: Collection[UUID]) -> dict[UUID, list[StudentReport]]:
    """What has been reported on them and was not taken back, by student, oldest first."""
    found: dict[UUID, list[StudentReport]] = {}
    rows = (
        select(StudentTask.student_id, StudentReport)
        .join(StudentTask, StudentTask.id == StudentReport.task_id)
        .where(StudentTask.student_id.in_(student_ids))
        .order_by(StudentReport.at, StudentReport.id)
    )
    for student_id, report in db.session.execute(rows):
        found.setdefault(student_id, []).append(report)
    return {student_id: that_count(reports) for student_id, reports in found.items()}


def that_count(reports: Iterable[StudentReport]) -> list[StudentReport]:
    """Those of the reports, which are in order of time, that were not taken back."""
    found: list[StudentReport] = []
    for one in reports:
        if one.kind == TAKEN_BACK:
            found = [earlier for earlier in found if earlier.task_id != one.task_id]
        else:
            found.append(one)
    return found


def student_task(student_id: UUID, task_id: UUID, *, is_locked: bool = False) -> StudentTask | None:
    """The task, if it is about the student."""
    wanted = select(StudentTask).where(StudentTask.id == task_id, StudentTask.student_id == student_id)
    wanted = wanted.options(selectinload(StudentTask.guardian))
    if is_locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(wanted).one_or_none()


def reports_on(task_id: UUID) -> Sequence[tuple[StudentReport, str]]:
    """What has been reported on the task, with who did, oldest first."""
    rows = (
        select(StudentReport, User.name)
        .join(User, User.id == StudentReport.by_id)
        .where(StudentReport.task_id == task_id)
        .order_by(StudentReport.at, StudentReport.id)
    )
    return [(report, name) for report, name in db.session.execute(rows)]


def roles_for(task_id: UUID) -> frozenset[str]:
    """The roles that may do the task."""
    return frozenset(
        db.session.scalars(select(StudentTaskRole.role).where(StudentTaskRole.task_id == task_id))
    )


def awaiting_answers(task_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the tasks by which something was asked for: they wait for the answer."""
    ids = [*task_ids]
    is_sent = (StudentReport.kind == "sent") & StudentReport.task_id.in_(ids)
    return frozenset(db.session.scalars(select(StudentReport.task_id).where(is_sent))) if ids else frozenset()
