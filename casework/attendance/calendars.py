"""The calendar of a school: its terms, breaks and staff days as somebody has laid them, and public days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from uuid import UUID

from sqlalchemy import delete, select

from casework.attendance.models import ClosedDay, SchoolTerm
from casework.engine.school_calendar import SchoolCalendar, Term
from casework.errors import NotAcceptable
from casework.extensions import db
from casework.forms.days import free_days, school_year
from casework.people.models import Unit


def lay_calendar(unit_id: UUID, terms: Iterable[Term], closed: Mapping[date, str]) -> None:
    """Lays the school's terms, and its closed days with their reason (`break`, `staff_day`), in whole.

    Raises NotAcceptable where a term ends before it begins or two of them overlap.
    """
    in_order = sorted(terms, key=lambda term: term.first)
    is_backward = any(term.first > term.last for term in in_order)
    if is_backward or any(one.last >= other.first for one, other in pairwise(in_order)):
        raise NotAcceptable("terms_overlap")
    for table in (SchoolTerm, ClosedDay):
        db.session.execute(delete(table).where(table.unit_id == unit_id))
    db.session.add_all(
        SchoolTerm(unit_id=unit_id, first_day=term.first, last_day=term.last) for term in in_order
    )
    db.session.add_all(ClosedDay(unit_id=unit_id, day=day, reason=reason) for day, reason in closed.items())
    db.session.flush()


def calendar_of(unit: Unit) -> SchoolCalendar:
    """The school's calendar; public days, and eves that are free by custom, are closed by themselves."""
    rows = db.session.scalars(
        select(SchoolTerm).where(SchoolTerm.unit_id == unit.id).order_by(SchoolTerm.first_day)
    )
    terms = tuple(Term(row.first_day, row.last_day) for row in rows)
    closed = set(db.session.scalars(select(ClosedDay.day).where(ClosedDay.unit_id == unit.id)))
    for year in {school_year(day) for term in terms for day in (term.first, term.last)}:
        closed |= {date.fromisoformat(day) for day in free_days(unit.country, year, "en")}
    return SchoolCalendar(terms, frozenset(closed))
