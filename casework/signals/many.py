"""Works out the signals of many students: some at a time, class by class, a unit of work for each portion."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from casework.extensions import db, unit_of_work
from casework.people.models import Student
from casework.signals.evaluating import AT_ONCE, Day, Tally, evaluate


def everybody() -> list[UUID]:
    """All students, whose signals a day's end works out; class by class, as they have the same lessons."""
    return list(db.session.scalars(select(Student.id).order_by(Student.group_id, Student.id)))


def evaluate_everybody(day: Day) -> tuple[int, Tally]:
    """Works out the signals of every student; of how many, and what came of it."""
    students, total = everybody(), Tally()
    for begin in range(0, len(students), AT_ONCE):
        with unit_of_work():
            total += evaluate(students[begin : begin + AT_ONCE], day)
    return len(students), total


def evaluate_changed(changed: Mapping[UUID, date], now: datetime) -> Tally:
    """Works out the signals of those whose figures have changed, each from a day on."""
    students, total = [one for one in everybody() if one in changed] if changed else [], Tally()
    for begin in range(0, len(students), AT_ONCE):
        some = students[begin : begin + AT_ONCE]
        with unit_of_work():
            total += evaluate(some, Day.at(now, min(changed[one] for one in some)))
    return total
