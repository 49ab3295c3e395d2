"""What follows from a decision about those at home: who does what is to be done with each of them."""

from __future__ import annotations

from datetime import datetime

from casework.access.policy import Person
from casework.cases.queries import open_case_of
from casework.cases.rescheduling import reschedule
from casework.cases.student_tasks import possible, tasks_of_student
from casework.clock import school_date
from casework.people.models import Student
from casework.tasks import student_care
from casework.versions.queries import model_of


def follow_rights(student: Student, *, actor: Person, now: datetime) -> None:
    """Lets tasks for each of those at home wait for who can do them, by what is decided now."""
    case = open_case_of(student.id)
    if case:
        reschedule([case.id], actor=actor, now=now, is_told=True)
    for task in tasks_of_student(student.id):
        workflow = model_of(task.workflow_sha).rules
        action = possible(task, workflow, student, school_date(now))
        if task.status == "open" and action is not None and action.per:
            student_care.set_roles(task.id, [*map(workflow.rights, action.by)])
