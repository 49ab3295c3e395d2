"""The times that are kept each week: when a class has its mentor time, and a school's team meets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.engine.deadlines import Regular
from casework.extensions import db
from casework.people.models import Group, Student, Unit

RegularTimes = Mapping[str, Regular]  # `mentor_time` and `team_meeting`
MENTOR = "mentor"


def kept(mentor: int | None, clock: str | None, team: int | None) -> dict[str, Regular]:
    """Those that somebody has said: weekday and clock of the mentor time, weekday of the team."""
    found = {} if mentor is None else {"mentor_time": Regular(mentor, clock or "")}
    return found if team is None else found | {"team_meeting": Regular(team)}


def regular_times_of(student_ids: Collection[UUID]) -> dict[UUID, dict[str, Regular]]:
    """The times of each student's class and school."""
    rows = db.session.execute(
        select(Student.id, Group.mentor_weekday, Group.mentor_clock, Unit.team_weekday)
        .join(Unit, Unit.id == Student.unit_id)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(Student.id.in_(student_ids))
    )
    return {student_id: kept(mentor, clock, team) for student_id, mentor, clock, team in rows}


def classes_of(mentor: Person) -> list[Group]:
    """The classes that the person is mentor of today."""
    mine = {grant.group for grant in mentor.grants if grant.role == MENTOR and grant.group}
    return list(db.session.scalars(select(Group).where(Group.id.in_(mine)).order_by(Group.name, Group.id)))


def keep_mentor_time(group: Group, time: Regular | None) -> None:
    """When the class has its mentor time; None for no fixed time."""
    group.mentor_weekday, group.mentor_clock = (time.weekday, time.clock) if time else (None, "")
