"""For how many open cases colleagues are named, where their roles may end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from casework.cases.models import Case, Visit
from casework.extensions import db
from casework.people.models import Student


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
