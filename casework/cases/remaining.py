"""Whether those who are named for open cases still reach them when students have come to other classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from casework.attendance.queries import portions
from casework.cases import around
from casework.cases.models import Case, Visit
from casework.extensions import db
from casework.people.models import Student, User


@dataclass(frozen=True)
class Remaining:
    """How many open cases keep who is named for them and how many do not, by name; and those without one."""

    kept: tuple[tuple[str, int], ...] = ()
    left: tuple[tuple[str, int], ...] = ()
    unnamed: int = 0


def remaining(students: Collection[UUID], today: date) -> Remaining:
    """The open cases of the students, by who is named for them; of cases and students only numbers."""
    kept, left, unnamed = Counter[tuple[str, UUID]](), Counter[tuple[str, UUID]](), 0
    for some in portions(students):
        rows = db.session.execute(
            select(Case, Student, Visit.responsible_id, User.name)
            .join(Student, Student.id == Case.student_id)
            .join(Visit, (Visit.case_id == Case.id) & Visit.left_at.is_(None))
            .outerjoin(User, User.id == Visit.responsible_id)
            .where(Case.closed_at.is_(None), Case.student_id.in_(some))
        ).all()
        near = around.colleagues_near([student for _, student, *_ in rows], today)
        for case, student, user_id, name in rows:
            if user_id is None:
                unnamed += 1
            elif user_id in around.eligible(case, near[student.id]):
                kept[name, user_id] += 1
            else:
                left[name, user_id] += 1
    return Remaining(_by_name(kept), _by_name(left), unnamed)


def named_at(users: Collection[UUID]) -> Counter[tuple[UUID, UUID, UUID | None]]:
    """For how many open cases each of the colleagues is named, by school and class, and by school."""
    rows = db.session.execute(
        select(Visit.responsible_id, Student.unit_id, Student.group_id, func.count())
        .join(Case, (Case.id == Visit.case_id) & Visit.left_at.is_(None))
        .join(Student, Student.id == Case.student_id)
        .where(Case.closed_at.is_(None), Visit.responsible_id.in_(users), ~Student.is_protected)
        .group_by(Visit.responsible_id, Student.unit_id, Student.group_id)
    )
    found = Counter[tuple[UUID, UUID, UUID | None]]()
    for user, unit, group, number in rows:
        if user:
            found.update({(user, unit, place): number for place in {group, None}})
    return found


def _by_name(found: Counter[tuple[str, UUID]]) -> tuple[tuple[str, int], ...]:
    return tuple((name, number) for (name, _), number in sorted(found.items()))
