"""What becomes of lessons where a student comes to another class: those that have been stay as they were."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select

from casework.attendance.models import AttendanceEntry, Placement
from casework.engine.school_calendar import ONE_DAY
from casework.extensions import db
from casework.people.filled import Regrouped


def change_classes(changes: Iterable[Regrouped], day: date) -> None:
    """From the day on the students have the lessons of their new classes, before it those of the old ones.

    Where something is said of a student on the day itself, it is from the next day on.
    """
    for one in changes:
        is_begun = select(AttendanceEntry.lesson_id).where(
            AttendanceEntry.student_id == one.student_id, AttendanceEntry.day >= day
        )
        begins = day + ONE_DAY if db.session.scalar(is_begun.limit(1)) else day
        _leave(one.student_id, one.before, begins)
        if one.after:
            db.session.add(Placement(student_id=one.student_id, group_id=one.after, first_day=begins))
        db.session.flush()


def _leave(student_id: UUID, group_id: UUID, day: date) -> None:
    """Ends the time in the class before the day; who was placed nowhere has had its lessons so far."""
    mine = select(Placement).where(Placement.student_id == student_id)
    rows = db.session.scalars(mine).all()
    if not rows:
        rows = [Placement(student_id=student_id, group_id=group_id, first_day=date.min)]
        db.session.add(rows[0])
    for row in rows:
        if row.group_id == group_id and (row.last_day is None or row.last_day >= day):
            if row.first_day < day:
                row.last_day = day - ONE_DAY
            else:
                db.session.delete(row)
    db.session.flush()
