"""How much waits for somebody: the number in the menu of every page, in one query that stops at a hundred."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import Select, func, select

from casework.access.policy import Person, may_at_all
from casework.cases import student_tasks
from casework.cases.act_models import Annulment, Ask
from casework.cases.annulments import is_for
from casework.cases.asks import asks_me
from casework.cases.conditions import step_waits_for, waits_for_my_work
from casework.cases.models import Case
from casework.extensions import db
from casework.people.models import Student
from casework.tasks.models import Task
from casework.tasks.student_models import StudentTask

STEPS = ("ready", "approval")  # what a case can wait for that is no task


def waiting_count(actor: Person, *, most: int | None) -> int:
    """The tasks, steps, requests to annul and asks that wait for the actor, as the start page lists them.

    Where it is enough to know that there are more than so many of each, `most` keeps it from counting on.
    """
    if not any(may_at_all(actor, one) for one in ("case:read", "contribution:give", student_tasks.DO)):
        return 0
    return sum(db.session.execute(_counting(actor, most)).one())


@lru_cache(maxsize=1024)  # every page of every reader asks it
def _counting(actor: Person, most: int | None) -> Select[int, int, int, int, int]:
    kinds = (
        select(Task.id).join(Case, Case.id == Task.case_id).where(waits_for_my_work(actor)),
        select(Case.id).where(step_waits_for(actor), Case.waiting_code.in_(STEPS)),
        select(Annulment.id).join(Case, Case.id == Annulment.case_id).where(is_for(actor)),
        select(Ask.id).join(Case, Case.id == Ask.case_id).where(asks_me(actor)),
    )
    of_cases = [one.join(Student, Student.id == Case.student_id) for one in kinds]
    beside = select(StudentTask.id).join(Student, Student.id == StudentTask.student_id)
    found = [*of_cases, beside.where(student_tasks.waits_for_me(actor))]
    in_tasks, in_steps, in_wishes, in_asks, in_others = (
        select(func.count()).select_from(one.limit(most).subquery()).scalar_subquery() for one in found
    )
    return select(in_tasks, in_steps, in_wishes, in_asks, in_others)
