"""The open tasks that a contact can do: those of a case, and those that absence has opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casework.access.policy import Person, decide, roles_at
from casework.attendance.calendars import calendar_of
from casework.cases import doing as case_tasks
from casework.cases.facts import Situation
from casework.cases.moves import locked_case
from casework.cases.pages.calling import is_contact
from casework.cases.pages.words import Speech
from casework.cases.student_tasks import DO, possible
from casework.clock import school_date
from casework.contacts.actions import Said
from casework.engine.action import Action
from casework.engine.actions import Contact
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.people import queries as people
from casework.people.models import Student
from casework.signals import doing as student_tasks
from casework.tasks import queries as tasks
from casework.tasks.actions import Report
from casework.tasks.student_models import StudentTask, StudentTaskRole
from casework.versions.queries import model_of

THURSDAY = 3  # the last weekday with another one after it


@dataclass(frozen=True)
class Asked:
    """One open task that a contact can do; `case_id` where it is one of a case, `on` the day of absence.

    `guardian_id` with their `name` where it is for one of those at home.
    """

    id: UUID
    action: Action
    case_id: UUID | None = None
    on: date | None = None
    due_on: date | None = None
    guardian_id: UUID | None = None
    name: str = ""

    @property
    def asks_agreement(self) -> bool:
        """Whether the routine asks that one agrees on something, and writes it down."""
        return not isinstance(self.action, Contact)


def asked_in(situation: Situation, speech: Speech) -> list[Asked]:
    """The contacts that the case waits for and that the reader may make now."""
    found = []
    for task in situation.tasks:
        action = situation.action_of(task, speech.workflow)
        if task.status != "open" or not isinstance(action, Contact):
            continue
        lacks = any(guard.refusal(situation.facts, situation.workflow) for guard in action.needs)
        if speech.is_mine(action.by + action.together_with) and not lacks:
            whom = task.guardian_id, situation.guardian_of(task)
            found.append(Asked(task.id, action, situation.case.id, None, None, *whom))
    return found


def asked_about(student: Student, actor: Person, language: str, today: date) -> list[Asked]:
    """The contacts about the student's absence that wait for the actor, the oldest first."""
    place = people.place(student)
    if not decide(actor, DO, place).is_allowed:
        return []
    mine = select(StudentTaskRole.task_id).where(StudentTaskRole.role.in_(roles_at(actor, place)))
    rows = (
        select(StudentTask)
        .where(StudentTask.student_id == student.id, StudentTask.status == "open", StudentTask.id.in_(mine))
        .options(joinedload(StudentTask.guardian))
        .order_by(StudentTask.on, StudentTask.opened_at, StudentTask.id)
    )
    found = []
    for task in db.session.scalars(rows):
        action = possible(task, model_of(task.workflow_sha).in_language(language), student, today)
        if action is not None and is_contact(action):
            whom = task.guardian_id, task.guardian.name if task.guardian else ""
            found.append(Asked(task.id, action, None, task.on, task.due_on, *whom))
    return found


def next_attempt(student: Student, said: Said) -> date | None:
    """When one tries again where nobody was reached and no day was given: the next day of school.

    The next weekday where no calendar goes so far.
    """
    if said.next_on or not said.is_attempt:
        return said.next_on
    calendar, on = calendar_of(people.unit(student.unit_id)), school_date(said.happened_at)
    weekday = on + timedelta(days=7 - on.weekday() if on.weekday() > THURSDAY else 1)
    return calendar.school_days_after(on, 1) or weekday


def report_on(
    chosen: Iterable[Asked], student: Student, said: Said, *, actor: Person, now: datetime
) -> Sequence[UUID]:
    """Reports the contact on each of the tasks; the ids of those that it was reported on.

    Where somebody was reached they are done. An attempt leaves them open, and is noted where attempts are.
    Raises Conflict where one of them has been closed since, NotAcceptable where one is for somebody else.
    """
    on, done = school_date(said.happened_at), []
    for one in chosen:
        if one.guardian_id and one.guardian_id != said.guardian_id:
            raise NotAcceptable("other_guardian")
        kind = "tried" if said.is_attempt else one.action.natural
        if kind not in one.action.milestones:
            continue
        report = Report(kind, on, said.outcome)
        if one.case_id:
            _in_case(one.case_id, one.id, report, actor, now)
        else:
            task = student_tasks.task_about(student.id, one.id, is_locked=True)
            student_tasks.report_task(student, task, report, actor=actor, now=now)
        done.append(one.id)
    return done


def _in_case(case_id: UUID, task_id: UUID, report: Report, actor: Person, now: datetime) -> None:
    case = locked_case(case_id)
    task = tasks.task_in(case_id, task_id)
    if task is None:
        raise Conflict("task_closed", case_id=str(case_id))
    case_tasks.report_task(case, task, report, actor=actor, now=now)
