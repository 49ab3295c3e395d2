"""Keeps what each student's absence of a school year comes to, so that all can be looked through at once.

The database drops what is kept of a student as soon as something changes that it was worked out from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, null, select

from casework.attendance import queries
from casework.attendance.models import AbsenceTotals
from casework.engine.absence import Tally
from casework.engine.counting import Counting
from casework.engine.school_calendar import ONE_DAY, SchoolCalendar, school_year
from casework.engine.totals import Totals, counted_alike, totals
from casework.expressions import PlainId
from casework.extensions import db
from casework.people.models import Student

AT_ONCE = 500  # rows


def kept_totals(
    unit_id: UUID, year: int, counting: Counting, *, with_held: bool = False
) -> Iterator[tuple[str, Totals]]:
    """What is kept of the school's students, each by the id without dashes, a portion at a time.

    The scheduled minutes are only read where they are asked for.
    """
    held: Any = AbsenceTotals.held if with_held else null()
    wanted = (
        select(PlainId(AbsenceTotals.student_id), AbsenceTotals.days, AbsenceTotals.sums, held)
        .where(AbsenceTotals.unit_id == unit_id, AbsenceTotals.year == year)
        .where(AbsenceTotals.counted == counted_alike(counting))
        .execution_options(yield_per=AT_ONCE)
    )
    db.session.flush()
    for some in db.session.connection().execute(wanted).partitions():
        for student_id, days, sums, minutes in some:
            yield student_id, Totals(days, sums, minutes)


def missing(unit_id: UUID, year: int, counting: Counting) -> list[UUID]:
    """The school's students of whom nothing is kept, or by another way of counting; class by class."""
    kept = select(AbsenceTotals.student_id).where(
        AbsenceTotals.year == year, AbsenceTotals.counted == counted_alike(counting)
    )
    wanted = select(Student.id).where(Student.unit_id == unit_id, Student.id.not_in(kept))
    return list(db.session.scalars(wanted.order_by(Student.group_id, Student.id)))


def keep_anew(
    unit_id: UUID, students: Sequence[UUID], day: date, counting: Counting, calendar: SchoolCalendar
) -> None:
    """Works out the totals of students of the school for the school year of the day, and keeps them.

    It is quick where those of a class come together, since they have the same lessons.
    """
    begins, ends = school_year(day)
    for place in range(0, len(students), AT_ONCE):
        some = students[place : place + AT_ONCE]
        before = school_year(begins - ONE_DAY)[0]  # an absence may have begun the year before
        registers = queries.registers_of(some, before, ends)
        tallies = {one: Tally(registers[one], counting, calendar, ends, is_over=True) for one in some}
        _keep(unit_id, tallies, begins.year)


def _keep(unit_id: UUID, tallies: Mapping[UUID, Tally], year: int) -> None:
    rows = []
    for student_id, tally in tallies.items():
        found = totals(tally, year)._asdict()
        known = {"student_id": student_id, "year": year, "unit_id": unit_id}
        rows.append({**known, "counted": counted_alike(tally.counting), **found})
    before = (AbsenceTotals.student_id.in_(tallies), AbsenceTotals.year == year)
    db.session.execute(delete(AbsenceTotals).where(*before))
    db.session.execute(insert(AbsenceTotals), rows)
