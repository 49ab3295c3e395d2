"""Works out anew when tasks are due in many cases: a calendar is laid anew, or a day is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.attendance.calendars import calendars_of
from casework.cases.deadlines import CALENDAR, NEVER, keep_deadlines, next_due_on
from casework.cases.each_guardian import keep_reachable
from casework.cases.facts import kept_of, situations_of
from casework.cases.models import Case
from casework.cases.student_care import tell_moved
from casework.cases.waiting import responsible_role
from casework.clock import school_date
from casework.engine.deadlines import Clocks, deadline
from casework.extensions import db
from casework.people.models import Student
from casework.people.regular_times import regular_times_of
from casework.tasks.student_care import keep_day
from casework.tasks.student_models import StudentTask
from casework.tasks.student_tasks import awaiting_answers
from casework.versions.queries import model_of

AT_ONCE = 100  # cases


def reschedule_beside(unit_id: UUID, group_id: UUID | None = None, *, actor: Person, now: datetime) -> None:
    """The days of open tasks that belong to no case, by the calendar of now; what moves is told.

    A day that follows a moment is worked out anew where the moments are known: when signals are.
    """
    calendar = calendars_of({unit_id}).get(unit_id, NEVER)
    of_them = Student.unit_id == unit_id
    if group_id is not None:
        of_them &= Student.group_id == group_id
    rows = db.session.scalars(
        select(StudentTask)
        .join(Student, Student.id == StudentTask.student_id)
        .where(of_them, StudentTask.status == "open")
        .order_by(StudentTask.student_id, StudentTask.id)
        .with_for_update(of=StudentTask)
    )
    tasks = rows.all()
    every = regular_times_of({task.student_id for task in tasks})
    awaited = awaiting_answers(task.id for task in tasks)
    for task in tasks:
        action = model_of(task.workflow_sha).rules.any_action(task.action)
        due = action.due if action else None
        if action is None or due is None or due.after or (action.is_answered and task.id in awaited):
            continue
        opened_on = school_date(task.opened_at)
        regular = every.get(task.student_id, {})
        clocks = Clocks(calendar=calendar, opened_on=opened_on, moments=lambda _name: None, regular=regular)
        found = deadline(due, clocks)
        was = keep_day(task, found) if found.day else None
        if was:
            tell_moved(task, was, due.next or CALENDAR, actor=actor, now=now)


def open_cases(unit_id: UUID | None = None, group_id: UUID | None = None) -> list[UUID]:
    """The open cases of the school (and the class), or of all schools, by id."""
    wanted = select(Case.id).where(Case.closed_at.is_(None)).order_by(Case.id)
    if unit_id is not None:
        wanted = wanted.join(Student, Student.id == Case.student_id).where(Student.unit_id == unit_id)
    if group_id is not None:
        wanted = wanted.where(Student.group_id == group_id)
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
            situation.case.answers_to = responsible_role(situation)
        db.session.flush()
