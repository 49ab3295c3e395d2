"""Finds one case for somebody who may see it, and what belongs to it; lists are in `lists.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select

from casework.access import scope
from casework.access.policy import Person, Place
from casework.cases.models import Approval, Case, Consent
from casework.engine.workflow import LocalisedWorkflow
from casework.errors import NotHere
from casework.extensions import db
from casework.people import queries as people
from casework.people.models import Group, Student
from casework.versions.queries import model_at, model_of

LONGEST_NUMBER = 9  # digits; what is longer is no number here, and more than databases take
COLUMNS = scope.Columns(
    Student.unit_id, Student.group_id, Case.is_handed_over, Student.id, Student.is_protected
)


@dataclass(frozen=True)
class CaseRow:
    """A case with the student whom it is about, and the name of the class."""

    case: Case
    student: Student
    group: str

    @property
    def place(self) -> Place:
        """Where the case belongs, for the policy."""
        return people.place(self.student, self.case.is_handed_over)

    @property
    def shown(self) -> tuple[UUID, Place]:
        """The student and where the case belongs, for the access log."""
        return self.student.id, self.place


def case_for(actor: Person, case_id: UUID, permission: str = "case:read") -> CaseRow:
    """The case, for somebody who may; NotHere when there is none or it is not for them."""
    row = db.session.execute(
        _rows().where(Case.id == case_id, scope.within(actor, permission, COLUMNS))
    ).one_or_none()
    if row is None:
        raise NotHere
    return CaseRow(row[0], row[1], row[2] or "")


def student_of_case(case_id: UUID) -> UUID | None:
    """The student whom a case is about: what the log of refused readings needs."""
    return db.session.scalar(select(Case.student_id).where(Case.id == case_id))


def open_case_of(student_id: UUID) -> Case | None:
    """The student's open case, if there is one."""
    return db.session.scalars(
        select(Case).where(Case.student_id == student_id, Case.closed_at.is_(None))
    ).one_or_none()


def routine_of(student: Student, today: date) -> LocalisedWorkflow | None:
    """The routine whose rules are read for the student: the open case's, else the school's."""
    case = open_case_of(student.id)
    return model_of(case.workflow_sha) if case else model_at(people.unit(student.unit_id), today)


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


def _rows() -> Select[Case, Student, str]:
    return (
        select(Case, Student, Group.name)
        .join(Student, Student.id == Case.student_id)
        .outerjoin(Group, Group.id == Student.group_id)
    )
