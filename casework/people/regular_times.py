"""The weekdays that are kept: when a class has its mentor time, and a school's team meets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from casework.extensions import db
from casework.people.models import Group, Student, Unit

Weekdays = Mapping[str, int]  # `mentor_time` and `team_meeting` → the weekday, 0 for Monday


def kept(mentor: int | None, team: int | None) -> dict[str, int]:
    """Those that somebody has said."""
    said = {"mentor_time": mentor, "team_meeting": team}
    return {name: weekday for name, weekday in said.items() if weekday is not None}


def weekdays_of(student_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """The weekdays of each student's class and school."""
    rows = db.session.execute(
        select(Student.id, Group.mentor_weekday, Unit.team_weekday)
        .join(Unit, Unit.id == Student.unit_id)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(Student.id.in_(student_ids))
    )
    return {student_id: kept(mentor, team) for student_id, mentor, team in rows}
