"""Finds cases: one for somebody who may see it, and the lists that each person sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from casework.access import policy, scope
from casework.access.policy import Person, Place
from casework.cases.models import Approval, Case, CaseWaiting, Consent, WorkflowVersion
from casework.catalog import catalog, workflow_from
from casework.engine.workflow import LocalisedWorkflow
from casework.errors import NotHere
from casework.extensions import db
from casework.people import queries as people
from casework.people.models import Group, Student
from casework.tasks.models import Task, TaskRole

COLUMNS = scope.Columns(Student.unit_id, Student.group_id, Case.is_handed_over)
LONGEST_NUMBER = 9  # digits; what is longer is no number of a case, and more than databases take


@dataclass(frozen=True)
class CaseRow:
    """A case as lists show it."""

    case: Case
    student: Student
    group: str

    @property
    def place(self) -> Place:
        """Where the case belongs, for the policy."""
        return people.place(self.student, self.case.is_handed_over)


@dataclass(frozen=True)
class TaskRow:
    """An open task with the case that it belongs to."""

    task: Task
    row: CaseRow


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed down to; empty words narrow nothing."""

    query: str = ""
    stage: str = ""
    group: str = ""
    waits_for: str = ""
    is_closed: bool = False
    is_mine: bool = False


def case_for(actor: Person, case_id: UUID, permission: str = "case:read") -> CaseRow:
    """The case, for somebody who may; NotHere when there is none or it is not for them."""
    row = db.session.execute(
        _rows().where(Case.id == case_id, scope.within(actor, permission, COLUMNS))
    ).one_or_none()
    if row is None:
        raise NotHere
    return CaseRow(row[0], row[1], row[2] or "")


def model_of(sha: str) -> LocalisedWorkflow:
    """The model version that a case runs on: one in use is at hand, an earlier one was kept."""
    in_use = {model.sha: model for model in catalog().workflows.values()}
    return in_use.get(sha) or workflow_from(db.session.get_one(WorkflowVersion, sha).text)


def student_of_case(case_id: UUID) -> UUID | None:
    """The student whom a case is about: what the log of refused readings needs."""
    return db.session.scalar(select(Case.student_id).where(Case.id == case_id))


def open_case_of(student_id: UUID) -> Case | None:
    """The student's open case, if there is one."""
    return db.session.scalars(
        select(Case).where(Case.student_id == student_id, Case.closed_at.is_(None))
    ).one_or_none()


def cases_of(actor: Person, student_id: UUID) -> Sequence[CaseRow]:
    """The student's cases that the actor may see, newest first."""
    where = (Case.student_id == student_id) & scope.within(actor, "case:read", COLUMNS)
    return _read(_rows().where(where).order_by(Case.opened_at.desc()))


def cases_for(actor: Person, wanted: Filter, *, offset: int, limit: int) -> tuple[Sequence[CaseRow], int]:
    """The cases that the actor may see and the filter leaves, longest waiting first, and how many in all."""
    where = _where(actor, wanted)
    total = db.session.scalar(_counted().where(where)) or 0
    rows = _rows().where(where).order_by(Case.waiting_since, Case.number).offset(offset).limit(limit)
    return _read(rows), total


def count_for(actor: Person, wanted: Filter) -> int:
    """How many cases the filter leaves of those that the actor may see."""
    return db.session.scalar(_counted().where(_where(actor, wanted))) or 0


def groups_for(actor: Person) -> Sequence[str]:
    """The classes that have cases which the actor may see."""
    rows = (
        select(Group.name)
        .join(Student, Student.group_id == Group.id)
        .join(Case, Case.student_id == Student.id)
        .where(Case.annulled_at.is_(None))
    )
    return db.session.scalars(
        rows.where(scope.within(actor, "case:read", COLUMNS)).distinct().order_by(Group.name)
    ).all()


def waiting_roles_for(actor: Person) -> Sequence[str]:
    """The roles that some open case which the actor may see waits for."""
    rows = select(CaseWaiting.role).join(Case, Case.id == CaseWaiting.case_id)
    rows = rows.join(Student, Student.id == Case.student_id)
    return db.session.scalars(
        rows.where(scope.within(actor, "case:read", COLUMNS)).distinct().order_by(CaseWaiting.role)
    ).all()


def my_tasks(actor: Person, *, limit: int) -> tuple[Sequence[TaskRow], int]:
    """The open tasks that wait for the actor, oldest first, and how many there are."""
    where = waits_for_my_work(actor)
    rows = db.session.execute(
        select(Task, Case, Student, Group.name)
        .join(Case, Case.id == Task.case_id)
        .join(Student, Student.id == Case.student_id)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(where)
        .order_by(Task.opened_at, Task.id)
        .limit(limit)
    )
    total = db.session.scalar(
        select(func.count())
        .select_from(Task)
        .join(Case, Case.id == Task.case_id)
        .join(Student, Student.id == Case.student_id)
        .where(where)
    )
    found = [TaskRow(task, CaseRow(case, student, group or "")) for task, case, student, group in rows]
    return found, total or 0


def waits_for_my_work(actor: Person) -> ColumnElement[bool]:
    """True for open tasks that a role of the actor's has towards the student may do."""
    mine = select(TaskRole.task_id).where(
        TaskRole.task_id == Task.id, scope.holding(actor, TaskRole.role, COLUMNS)
    )
    is_open = (Task.status == "open") & Task.is_optional.is_(False) & Case.closed_at.is_(None)
    return is_open & scope.within(actor, "case:read", COLUMNS) & Task.id.in_(mine)


def waits_for_me(actor: Person) -> ColumnElement[bool]:
    """True for cases that wait for a role which the actor has towards the student."""
    return Case.id.in_(
        select(CaseWaiting.case_id).where(
            CaseWaiting.case_id == Case.id, scope.holding(actor, CaseWaiting.role, COLUMNS)
        )
    )


def waiting_cases(actor: Person, *, mine: bool, codes: tuple[str, ...] = (), limit: int) -> Sequence[CaseRow]:
    """Open cases that wait for the actor, or for others, longest waiting first."""
    where = Case.closed_at.is_(None) & scope.within(actor, "case:read", COLUMNS) & (Case.waiting_code != "")
    where &= waits_for_me(actor) if mine else ~waits_for_me(actor)
    if codes:
        where &= Case.waiting_code.in_(codes)
    return _read(_rows().where(where).order_by(Case.waiting_since, Case.number).limit(limit))


def approval_in(case_id: UUID, approval_id: UUID) -> Approval:
    """The request, if it belongs to the case; else NotHere."""
    found = db.session.scalars(
        select(Approval).where(Approval.id == approval_id, Approval.case_id == case_id)
    ).one_or_none()
    if found is None:
        raise NotHere
    return found


def consent_in(case_id: UUID, consent_id: UUID) -> Consent:
    """The consent, if it belongs to the case; else NotHere."""
    found = db.session.scalars(
        select(Consent).where(Consent.id == consent_id, Consent.case_id == case_id)
    ).one_or_none()
    if found is None:
        raise NotHere
    return found


def readable_classes(actor: Person, row: CaseRow) -> frozenset[policy.Confidentiality]:
    """The classes of text that the actor may read in the case."""
    return policy.readable(actor, row.place)


def _rows() -> Select[Case, Student, str]:
    return (
        select(Case, Student, Group.name)
        .join(Student, Student.id == Case.student_id)
        .outerjoin(Group, Group.id == Student.group_id)
    )


def _counted() -> Select[int]:
    return (
        select(func.count())
        .select_from(Case)
        .join(Student, Student.id == Case.student_id)
        .outerjoin(Group, Group.id == Student.group_id)
    )


def _read(rows: Select[Case, Student, str]) -> Sequence[CaseRow]:
    return [CaseRow(case, student, group or "") for case, student, group in db.session.execute(rows)]


def _where(actor: Person, wanted: Filter) -> ColumnElement[bool]:
    where = scope.within(actor, "case:read", COLUMNS)
    where &= Case.closed_at.is_not(None) if wanted.is_closed else Case.closed_at.is_(None)
    where &= Case.annulled_at.is_(None)
    words = wanted.query.strip()
    if words.isascii() and words.isdigit() and len(words) <= LONGEST_NUMBER:
        where &= Case.number == int(words)
    elif words:
        where &= people.named_like(wanted.query)
    if wanted.stage:
        where &= Case.stage == wanted.stage
    if wanted.group:
        where &= Group.name == wanted.group
    if wanted.waits_for:
        where &= Case.id.in_(select(CaseWaiting.case_id).where(CaseWaiting.role == wanted.waits_for))
    if wanted.is_mine:
        where &= waits_for_me(actor)
    return where
