"""Finds the cases and tasks that lists show: columns, not whole rows; all that is counted in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from casework.access import scope
from casework.access.policy import Person, Place
from casework.cases.conditions import (
    Known,
    left_by,
    number_in,
    overdue_with_others,
    step_waits_for,
    waits_for_my_work,
)
from casework.cases.filters import Filter
from casework.cases.models import Case, Visit
from casework.cases.queries import COLUMNS
from casework.clock import school_date
from casework.expressions import written
from casework.extensions import db
from casework.people import finding
from casework.people.models import Group, Student, User
from casework.tasks.models import Task
from casework.versions.models import WorkflowVersion

CLASSES = scope.Columns(Group.unit_id, Group.id)


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case as lists show it, with whom it is about and where it belongs.

    The case list alone also reads which colleague has been named as responsible.
    """

    id: UUID
    number: int
    workflow_sha: str
    stage: str
    place: int
    opened_at: datetime
    closed_at: datetime | None
    annulled_at: datetime | None
    is_handed_over: bool
    waiting_for: list[str]
    waiting_code: str
    waiting_params: dict[str, str]
    waiting_since: datetime
    next_due_on: date | None
    student_id: UUID
    given_name: str
    family_name: str
    unit_id: UUID
    group_id: UUID | None
    is_protected: bool
    group: str
    responsible_id: UUID | None = None
    responsible: str | None = None

    @property
    def student(self) -> str:
        """The student's name."""
        return f"{self.given_name} {self.family_name}"

    @property
    def home(self) -> tuple[UUID, UUID | None]:
        """The student's school and class."""
        return self.unit_id, self.group_id

    @property
    def where(self) -> Place:
        """Where the case belongs, for the policy."""
        return Place(self.unit_id, self.group_id, self.is_handed_over, self.student_id, self.is_protected)

    @property
    def shown(self) -> tuple[UUID, Place]:
        """The student and where the case belongs, for the access log."""
        return self.student_id, self.where


@dataclass(frozen=True)
class ListedTask:
    """An open task with the case that it belongs to."""

    task: Task
    row: ListedCase


CASE = (
    Case.id,
    Case.number,
    Case.workflow_sha,
    Case.stage,
    Case.place,
    Case.opened_at,
    Case.closed_at,
    Case.annulled_at,
    Case.is_handed_over,
    Case.waiting_for,
    Case.waiting_code,
    Case.waiting_params,
    Case.waiting_since,
    Case.next_due_on,
    Student.id,
    Student.given_name,
    Student.family_name,
    Student.unit_id,
    Student.group_id,
    Student.is_protected,
    func.coalesce(Group.name, ""),
)


def cases_for(
    actor: Person, wanted: Filter, now: datetime, *, offset: int = 0, limit: int
) -> list[ListedCase]:
    """The cases that the actor may see and the filter leaves, in its order."""
    return _read(_listing(actor, wanted, _known(now, [wanted]), offset, limit))


def counts_for(actor: Person, filters: Sequence[Filter], now: datetime) -> list[int]:
    """How many cases each filter leaves of those that the actor may see, in one pass over them."""
    return list(db.session.execute(_counting(actor, tuple(filters), _known(now, filters))).one())


@lru_cache(maxsize=1024)  # a list that was asked for once is asked for again: the statement is the same
def _listing(actor: Person, wanted: Filter, known: Known, offset: int, limit: int) -> Any:
    where = scope.within(actor, "case:read", COLUMNS) & left_by(actor, wanted, known)
    rows = _rows(Visit.responsible_id, User.name)
    present = (Visit.case_id == Case.id) & Visit.left_at.is_(None)
    named = rows.outerjoin(Visit, present).outerjoin(User, User.id == Visit.responsible_id)
    found = named.where(where).order_by(*_order(wanted)).limit(written(limit))
    return found.offset(offset) if offset else found


@lru_cache(maxsize=1024)
def _counting(actor: Person, filters: tuple[Filter, ...], known: Known) -> Select[*tuple[int, ...]]:
    columns = [func.count().filter(left_by(actor, wanted, known)) for wanted in filters]
    cases = select(*columns).select_from(Case).join(Student, Student.id == Case.student_id)
    return cases.where(scope.within(actor, "case:read", COLUMNS))


def _known(now: datetime, filters: Sequence[Filter]) -> Known:
    """What the filters need to know: versions only where it matters who is responsible."""
    needs_versions = any(wanted.owner for wanted in filters)
    shas = db.session.scalars(select(WorkflowVersion.sha)) if needs_versions else ()
    return Known(school_date(now), frozenset(shas))


def cases_of(actor: Person, student_id: UUID) -> list[ListedCase]:
    """The student's cases that the actor may see, newest first."""
    where = (Case.student_id == student_id) & scope.within(actor, "case:read", COLUMNS)
    return _read(_rows().where(where).order_by(Case.opened_at.desc()))


def cases_named(actor: Person, query: str, *, limit: int) -> tuple[list[ListedCase], int]:
    """Cases, open or closed, of students with such names, best found first, and how many there are."""
    where = scope.within(actor, "case:read", COLUMNS) & finding.named_like(query)
    where &= Case.annulled_at.is_(None)
    order = (Case.closed_at.is_not(None), finding.farness(query), Student.search_name, Case.number)
    total = select(func.count()).select_from(Case).join(Student, Student.id == Case.student_id).where(where)
    return _read(_rows().where(where).order_by(*order).limit(limit)), db.session.scalar(total) or 0


def case_numbered(actor: Person, text: str) -> UUID | None:
    """The case with that number, where the actor may see it."""
    number = number_in(text)
    if number is None:
        return None
    case = select(Case.id).join(Student, Student.id == Case.student_id).where(Case.number == number)
    return db.session.scalar(case.where(scope.within(actor, "case:read", COLUMNS)))


def classes_for(actor: Person) -> list[str]:
    """The names of the classes whose cases the actor may see, the youngest first."""
    return sorted(db.session.scalars(_classes(actor)), key=_by_year)


@lru_cache(maxsize=1024)
def _classes(actor: Person) -> Select[str]:
    return select(Group.name).where(scope.within(actor, "case:read", CLASSES)).distinct()


def my_tasks(actor: Person, today: date, *, limit: int) -> list[ListedTask]:
    """The open tasks that wait for the actor, most urgent first; those without a day last, oldest first."""
    rows = select(Task, *CASE).join(Case, Case.id == Task.case_id)
    return _urgent(_with_student(rows).where(waits_for_my_work(actor, today)), limit)


def late_with_others(actor: Person, today: date, *, limit: int) -> list[ListedTask]:
    """Overdue tasks of others that the actor is to know of, the longest overdue first."""
    rows = select(Task, *CASE).join(Case, Case.id == Task.case_id)
    return _urgent(_with_student(rows).where(overdue_with_others(actor, today)), limit)


def _urgent(rows: Any, limit: int) -> list[ListedTask]:
    found = rows.order_by(Task.due_on.is_(None), Task.due_on, Task.opened_at, Task.id).limit(limit)
    found = found.options(joinedload(Task.guardian))
    return [ListedTask(task, ListedCase(*case)) for task, *case in db.session.execute(found)]


def steps_for(actor: Person, codes: Sequence[str], *, limit: int) -> list[ListedCase]:
    """Open cases whose next step waits for the actor, longest waiting first."""
    rows = _rows().where(step_waits_for(actor), Case.waiting_code.in_(codes))
    return _read(rows.order_by(*_order(Filter())).limit(limit))


def _order(wanted: Filter) -> tuple[Any, ...]:
    # Open cases are closed never: with that in front PostgreSQL finds that an index has them in this order.
    longest = (Case.closed_at, Case.waiting_since, Case.number)
    orders: dict[str, tuple[Any, ...]] = {
        "newest": tuple(column.desc() for column in longest),
        "student": (Student.search_name, Case.number),
        "-student": (Student.search_name.desc(), Case.number.desc()),
        "step": (Case.place, *longest),
        "-step": (Case.place.desc(), *longest),
        "due": (Case.closed_at, Case.next_due_on.nulls_last(), Case.number),
        "-due": (Case.closed_at.desc(), Case.next_due_on.desc().nulls_last(), Case.number.desc()),
    }
    return orders.get(wanted.sort, (Case.closed_at.desc(), Case.number) if wanted.is_closed else longest)


def _by_year(name: str) -> tuple[int, str]:
    """10A comes after 9C."""
    digits = name[: len(name) - len(name.lstrip("0123456789"))]
    return int(digits or 0), name


def _rows(*more: Any) -> Any:
    return _with_student(select(*CASE, *more).select_from(Case))


def _with_student(rows: Any) -> Any:
    students = rows.join(Student, Student.id == Case.student_id)
    return students.outerjoin(Group, Group.id == Student.group_id)


def _read(rows: Any) -> list[ListedCase]:
    return [ListedCase(*row) for row in db.session.execute(rows)]
