"""Groups that a routine names: who is in them from when until when, put in and taken out by hand.

Why somebody is in a group is written nowhere: the group is for work, and says nothing of a student's origin.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from casework.access import scope
from casework.access.policy import Person, Place
from casework.attendance.shares import Days
from casework.engine.beside import Cohort
from casework.errors import Conflict, NotAcceptable, NotAllowed, NotHere
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people import queries as people
from casework.people.models import Group, Student
from casework.people.queries import STUDENT_COLUMNS
from casework.prevention.models import CohortMember
from casework.prevention.proof import member_content
from casework.prevention.queries import School
from casework.prevention.reach import LEAD


@dataclass(frozen=True)
class Member:
    """A row of a group with the student, whom the reader may see."""

    row: CohortMember
    student: Student
    group: str

    @property
    def shown(self) -> tuple[UUID, Place]:
        """The student and where they belong, for the access log."""
        return self.student.id, people.place(self.student)


def cohort_in(school: School, cohort_id: str) -> Cohort:
    """The group with the id; NotHere where the routine names none such."""
    known = school.model.rules.cohorts if school.model else ()
    found = next((one for one in known if one.id == cohort_id), None)
    if found is None:
        raise NotHere
    return found


def members_of(school: School, cohort_id: str) -> list[Member]:
    """Who is or was in the group, of those whom the reader may see, by name."""
    rows = db.session.execute(
        select(CohortMember, Student, func.coalesce(Group.name, ""))
        .join(Student, Student.id == CohortMember.student_id)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(*_in(school, cohort_id), scope.within(school.actor, LEAD, STUDENT_COLUMNS))
        .order_by(Student.search_name, CohortMember.first_on)
    )
    return [Member(row, student, group) for row, student, group in rows]


def member_for(student_id: UUID, member_id: UUID) -> CohortMember:
    """A row about a student who is loaded, of whichever school; NotHere where there is none such."""
    wanted = (CohortMember.id == member_id, CohortMember.student_id == student_id)
    row = db.session.scalars(select(CohortMember).where(*wanted)).one_or_none()
    if row is None:
        raise NotHere
    return row


def candidates(school: School, cohort_id: str, group_id: UUID) -> Sequence[Student]:
    """The students of the class whom the reader may put into the group: those who are not in it today."""
    inside = select(CohortMember.student_id).where(*_in(school, cohort_id), *_on(school.today))
    wanted = select(Student).where(
        Student.group_id == group_id,
        Student.unit_id == school.unit.id,
        Student.id.not_in(inside),
        scope.within(school.actor, LEAD, STUDENT_COLUMNS),
    )
    return db.session.scalars(wanted.order_by(Student.search_name)).all()


def days_in(school: School, cohort_id: str, first: date, last: date) -> Mapping[UUID, Sequence[Days]]:
    """For each who was in the group on one of the days: each time from when until when, within them.

    Who has changed school while nobody had taken them out is in the group no longer.
    """
    is_here = or_(CohortMember.last_on.is_not(None), Student.unit_id == school.unit.id)
    rows = db.session.execute(
        select(CohortMember.student_id, CohortMember.first_on, CohortMember.last_on)
        .join(Student, Student.id == CohortMember.student_id)
        .where(*_in(school, cohort_id), is_here, CohortMember.first_on <= last, _from(first))
        .order_by(CohortMember.first_on)
    )
    found: dict[UUID, list[Days]] = {}
    for student_id, begins, ends in rows:
        those, days = found.setdefault(student_id, []), (max(begins, first), min(ends or last, last))
        if those and days[0] <= those[-1][1]:  # two rows of one student have become one
            days = those[-1][0], max(days[1], those.pop()[1])
        those.append(days)
    return found


def add_members(
    school: School, cohort: Cohort, students: Collection[Student], on: date, *, actor: Person, now: datetime
) -> None:
    """Puts the students into the group from the day on. Conflict where one is in it then or later already."""
    if not school.may_lead:
        raise NotAllowed
    if not students or on > school.today:
        raise NotAcceptable("not_a_member")
    inside = select(CohortMember.student_id).where(*_in(school, cohort.id), _from(on))
    taken = set(db.session.scalars(inside))
    if taken & {one.id for one in students}:
        raise Conflict("in_cohort")
    for student in sorted(students, key=lambda one: one.id):
        row = CohortMember(
            unit_id=school.unit.id,
            workflow=school.workflow,
            cohort=cohort.id,
            student_id=student.id,
            first_on=on,
            added_at=now,
            added_by_id=actor.id,
        )
        db.session.add(row)
        db.session.flush()
        _record(What.COHORT_JOINED, row, actor=actor, now=now)


def end_member(school: School, row: CohortMember, on: date, *, actor: Person, now: datetime) -> None:
    """The last day of the student in the group. Raises Conflict where it has ended already."""
    if not school.may_lead or row.unit_id != school.unit.id:
        raise NotAllowed
    if row.ended_at:
        raise Conflict("left_cohort")
    if not row.first_on <= on <= school.today:
        raise NotAcceptable("not_a_member")
    row.last_on, row.ended_at, row.ended_by_id = on, now, actor.id
    db.session.flush()
    _record(What.COHORT_LEFT, row, actor=actor, now=now)


def _record(what: What, row: CohortMember, *, actor: Person, now: datetime) -> None:
    says = {"member": str(row.id), "cohort": row.cohort, "content": member_content(row)}
    history.record_about(what, row.student_id, actor=actor, now=now, **says)


def _in(school: School, cohort_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        CohortMember.unit_id == school.unit.id,
        CohortMember.workflow == school.workflow,
        CohortMember.cohort == cohort_id,
    )


def _on(day: date) -> tuple[ColumnElement[bool], ...]:
    return CohortMember.first_on <= day, _from(day)


def _from(day: date) -> ColumnElement[bool]:
    """Whether the row says anything of the day or later."""
    return or_(CohortMember.last_on.is_(None), CohortMember.last_on >= day)
