"""What becomes of lessons where a student comes to another class: those that have been stay as they were."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from casework.attendance.models import AttendanceEntry, Placement
from casework.attendance.queries import portions
from casework.engine.school_calendar import ONE_DAY
from casework.extensions import db
from casework.people.filled import Regrouped


def change_classes(changes: Collection[Regrouped], day: date) -> None:
    """From the day on the students have the lessons of their new classes, before it those of the old ones.

    Where something is said of a student on the day itself, it is from the next day on. Who comes to a class
    for the first time has had its lessons from the beginning: nobody knows since when.
    """
    students = {one.student_id for one in changes}
    placed, said = _placed(students), _said_since(day, students)
    for one in changes:
        rows = placed.get(one.student_id, [])
        begins = day + ONE_DAY if one.student_id in said else day
        if one.before:
            _leave(rows or [_from_the_beginning(one.student_id, one.before)], one.before, begins)
        if one.after and (one.before or rows):
            db.session.add(Placement(student_id=one.student_id, group_id=one.after, first_day=begins))
    db.session.flush()


def _from_the_beginning(student_id: UUID, group_id: UUID) -> Placement:
    row = Placement(student_id=student_id, group_id=group_id, first_day=date.min)
    db.session.add(row)
    return row


def _leave(rows: Sequence[Placement], group_id: UUID, day: date) -> None:
    """Ends the time in the class before the day."""
    for row in rows:
        if row.group_id == group_id and (row.last_day is None or row.last_day >= day):
            if row.first_day < day:
                row.last_day = day - ONE_DAY
            else:
                db.session.delete(row)
    db.session.flush()  # it may come back to the same class on the same day


def _placed(students: Collection[UUID]) -> dict[UUID, list[Placement]]:
    found: dict[UUID, list[Placement]] = {}
    for some in portions(students):
        for row in db.session.scalars(select(Placement).where(Placement.student_id.in_(some))):
            found.setdefault(row.student_id, []).append(row)
    return found


def _said_since(day: date, students: Collection[UUID]) -> set[UUID]:
    """Those of whom something is said on the day or after it."""
    found = set[UUID]()
    for some in portions(students):
        entries = select(AttendanceEntry.student_id).where(AttendanceEntry.student_id.in_(some))
        found |= set(db.session.scalars(entries.where(AttendanceEntry.day >= day)))
    return found
