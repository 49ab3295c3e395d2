"""How much waits for somebody: the number in the menu of every page, in one query that stops at a hundred."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Select, func, select, union_all

from casework.access.policy import Person, may_at_all
from casework.cases import student_tasks
from casework.cases.act_models import Annulment, Ask
from casework.cases.annulments import is_for
from casework.cases.asks import asks_me
from casework.cases.concern_finding import DECIDE, wait_for_reader
from casework.cases.concern_models import Concern
from casework.cases.conditions import step_waits_for, waits_for_my_work
from casework.cases.followed_reports import is_due_for
from casework.cases.measure_models import Measure
from casework.cases.measures import is_due
from casework.cases.models import Case
from casework.expressions import written
from casework.extensions import db
from casework.people.models import Student
from casework.tasks.models import Task
from casework.tasks.student_models import StudentTask

STEPS = ("ready", "approval")  # what a case can wait for that is no task


def waiting_count(actor: Person, today: date, *, most: int | None) -> int:
    """What waits for the actor as the start page lists it: tasks, steps, requests, asks, measures, reports.

    Where it is enough to know that there are more than so many, `most` keeps it from counting on.
    """
    if not any(may_at_all(actor, one) for one in ("case:read", "contribution:give", student_tasks.DO)):
        return 0
    return db.session.scalar(_counting(actor, today, most)) or 0


@lru_cache(maxsize=1024)  # every page of every reader asks it
def _counting(actor: Person, today: date, most: int | None) -> Select[int]:
    kinds = union_all(*_waiting(actor, today))
    return select(func.count()).select_from(kinds.limit(written(most)).subquery())


def _waiting(actor: Person, today: date) -> Iterator[Select[UUID]]:
    """What there is of each kind, what is found quickest first.

    Reports of concern are not asked for where none can wait for the actor.
    """
    measures = select(Measure.id).join(Case, Case.id == Measure.case_id)
    tasks = select(Task.id).join(Case, Case.id == Task.case_id)
    wishes = select(Annulment.id).join(Case, Case.id == Annulment.case_id)
    asks = select(Ask.id).join(Case, Case.id == Ask.case_id)
    yield _with_student(measures).where(is_due(actor, today))
    yield _with_student(select(Case.id)).where(step_waits_for(actor), Case.waiting_code.in_(STEPS))
    yield _with_student(tasks).where(waits_for_my_work(actor, today))
    yield _with_student(wishes).where(is_for(actor))
    yield _with_student(asks).where(asks_me(actor))
    beside = select(StudentTask.id).join(Student, Student.id == StudentTask.student_id)
    yield beside.where(student_tasks.waits_for_me(actor, today))
    followed = select(Concern.id).join(Student, Student.id == Concern.student_id)
    yield followed.where(is_due_for(actor, today))
    if may_at_all(actor, DECIDE):
        reports = select(Concern.id).join(Student, Student.id == Concern.student_id)
        yield reports.where(wait_for_reader(actor))


def _with_student(rows: Select[UUID]) -> Select[UUID]:
    return rows.join(Student, Student.id == Case.student_id)
