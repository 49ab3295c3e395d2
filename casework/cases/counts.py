"""How much waits for somebody: the number in the menu of every page, in one query."""

from __future__ import annotations

from sqlalchemy import func, select

from casework.access import scope
from casework.access.policy import Person, may_at_all
from casework.cases.act_models import Annulment
from casework.cases.annulments import is_for
from casework.cases.models import Case
from casework.cases.queries import COLUMNS, waits_for_me, waits_for_my_work
from casework.extensions import db
from casework.people.models import Student
from casework.tasks.models import Task

STEPS = ("ready", "approval")  # what a case can wait for that is no task


def waiting_count(actor: Person) -> int:
    """The tasks, steps and requests to annul that wait for the actor, as the start page lists them."""
    if not may_at_all(actor, "case:read"):
        return 0
    tasks = (
        select(func.count())
        .select_from(Task)
        .join(Case, Case.id == Task.case_id)
        .join(Student, Student.id == Case.student_id)
        .where(waits_for_my_work(actor))
    )
    steps = (
        select(func.count())
        .select_from(Case)
        .join(Student, Student.id == Case.student_id)
        .where(
            Case.closed_at.is_(None),
            Case.waiting_code.in_(STEPS),
            scope.within(actor, "case:read", COLUMNS),
            waits_for_me(actor),
        )
    )
    wishes = (
        select(func.count())
        .select_from(Annulment)
        .join(Case, Case.id == Annulment.case_id)
        .join(Student, Student.id == Case.student_id)
        .where(is_for(actor))
    )
    waiting = tasks.scalar_subquery() + steps.scalar_subquery() + wishes.scalar_subquery()
    return int(db.session.scalar(select(waiting)) or 0)
