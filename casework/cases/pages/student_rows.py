"""What a case tells of its student: tasks that belong to no stage, and a ground that is gone."""

from __future__ import annotations

from uuid import UUID

from flask import url_for

from casework.access.policy import Person, decide
from casework.cases.facts import Situation
from casework.cases.pages.panels import form_link
from casework.cases.pages.rows import TaskRow
from casework.cases.pages.words import Speech, capital, for_one
from casework.cases.student_tasks import DO, by_hand, tasks_of_student
from casework.engine.actions import Action
from casework.people import queries as people
from casework.people.models import Student
from casework.web.dates import day
from casework.web.text import gettext

ATTENDANCE = "attendance:read"


def student_task_rows(actor: Person, situation: Situation, speech: Speech) -> list[TaskRow]:
    """The open ones, for who may do such tasks for the student; those that the routine still knows.

    One that is done by a form of the case leads to the form.
    """
    student = situation.student
    if not decide(actor, DO, people.place(student)).is_allowed:
        return []
    found = []
    for task in tasks_of_student(student.id):
        action = speech.workflow.any_action(task.action)
        if task.status == "open" and action is not None:
            found.append(
                TaskRow(
                    title=for_one(action.title, task.guardian.name if task.guardian else ""),
                    url=form_of(action, situation)
                    or url_for("signals.task", student_id=student.id, student_task_id=task.id),
                    who=capital(speech.who(by_hand(speech.workflow, action).by)),
                    state="open",
                    state_text=gettext("To do"),
                    why=gettext("Absent on %(day)s.", day=day(task.on)) if task.lessons else None,
                )
            )
    return found


def ground_notice(actor: Person, student: Student, signal_id: UUID | None) -> list[tuple[str, str, str]]:
    """What stands on top of a case while a signal behind it has lost its ground, for who reads attendance."""
    if signal_id is None or not decide(actor, ATTENDANCE, people.place(student)).is_allowed:
        return []
    text = gettext("Absence that a signal behind this case counted has been corrected since.")
    url = url_for("signals.show", student_id=student.id, signal_id=signal_id)
    return [(text, gettext("See the signal"), url)]


def form_of(action: Action, situation: Situation) -> str | None:
    """Where the form of the case is by which the duty's action is done; none where the reader may not write
    it. What a step without cases asks for is told on the task, since the form belongs to that step."""
    is_of_duty = any(one.id == action.id for one in situation.workflow.forms_of_duties)
    return form_link(situation, action.form) if is_of_duty and action.form else None


def municipality_text(student: Student) -> str:
    """Where the student is registered as living; another system may only have told its code."""
    said = student.home_municipality
    return gettext("municipality %(code)s", code=said) if said.isdigit() else said
