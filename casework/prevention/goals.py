"""Goals of a routine: figures that people enter, and attendance that is counted month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.attendance.shares import Days, Share, shares_of
from casework.engine.beside import Goal, Target
from casework.engine.quantities import keeps_to
from casework.engine.school_calendar import school_year
from casework.errors import NotAcceptable, NotAllowed, NotHere
from casework.extensions import db
from casework.people.models import Student
from casework.prevention import cohorts
from casework.prevention.actions import SMALLEST
from casework.prevention.models import GoalValue
from casework.prevention.queries import School

COUNTED, SCHOOL = "attendance_percent", "school"
LONGEST_VALUE = 40


@dataclass(frozen=True)
class Counted:
    """Attendance of the school or a group: its share of absence by month, and in the year so far.

    `is_hidden`: months are left out in which so few had lessons that the figures would tell of single
    students, to somebody who may not see these.
    """

    number: int
    months: Mapping[date, Share]
    is_hidden: bool = False

    @property
    def so_far(self) -> Share:
        """All months together."""
        shares = self.months.values()
        return Share(sum(one.missed for one in shares), sum(one.held for one in shares))


def goal_in(school: School, goal_id: str) -> Goal:
    """The goal with the id; NotHere where the routine has none such."""
    found = next(
        (one for one in (school.model.rules.goals if school.model else ()) if one.id == goal_id), None
    )
    if found is None:
        raise NotHere
    return found


def counted(school: School, for_whom: str) -> Counted:
    """The attendance of everybody at the school, or of a group, in the school year so far."""
    first, last = school_year(school.today)[0], school.today
    if for_whom == SCHOOL:
        students: Mapping[UUID, Sequence[Days]] = {one: [(first, last)] for one in _everybody(school)}
    else:
        students = cohorts.days_in(school, for_whom, first, last)
    if len(students) < SMALLEST and not school.may_lead:
        return Counted(len(students), {}, is_hidden=True)
    found = shares_of(students)
    shown = {month: one for month, one in found.items() if school.may_lead or one.students >= SMALLEST}
    is_hidden = len(shown) < len(found)
    return Counted(len(students), {month: one.share for month, one in shown.items()}, is_hidden)


def _everybody(school: School) -> Sequence[UUID]:
    """The ids of all students of the school: for figures about all of them together."""
    return db.session.scalars(select(Student.id).where(Student.unit_id == school.unit.id)).all()


def present(share: Share) -> Fraction:
    """The share of the time in which the students were there, from 0 to 100."""
    return 100 - share.percent


def is_reached(goal: Goal, share: Share) -> bool | None:
    """Whether the figure keeps to the goal's limit; None where the goal has none, or nothing was counted."""
    if not isinstance(goal.target, Target) or not share.held:
        return None
    return keeps_to(goal.target.limit, present(share))


def values_of(school: School) -> dict[tuple[str, str], list[GoalValue]]:
    """What people have entered, by goal and what it follows, the newest day first; of a day the last word."""
    rows = db.session.scalars(
        select(GoalValue)
        .where(GoalValue.unit_id == school.unit.id, GoalValue.workflow == school.workflow)
        .order_by(GoalValue.on.desc(), GoalValue.at.desc())
    )
    found: dict[tuple[str, str], list[GoalValue]] = {}
    for row in rows:
        those = found.setdefault((row.goal, row.track), [])
        if not those or those[-1].on != row.on:
            those.append(row)
    return found


def enter_value(
    school: School, goal: Goal, track: str, on: date, value: str, note: str, *, actor: Person, now: datetime
) -> None:
    """Keeps a figure of what the goal follows, as people write it: `214`, `84,5 %`."""
    if not school.may_lead:
        raise NotAllowed
    text = value.strip()
    if track not in tracks(goal) or on > school.today or not text or len(text) > LONGEST_VALUE:
        raise NotAcceptable("not_a_value")
    row = GoalValue(
        unit_id=school.unit.id,
        workflow=school.workflow,
        goal=goal.id,
        track=track,
        on=on,
        value=text,
        note=note.strip(),
        at=now,
        by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()


def tracks(goal: Goal) -> Mapping[str, str]:
    """What the goal follows by hand: its own words, or the goal itself where it names nothing."""
    return {} if goal.measure == COUNTED else goal.track or {goal.id: goal.title}


def limit_of(goal: Goal) -> tuple[str, Decimal] | None:
    """The limit of the goal, where it has one."""
    return goal.target.limit if isinstance(goal.target, Target) else None
