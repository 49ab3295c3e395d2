"""How much waits for somebody: the number in the menu of every page, in one query that stops at a hundred."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import Select, Subquery, func, select

from casework.access.policy import Person, may_at_all
from casework.cases.act_models import Annulment, Ask
from casework.cases.annulments import is_for
from casework.cases.asks import asks_me
from casework.cases.concern_finding import DECIDE, wait_for_reader
from casework.cases.concern_models import Concern
from casework.cases.conditions import step_waits_for, waits_for_my_work
from casework.cases.models import Case
from casework.extensions import db
from casework.people.models import Student
from casework.tasks.models import Task

STEPS = ("ready", "approval")  # what a case can wait for that is no task


def waiting_count(actor: Person, *, most: int | None) -> int:
    """What waits for the actor as the start page lists it: tasks, steps, requests, asks, reports of concern.

    Where it is enough to know that there are more than so many of each, `most` keeps it from counting on.
    """
    if not (may_at_all(actor, "case:read") or may_at_all(actor, "contribution:give")):
        return 0
    return sum(db.session.execute(_counting(actor, most)).one())


@lru_cache(maxsize=1024)  # every page of every reader asks it
def _counting(actor: Person, most: int | None) -> Select[*tuple[int, ...]]:
    tasks = (
        select(Task.id)
        .join(Case, Case.id == Task.case_id)
        .join(Student, Student.id == Case.student_id)
        .where(waits_for_my_work(actor))
        .limit(most)
        .subquery()
    )
    steps = (
        select(Case.id)
        .join(Student, Student.id == Case.student_id)
        .where(step_waits_for(actor), Case.waiting_code.in_(STEPS))
        .limit(most)
        .subquery()
    )
    wishes = (
        select(Annulment.id)
        .join(Case, Case.id == Annulment.case_id)
        .join(Student, Student.id == Case.student_id)
        .where(is_for(actor))
        .limit(most)
        .subquery()
    )
    asks = (
        select(Ask.id)
        .join(Case, Case.id == Ask.case_id)
        .join(Student, Student.id == Case.student_id)
        .where(asks_me(actor))
        .limit(most)
        .subquery()
    )
    kinds = (tasks, steps, wishes, asks, *_reports(actor, most))
    return select(*(select(func.count()).select_from(one).scalar_subquery() for one in kinds))


def _reports(actor: Person, most: int | None) -> Iterator[Subquery]:
    """The reports of concern; not asked for whom none can wait for."""
    if may_at_all(actor, DECIDE):
        rows = select(Concern.id).join(Student, Student.id == Concern.student_id)
        yield rows.where(wait_for_reader(actor)).limit(most).subquery()
