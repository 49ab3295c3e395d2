"""Keeps what each student's absence of a school year comes to, so that all can be looked through at once.

The database drops what is kept of a student as soon as something changes that it was worked out from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import String, delete, insert, select, type_coerce

from casework.attendance import queries
from casework.attendance.models import AbsenceTotals
from casework.engine.absence import Tally
from casework.engine.counting import Counting
from casework.engine.school_calendar import ONE_DAY, SchoolCalendar, school_year
from casework.engine.totals import Totals, counted_alike, totals
from casework.extensions import db
from casework.people.models import Student

AT_ONCE = 500  # rows


def kept_totals(unit_id: UUID, year: int, counting: Counting) -> Iterator[tuple[str, Totals]]:
    """What is kept of the school's students, each by the id without dashes, a portion at a time."""
    wanted = (
        select(type_coerce(AbsenceTotals.student_id, String), AbsenceTotals.days, AbsenceTotals.sums)
        .join(Student, Student.id == AbsenceTotals.student_id)
        .where(Student.unit_id == unit_id, AbsenceTotals.year == year)
        .where(AbsenceTotals.counted == counted_alike(counting))
        .execution_options(yield_per=AT_ONCE)
    )
    db.session.flush()
    for some in db.session.connection().execute(wanted).partitions():
        for student_id, days, sums in some:
            yield student_id if isinstance(student_id, str) else student_id.hex, Totals(days, sums)


def missing(unit_id: UUID, year: int, counting: Counting) -> list[UUID]:
    """The school's students of whom nothing is kept, or by another way of counting."""
    kept = select(AbsenceTotals.student_id).where(
        AbsenceTotals.year == year, AbsenceTotals.counted == counted_alike(counting)
    )
    wanted = select(Student.id).where(Student.unit_id == unit_id, Student.id.not_in(kept))
    return list(db.session.scalars(wanted))


def keep_anew(students: Collection[UUID], day: date, counting: Counting, calendar: SchoolCalendar) -> None:
    """Works out the totals of the students for the school year of the day, and keeps them."""
    every, (begins, ends) = sorted(students), school_year(day)
    for place in range(0, len(every), AT_ONCE):
        some = every[place : place + AT_ONCE]
        before = school_year(begins - ONE_DAY)[0]  # an absence may have begun the year before
        registers = queries.registers_of(some, before, ends)
        tallies = {one: Tally(registers[one], counting, calendar, ends, is_over=True) for one in some}
        keep(tallies, begins.year)


def keep(tallies: Mapping[UUID, Tally], year: int) -> None:
    """Keeps the totals of these students, instead of what was kept of them."""
    rows = []
    for student_id, tally in tallies.items():
        days, sums = totals(tally, year)
        rows.append(
            {
                "student_id": student_id,
                "year": year,
                "counted": counted_alike(tally.counting),
                "days": days,
                "sums": sums,
            }
        )
    if rows:
        db.session.execute(
            delete(AbsenceTotals).where(AbsenceTotals.student_id.in_(tallies), AbsenceTotals.year == year)
        )
        db.session.execute(insert(AbsenceTotals), rows)
