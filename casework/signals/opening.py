"""Opens the tasks that absence asks for outside the stages of a case, and takes back what was for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from casework.cases.student_facts import guardians_in
from casework.cases.student_tasks import by_hand, owner_of
from casework.clock import school_date
from casework.engine.action import SYSTEM
from casework.engine.actions import Notice
from casework.engine.asking import Asked, asked
from casework.engine.deadlines import Clocks, Deadline, deadline
from casework.engine.due import SENT
from casework.engine.guardians import Household, for_whom, instead_of, is_reachable
from casework.engine.moments import Due
from casework.engine.proposals import Findings
from casework.engine.workflow import LocalisedWorkflow, Workflow
from casework.messages import notices
from casework.messages.models import Message
from casework.people.home import AtHome
from casework.people.models import Student as StudentRow
from casework.signals.ground import lost_ground
from casework.signals.judging import Verdict
from casework.signals.known_student import KnownStudent
from casework.signals.mark_models import StudentMark
from casework.signals.marks import marks_of
from casework.tasks import student_care, student_tasks
from casework.tasks.known import KnownTask, known_tasks, tasks_by_id
from casework.tasks.student_models import StudentReport
from casework.tasks.student_tasks import Ground, New


@dataclass(frozen=True)
class Beside:
    """What stands beside the cases of some students: tasks with reports, notices that live, what is said.

    `homes`: those at home, where a routine asks for something with each of them.
    """

    homes: Mapping[UUID, Sequence[AtHome]]
    tasks: dict[UUID, list[KnownTask]]
    reports: dict[UUID, list[StudentReport]]
    notices: dict[UUID, list[Message]]
    marks: dict[UUID, list[StudentMark]]

    def said(self, student_id: UUID, workflow: str) -> tuple[StudentMark, ...]:
        """What people say of the student, for the rules of that routine."""
        return tuple(row for row in self.marks.get(student_id, ()) if row.workflow == workflow)


def beside(student_ids: list[UUID], homes: Mapping[UUID, Sequence[AtHome]]) -> Beside:
    """All of it about the students."""
    return Beside(
        homes,
        known_tasks(student_ids),
        student_tasks.reports_about(student_ids),
        notices.live_notices(student_ids),
        marks_of(student_ids),
    )


@dataclass
class Changes:
    """What is to become of tasks: opened, opened once more, due on another day, closed, flagged or not."""

    new: list[New] = field(default_factory=list)
    again: dict[UUID, Deadline] = field(default_factory=dict)
    days: dict[UUID, Deadline] = field(default_factory=dict)
    closed: list[UUID] = field(default_factory=list)
    flagged: list[UUID] = field(default_factory=list)
    regained: list[UUID] = field(default_factory=list)

    def keep(self, now: datetime) -> None:
        """Writes it down."""
        rows = tasks_by_id([*self.closed, *self.flagged, *self.regained, *self.days, *self.again])
        for ids, is_touched in ((self.closed, False), (self.flagged, True)):
            for one in ids:
                student_tasks.take_ground(rows[one], is_touched=is_touched, now=now)
        for one in self.regained:
            rows[one].changed_at = None
        for one, due in self.days.items():
            student_care.keep_day(rows[one], due)
        for one, due in self.again.items():
            student_tasks.reopen(rows[one], due, now=now)
        student_tasks.open_tasks(self.new, now=now)


def note_tasks(
    row: StudentRow,
    student: KnownStudent,
    model: LocalisedWorkflow,
    verdict: Verdict,
    around: Beside,
    changes: Changes,
    *,
    now: datetime,
) -> None:
    """Notes what is asked for and is not there, and what has lost its ground; notices go at once."""
    live = [one for one in around.notices.get(row.id, ()) if one.workflow == student.workflow.workflow]
    for gone in lost_ground(verdict.left, live, verdict.findings.look):
        notices.take_ground(gone, now=now)
        live.remove(gone)
    closed = {one.id for one in verdict.closed}
    changes.closed += closed
    changes.flagged += [one.id for one in verdict.flagged]
    changes.regained += [one.id for one in verdict.tasks_regained]
    mine = [one for one in student.tasks if one.workflow == student.workflow.workflow]
    gone_ones = {one.id for one in mine if one.status == "withdrawn"} | closed
    open_ones = [one for one in mine if one.status == "open" and one.id not in closed]
    changes.days |= changed_days(open_ones, student, verdict.findings)
    there = {(one.action, one.key, str(one.guardian_id or "")): one.id for one in mine}
    home = Household(guardians_in(around.homes.get(row.id, ())), student.known)
    quiet = {one.rule for one in verdict.left.signals if verdict.left.is_quiet(one)}
    for one in asked(verdict.findings, quiet):
        for each in _for_each(one, home, student.workflow):
            of_all = there.get((one.action.id, one.key, ""))
            if each.guardian and of_all is not None and of_all not in gone_ones:
                continue  # it was asked for nobody in particular, and is not asked again for each
            task = there.get((one.action.id, one.key, each.guardian))
            if task is None or task in gone_ones:
                found = _new(row, student, model, verdict.findings, each, live, now=now)
                if found and task is not None:
                    changes.again[task] = found.due
                elif found:
                    changes.new.append(found)


def _for_each(one: Asked, home: Household, workflow: Workflow) -> Iterator[Asked]:
    """The same for each of those at home, where it is for each; another way to whom is not contacted."""
    if one.action.by == (SYSTEM,):  # what the program sends goes to each of them by itself
        yield one
        return
    for guardian in for_whom(one.action, home):
        is_open = is_reachable(one.action, home, guardian)
        action = one.action if is_open else instead_of(one.action, owner_of(workflow, one.action))
        yield replace(one, action=action, guardian=guardian)


def _new(
    row: StudentRow,
    student: KnownStudent,
    model: LocalisedWorkflow,
    findings: Findings,
    one: Asked,
    live: list[Message],
    *,
    now: datetime,
) -> New | None:
    """The task that is to be opened; None where the program leaves a notice instead."""
    workflow, action = student.workflow, by_hand(student.workflow, one.action)
    named = (one.rule, one.key, one.on, one.lessons, one.guardian)
    ground = Ground(row.id, workflow.workflow, model.sha, *named)
    by_itself = one.action.by == (SYSTEM,)
    if by_itself and isinstance(action, Notice) and notices.leave_notices(row, action, ground, live, now=now):
        return None
    return New(ground, action, tuple(map(workflow.rights, action.by)), _due(one, student, findings))


def changed_days(
    tasks: Iterable[KnownTask], student: KnownStudent, findings: Findings
) -> dict[UUID, Deadline]:
    """The open tasks that are due on another day now; a day that has been there is not taken away.

    What waits for an answer keeps the day until which that is expected.
    """
    awaited = {one.task_id for one in student.reports if one.kind == SENT}
    found = {}
    for task in tasks:
        action = student.workflow.any_action(task.action)
        if action is None or action.due is None or (action.is_answered and task.id in awaited):
            continue
        due = _day(action.due, student, findings, school_date(task.opened_at))
        if due.day and (due.day, due.at_clock) != (task.asked_on, task.at_clock):
            found[task.id] = due
    return found


def _due(one: Asked, student: KnownStudent, findings: Findings) -> Deadline:
    """Deadlines run from the day that the task opens, however late the absence was registered."""
    return _day(one.action.due, student, findings, student.today) if one.action.due else Deadline(None)


def _day(due: Due, student: KnownStudent, findings: Findings, opened_on: date) -> Deadline:
    clocks = Clocks(
        calendar=student.calendar,
        opened_on=opened_on,
        moments=findings.look.moments,
        regular=student.regular,
    )
    return deadline(due, clocks)
