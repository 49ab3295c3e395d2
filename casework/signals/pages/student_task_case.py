"""What a task about a student has to do with the student's open case: the form there, and the letter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from casework.access.policy import Person, decide
from casework.cases.facts import Situation, situation_of
from casework.cases.pages.calling import letter_url
from casework.cases.pages.student_rows import form_of
from casework.cases.queries import open_case_of
from casework.engine.actions import Action, FormAction, Notice, Report, Request
from casework.people import queries as people
from casework.people.models import Student
from casework.tasks.student_models import StudentTask

READ, CHANGE = "case:read", "case:change"
IN_CASE = FormAction | Notice | Report | Request


def case_for(actor: Person, student: Student, action: Action, now: datetime) -> Situation | None:
    """The open case in which the task can be done, for who may read it."""
    case = open_case_of(student.id) if isinstance(action, IN_CASE) else None
    if case is None or not decide(actor, READ, people.place(student, case.is_handed_over)).is_allowed:
        return None
    return situation_of(case, actor, now)


def form_in(situation: Situation | None, action: Action) -> str | None:
    """Where the form of the case is by which the task is done."""
    return form_of(action, situation) if situation else None


def letter_in(
    situation: Situation | None, action: Action, task: StudentTask, actor: Person, forms: Iterable[object]
) -> str | None:
    """Where the letter of the case is written by which the task is done."""
    if situation is None or task.status != "open":
        return None
    place = people.place(situation.student, situation.case.is_handed_over)
    may = decide(actor, CHANGE, place).is_allowed
    return letter_url(action, forms, situation.case.id, task.id) if may else None
