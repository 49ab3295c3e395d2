"""Which rows may be the same student: found by what somebody types, or by what is alike."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select

from casework.access import scope
from casework.access.policy import Person
from casework.clock import days_in
from casework.extensions import db
from casework.people import finding
from casework.people.keys import StudentKey
from casework.people.models import Group, Student, Unit
from casework.people.queries import STUDENT_COLUMNS, StudentRow

MERGE = "student:merge"
MOST = 20
DAYS = ("%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y")


def candidates(actor: Person, student: Student, query: str) -> Sequence[StudentRow]:
    """Others whom the actor may merge: by name, birth date or number elsewhere; else who is alike.

    Alike is who was born on the same day, or has the same name.
    """
    others = scope.within(actor, MERGE, STUDENT_COLUMNS) & (Student.id != student.id)
    rows = db.session.execute(
        select(Student, Group.name, Unit.name)
        .outerjoin(Group, Group.id == Student.group_id)
        .join(Unit, Unit.id == Student.unit_id)
        .where(others, _asked(query.strip()) if query.strip() else _alike(student))
        .order_by(Student.birth_date != student.birth_date, Student.search_name, Student.id)
        .limit(MOST)
    )
    return [StudentRow(one, group or "", unit) for one, group, unit in rows]


def _alike(student: Student) -> ColumnElement[bool]:
    return or_(Student.birth_date == student.birth_date, Student.search_name == student.search_name)


def _asked(query: str) -> ColumnElement[bool]:
    numbered = select(StudentKey.student_id).where(StudentKey.value == query)
    found = or_(finding.named_like(query), Student.id.in_(numbered))
    return or_(found, Student.birth_date.in_(list(days_in(query, DAYS))))
