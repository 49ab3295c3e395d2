"""The contacts of the made-up people: logged as real ones, with the task that they do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from casework.access.policy import Person, decide
from casework.cases.models import Case
from casework.clock import school_date
from casework.contacts.actions import About, Said, log_contact
from casework.contacts.asked import Asked, next_attempt, report_on
from casework.extensions import db
from casework.people import queries as people
from casework.people.home import home_of
from casework.people.models import Student
from casework.tasks.models import Task
from casework.versions.queries import model_of


def call(
    student: Student, case: Case, action: str, note: str, outcome: str, *, actor: Person, now: datetime
) -> None:
    """Logs a contact with the home, or with the student where the open task of the action asks for that.

    What was agreed is the note of an agreement. No task where no action is named.
    """
    asked = _open(case, action)
    is_with_student = bool(asked) and asked[0].action.parties == ("student",)
    home = [one.guardian.id for one in home_of(student, school_date(now)) if one.may_be_contacted]
    is_agreed = outcome == "agreed"
    said = Said(
        happened_at=now,
        party="student" if is_with_student else "guardian",
        guardian_id=None if is_with_student else home[0],
        channel="meeting" if is_with_student else "phone",
        outcome=outcome,
        confidentiality="school",
        agreement=note if is_agreed else "",
        note="" if is_agreed else note,
    )
    said = replace(said, next_on=next_attempt(student, said))
    done = report_on(asked, student, said, actor=actor, now=now)
    place = people.place(student, case.is_handed_over)
    about = About(student, case.id, place, decide(actor, "contact:log", place).role)
    log_contact(about, said, done, actor=actor, now=now)


def _open(case: Case, action: str) -> list[Asked]:
    wanted = select(Task).where(Task.case_id == case.id, Task.action == action, Task.status == "open")
    model = model_of(case.workflow_sha).rules
    return [Asked(task.id, model.action(action), case.id) for task in db.session.scalars(wanted)]
