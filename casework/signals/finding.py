"""Signals for somebody who asks: those that wait in what they may see, and all about one student."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from casework.access import scope
from casework.access.policy import Person
from casework.cases.signal_models import Signal
from casework.cases.signals import WAITS
from casework.errors import NotHere
from casework.extensions import db
from casework.people.models import Group, Student, Unit
from casework.people.queries import STUDENT_COLUMNS

READ, DECIDE = "attendance:read", "signal:decide"


@dataclass(frozen=True)
class AboutStudent:
    """A student with the signals that wait."""

    student: Student
    group: str
    signals: tuple[Signal, ...]


def waiting_for(actor: Person, *, limit: int, offset: int = 0) -> tuple[list[AboutStudent], int]:
    """Students with signals that wait, those with the latest first, and how many such students there are."""
    mine = and_(WAITS, scope.within(actor, READ, STUDENT_COLUMNS))
    joined = select(Signal.student_id).join(Student, Student.id == Signal.student_id).where(mine)
    total = db.session.scalar(select(func.count()).select_from(joined.distinct().subquery())) or 0
    latest = func.max(Signal.measured_at)
    order = joined.group_by(Signal.student_id).order_by(latest.desc(), Signal.student_id)
    ids = list(db.session.scalars(order.limit(limit).offset(offset)))
    return [_about(one) for one in _rows(ids)], total


def _rows(ids: Sequence[UUID]) -> list[tuple[Student, str]]:
    wanted = (
        select(Student, func.coalesce(Group.name, ""))
        .outerjoin(Group, Group.id == Student.group_id)
        .where(Student.id.in_(ids))
    )
    rows = {student.id: (student, group) for student, group in db.session.execute(wanted)}
    return [rows[one] for one in ids]


def _about(row: tuple[Student, str]) -> AboutStudent:
    wanted = select(Signal).where(Signal.student_id == row[0].id, WAITS).order_by(Signal.on, Signal.id)
    return AboutStudent(row[0], row[1], tuple(db.session.scalars(wanted)))


def students_within(actor: Person, permission: str, *also: ColumnElement[bool]) -> list[tuple[Student, str]]:
    """The students of whom the actor may do that, each with the class, by class and name."""
    rows = (
        select(Student, func.coalesce(Group.name, ""))
        .outerjoin(Group, Group.id == Student.group_id)
        .join(Unit, Unit.id == Student.unit_id)
        .where(scope.within(actor, permission, STUDENT_COLUMNS), *also)
        .order_by(Group.name, Student.search_name, Student.id)
    )
    return [(student, group) for student, group in db.session.execute(rows)]


def signal_of(student_id: UUID, signal_id: UUID, *, is_locked: bool = False) -> Signal:
    """The signal about the student; NotHere where there is none. Noted ones are for nobody to decide on."""
    wanted = select(Signal).where(Signal.id == signal_id, Signal.student_id == student_id)
    if is_locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    row = db.session.scalars(wanted).one_or_none()
    if row is None:
        raise NotHere
    return row
