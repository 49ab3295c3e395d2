"""Works out anew when tasks are due in many cases: a calendar is laid anew, or a day is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.cases.deadlines import keep_deadlines, next_due_on
from casework.cases.each_guardian import keep_reachable
from casework.cases.facts import kept_of, situations_of
from casework.cases.models import Case
from casework.clock import school_date
from casework.extensions import db
from casework.people.models import Student

AT_ONCE = 100  # cases


def open_cases(unit_id: UUID | None = None) -> list[UUID]:
    """The open cases of the school, or of all schools, by id."""
    wanted = select(Case.id).where(Case.closed_at.is_(None)).order_by(Case.id)
    if unit_id is not None:
        wanted = wanted.join(Student, Student.id == Case.student_id).where(Student.unit_id == unit_id)
    return list(db.session.scalars(wanted))


def reschedule(case_ids: Sequence[UUID], *, actor: Person, now: datetime, is_told: bool) -> None:
    """Sets the days of the open tasks as they are by the calendar of now; whether the history tells of it."""
    for begin in range(0, len(case_ids), AT_ONCE):
        some = case_ids[begin : begin + AT_ONCE]
        locked = select(Case).where(Case.id.in_(some)).order_by(Case.id).with_for_update()
        cases = db.session.scalars(locked.execution_options(populate_existing=True)).all()
        situations = situations_of(cases, kept_of(cases, school_date(now)), actor, now)
        keep_reachable(situations)
        keep_deadlines(situations, actor=actor, now=now, is_told=is_told)
        for situation in situations:
            situation.case.next_due_on = next_due_on(situation.tasks)
        db.session.flush()
