"""Doing a task about a student; where it belongs to a duty, what follows in that duty opens then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from casework.access.policy import Person
from casework.attendance.calendars import calendar_of
from casework.cases import student_tasks as about
from casework.cases.deadlines import ANSWER
from casework.cases.student_care import tell_moved
from casework.clock import school_date
from casework.engine.action import Action
from casework.engine.actions import Request
from casework.engine.beside import Duty
from casework.engine.deadlines import Clocks, Deadline, answer_day, deadline, next_follow_up
from casework.engine.due import SENT
from casework.engine.facts import Actor, Facts, MilestoneFact, TaskFact
from casework.engine.followed import Followed
from casework.engine.workflow import Workflow
from casework.errors import NotHere
from casework.extensions import db
from casework.people import queries as people
from casework.people.models import Student
from casework.people.regular_times import regular_times_of
from casework.tasks import student_care, student_tasks
from casework.tasks.actions import Report
from casework.tasks.queries import STATUSES
from casework.tasks.student_models import StudentReport, StudentTask
from casework.tasks.student_tasks import Ground, New
from casework.versions.queries import model_of


def task_about(student_id: UUID, task_id: UUID, *, is_locked: bool = False) -> StudentTask:
    """The task about the student; NotHere where there is none, or its routine does not know it any more."""
    task = student_tasks.student_task(student_id, task_id, is_locked=is_locked)
    if task is None or model_of(task.workflow_sha).rules.any_action(task.action) is None:
        raise NotHere
    return task


def report_task(student: Student, task: StudentTask, report: Report, *, actor: Person, now: datetime) -> None:
    """Notes what was done, and opens what the duty asks for after it."""
    workflow = model_of(task.workflow_sha).rules
    action = about.possible(task, workflow, student, school_date(now))
    if action is None:
        raise NotHere
    about.report(task, action, report, actor=actor, now=now)
    duty = next((one for one in workflow.duties if one.id == task.rule), None)
    if duty is not None:
        for following, guardian in _following(student, task, duty, workflow, school_date(now)):
            _open(student, task, following, workflow, guardian=guardian, now=now)
        db.session.flush()
    _follow_up(student, task, action, report, workflow, now=now)
    _await_answer(student, task, action, report, actor=actor, now=now)


def report_tasks(
    student: Student, task_ids: Sequence[UUID], report: Report, *, actor: Person, now: datetime
) -> None:
    """Notes the same about several tasks, such as one call about several absences: each has its own report.

    The first must be open; others that somebody has done meanwhile are left as they are.
    """
    for task_id in task_ids:
        task = task_about(student.id, task_id, is_locked=True)
        if task.status == "open" or task_id == task_ids[0]:
            report_task(student, task, report, actor=actor, now=now)


def _following(
    student: Student, task: StudentTask, duty: Duty, workflow: Workflow, today: date
) -> Iterator[tuple[Action, str]]:
    """The duty's actions with an `if` that is met by now and that are not open, each with for whom."""
    occasion = _occasion(task)
    same = [
        one
        for one in student_tasks.tasks_about([student.id]).get(student.id, [])
        if (one.workflow, one.rule, _occasion(one)) == (task.workflow, task.rule, occasion)
    ]
    reports = student_tasks.reports_about([student.id]).get(student.id, [])
    facts = _facts(same, reports)
    there = {(one.action, str(one.guardian_id or "")) for one in same}
    for action in duty.actions:
        met = all(guard.need(facts, workflow).refusal is None for guard in action.applies_if)
        for whom in about.whom(action, student, today) if action.applies_if and met else ():
            if not there & {(action.id, whom), (action.id, "")}:
                yield action, whom


def _occasion(task: StudentTask) -> str:
    """For what the duty asked: the key without the action."""
    return task.key.removeprefix(f"{task.action} ")


def _facts(tasks: list[StudentTask], reports: list[StudentReport]) -> Facts:
    """What has been reported in the duty, as guards read it."""
    named = {one.id: one for one in tasks}
    told = tuple(
        MilestoneFact(
            visit="",
            round=1,
            at=one.at,
            action=named[one.task_id].action,
            kind=one.kind,
            task=str(one.task_id),
            outcome=one.outcome,
            happened_on=one.happened_on,
            guardian=str(named[one.task_id].guardian_id or ""),
        )
        for one in reports
        if one.task_id in named
    )
    asked = tuple(
        TaskFact(
            visit="",
            round=1,
            at=one.opened_at,
            task=str(one.id),
            action=one.action,
            stage="",
            status=STATUSES.get(one.status, "left"),
            guardian=str(one.guardian_id or ""),
        )
        for one in tasks
    )
    nobody = Actor("", "", frozenset())
    return Facts(stage="", visit="", round=1, actor=nobody, tasks=asked, milestones=told)


def _follow_up(
    student: Student, task: StudentTask, action: Action, report: Report, workflow: Workflow, *, now: datetime
) -> None:
    """Opens the following up of a step without cases, where it comes after what has been done."""
    stage = workflow.stage_of(action.id) if workflow.find_action(action.id) else None
    follow = stage.followed if stage and stage.case == "none" else None
    if follow is None or follow.follows.after != action.id or report.kind != action.natural:
        return
    there = student_tasks.tasks_about([student.id]).get(student.id, [])
    if (follow.id, f"{follow.id} {_occasion(task)}") not in {(one.action, one.key) for one in there}:
        _open(student, task, follow, workflow, now=now, done_on=report.happened_on)
        db.session.flush()


def _await_answer(
    student: Student, task: StudentTask, action: Action, report: Report, *, actor: Person, now: datetime
) -> None:
    """What was asked for is due when the answer is expected."""
    if report.kind != SENT or not isinstance(action, Request) or action.answer_within is None:
        return
    calendar = calendar_of(people.unit(student.unit_id))
    was, found = task.due_on, answer_day(action.answer_within, report.happened_on, calendar)
    if found.day and student_care.keep_day(task, found) and was:
        tell_moved(task, was, ANSWER, actor=actor, now=now)
    db.session.flush()


def _open(
    student: Student,
    task: StudentTask,
    action: Action,
    workflow: Workflow,
    *,
    now: datetime,
    guardian: str = "",
    done_on: date | None = None,
) -> None:
    today = school_date(now)
    calendar = calendar_of(people.unit(student.unit_id))
    is_regular = action.due is not None and action.due.next is not None
    regular = regular_times_of([student.id]).get(student.id, {}) if is_regular else {}
    clocks = Clocks(calendar=calendar, opened_on=today, moments=lambda _name: done_on, regular=regular)
    due = deadline(action.due, clocks) if action.due else Deadline(None)
    if isinstance(action, Followed):
        due = next_follow_up(action.follows, clocks)
    ground = Ground(
        student.id,
        task.workflow,
        task.workflow_sha,
        task.rule,
        f"{action.id} {_occasion(task)}",
        task.on,
        (),
        guardian,
    )
    asked = about.doable(action, guardian, workflow, student, today)
    new = New(ground, asked, tuple(map(workflow.rights, asked.by)), due)
    student_tasks.open_tasks([new], now=now)
