"""Opens the tasks that absence asks for outside the stages of a case, and takes back what was for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casework.engine.action import SYSTEM, Action
from casework.engine.actions import Notice
from casework.engine.deadlines import Clocks, deadline
from casework.engine.proposals import Findings
from casework.engine.workflow import LocalisedWorkflow, Workflow
from casework.messages import notices
from casework.messages.models import Message
from casework.people.models import Student as StudentRow
from casework.signals import judging
from casework.signals.asking import Asked, asked
from casework.signals.ground import lost_ground
from casework.signals.judging import Verdict
from casework.signals.mark_models import StudentMark
from casework.signals.marks import marks_of
from casework.tasks import student_tasks
from casework.tasks.student_models import StudentReport, StudentTask, StudentTaskRole
from casework.tasks.student_tasks import Ground


@dataclass(frozen=True)
class Beside:
    """What stands beside the cases of some students: tasks with reports, notices that live, what is said."""

    tasks: dict[UUID, list[StudentTask]]
    reports: dict[UUID, list[StudentReport]]
    notices: dict[UUID, list[Message]]
    marks: dict[UUID, list[StudentMark]]

    def said(self, student_id: UUID, workflow: str) -> tuple[StudentMark, ...]:
        """What people say of the student, for the rules of that routine."""
        return tuple(row for row in self.marks.get(student_id, ()) if row.workflow == workflow)


def beside(student_ids: list[UUID]) -> Beside:
    """All of it about the students."""
    return Beside(
        student_tasks.tasks_about(student_ids),
        student_tasks.reports_about(student_ids),
        notices.live_notices(student_ids),
        marks_of(student_ids),
    )


def keep_tasks(
    row: StudentRow,
    student: judging.Student,
    model: LocalisedWorkflow,
    verdict: Verdict,
    around: Beside,
    *,
    now: datetime,
) -> tuple[int, list[StudentTaskRole]]:
    """Opens what is asked for and is not there, and closes (or flags) what has lost its ground.

    How many were opened, and the roles that may do the new ones, still to be added.
    """
    live = [one for one in around.notices.get(row.id, ()) if one.workflow == student.workflow.workflow]
    for gone in lost_ground(student, live, verdict.findings.look):
        notices.take_ground(gone, now=now)
        live.remove(gone)
    for tasks, is_touched in ((verdict.closed, False), (verdict.flagged, True)):
        for lost in tasks:
            student_tasks.take_ground(lost, is_touched=is_touched, now=now)
    there = {(one.action, one.key): one for one in student.tasks if one.workflow == student.workflow.workflow}
    opened, roles = 0, list[StudentTaskRole]()
    for one in asked(student, verdict.findings):
        task = there.get((one.action.id, one.key))
        if task is None or task.status == "withdrawn":
            found = _open(row, student, model, verdict.findings, one, task, live, now=now)
            opened += found is not None
            roles += found or ()
    return opened, roles


def _open(
    row: StudentRow,
    student: judging.Student,
    model: LocalisedWorkflow,
    findings: Findings,
    one: Asked,
    task: StudentTask | None,
    live: list[Message],
    *,
    now: datetime,
) -> list[StudentTaskRole] | None:
    """Opens the task, and answers with the roles to add; None where the program leaves a notice instead."""
    workflow, action, roles = student.workflow, one.action, one.action.by
    ground = Ground(row.id, workflow.workflow, model.sha, one.rule, one.key, one.on, one.lessons)
    if roles == (SYSTEM,):
        if isinstance(action, Notice) and notices.leave_notices(row, action, ground, live, now=now):
            return None
        roles = (_owner(workflow, action),)  # nobody may be told by the program: somebody finds a way
    due_on = _due(one, student, findings)
    if task is not None:
        student_tasks.reopen(task, due_on, now=now)
        return []
    return student_tasks.open_student_task(ground, action, map(workflow.rights, roles), due_on, now=now)


def _owner(workflow: Workflow, action: Action) -> str:
    """Who is responsible for the stage that the action stands in; for what stands beside, for the first."""
    stage = workflow.stage_of(action.id) if workflow.find_action(action.id) else workflow.stages[0]
    return stage.owner


def _due(one: Asked, student: judging.Student, findings: Findings) -> date | None:
    """Deadlines run from the day that the task opens, however late the absence was registered."""
    if one.action.due is None:
        return None
    clocks = Clocks(
        calendar=student.calendar,
        opened_on=student.today,
        moments=findings.look.moments,
    )
    return deadline(one.action.due, clocks).day
