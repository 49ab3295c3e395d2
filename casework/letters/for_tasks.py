"""What a letter does for the task that it belongs to: whom it has to go to, and what is reported by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from casework.access.policy import Person, roles_at
from casework.cases import doing, undo
from casework.cases import student_tasks as about
from casework.cases.demands import demand_reporter
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case
from casework.clock import school_date
from casework.engine.action import Action
from casework.engine.actions import Notice
from casework.errors import Conflict, NotAcceptable, NotAllowed
from casework.extensions import db
from casework.letters.models import Letter
from casework.people import queries as people
from casework.people.models import ADULT, Guardianship, Student
from casework.signals import doing as beside
from casework.tasks import student_tasks
from casework.tasks.actions import Report
from casework.tasks.models import Milestone, Task
from casework.tasks.queries import task_in
from casework.tasks.student_models import StudentTask

LetterTask = Task | StudentTask  # of the case, or about its student
SENT, RECEIVED = "sent", "received"
AT_HOME = ("guardians", "guardian", "home")


def wanted(parties: Iterable[str]) -> set[str]:
    """The parties of an action as letters name them."""
    return {"home" if one in AT_HOME else one for one in parties}


def task_named(case: Case, task_id: UUID) -> LetterTask | None:
    """The task of the case, or about its student; nothing where it is neither."""
    return task_in(case.id, task_id) or student_tasks.student_task(case.student_id, task_id)


def action_of(situation: Situation, task: LetterTask) -> Action:
    """What the task asks for. Raises Conflict where the routine does not know it any more."""
    if not isinstance(task, StudentTask):
        return situation.action_of(task)
    found = situation.workflow.any_action(task.action)
    if found is None:
        raise Conflict("task_closed", case_id=str(situation.case.id))
    return found


def demand_writer(situation: Situation, task: LetterTask, actor: Person) -> None:
    """Raises Refused, Conflict or NotAllowed where the actor may not do the task by a letter now."""
    if isinstance(task, Task):
        demand_reporter(situation, task, SENT)
        return
    if not roles_at(actor, people.place(situation.student)) & student_tasks.roles_for(task.id):
        raise NotAllowed
    if task.status != "open":
        raise Conflict("task_closed", case_id=str(situation.case.id))


def fits(
    situation: Situation, task: LetterTask, recipient_kind: str, bond: Guardianship | None, today: date
) -> bool:
    """Whether a letter to them is what the task asks for; who is of age stands for the home."""
    if task.guardian_id:
        return bond is not None and bond.guardian_id == task.guardian_id
    asked = wanted(action_of(situation, task).parties)
    is_of_age = situation.student.age(today) >= ADULT
    return recipient_kind in asked or (recipient_kind == "student" and is_of_age and "home" in asked)


def demand_fits(case: Case, letter: Letter, *, actor: Person, now: datetime) -> None:
    """Raises NotAcceptable where the letter's open task is for somebody else than the letter."""
    task = task_of(letter)
    if task is None or task.status != "open":
        return
    bond = db.session.get(Guardianship, letter.guardianship_id) if letter.guardianship_id else None
    if not fits(situation_of(case, actor, now), task, letter.recipient_kind, bond, school_date(now)):
        raise NotAcceptable("letter_for_task")


def task_of(letter: Letter) -> LetterTask | None:
    """The task that the letter is written for."""
    if letter.student_task_id:
        return db.session.get(StudentTask, letter.student_task_id)
    return task_in(letter.case_id, letter.task_id) if letter.task_id else None


def report(
    case: Case, letter: Letter, kind: str, on: date, note: str, *, actor: Person, now: datetime
) -> Milestone | None:
    """Reports on the letter's task, where it has one that is open and waits for this."""
    task = task_of(letter)
    if task is None or task.status != "open":
        return None
    if kind == RECEIVED and not _waits_for_receipt(situation_of(case, actor, now), task):
        return None
    if isinstance(task, Task):
        return doing.report_task(case, task, Report(kind, on, note=note), actor=actor, now=now)
    student = db.session.get_one(Student, case.student_id)
    same = beside.task_about(student.id, task.id, is_locked=True)
    beside.report_task(student, same, Report(kind, on, note=note), actor=actor, now=now)
    return None


def take_report_back(case: Case, letter: Letter, reason: str, *, actor: Person, now: datetime) -> None:
    """What the letter has reported counts no longer, unless the case has gone on since."""
    task = task_of(letter)
    if task is None or not has_reported(letter) or not reports_go(situation_of(case, actor, now), task):
        return
    if isinstance(task, StudentTask):
        about.reopen(task, reason, actor=actor, now=now)
    elif letter.milestone_id:
        undo.take_report_back(case, task, letter.milestone_id, reason, actor=actor, now=now)


def has_reported(letter: Letter) -> bool:
    """Whether sending the letter was what its task was done by."""
    task = task_of(letter)
    if isinstance(task, StudentTask):
        return task.closed_at is not None and task.closed_at == letter.sent_at
    return letter.milestone_id is not None


def reports_go(situation: Situation, task: LetterTask) -> bool:
    """Whether what was reported on the task goes with a letter that is taken back."""
    if isinstance(task, StudentTask):
        return not about.hindrance(task)
    return task.status == "open" or not undo.hindrances(situation, task)


def _waits_for_receipt(situation: Situation, task: LetterTask) -> bool:
    """Whether the task is done when the letter has come through: a request waits for what it asks for."""
    action = action_of(situation, task)
    return isinstance(action, Notice) and action.receipt
