"""The calendar of a school: its terms, breaks and staff days as somebody has laid them, and public days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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

REASONS = ("break", "staff_day")


@dataclass(frozen=True)
class LaidCalendar:
    """What somebody has laid: the terms in order, and the closed days with their reason."""

    terms: tuple[Term, ...]
    closed: Mapping[date, str]


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
    db.session.add_all(ClosedDay(unit_id=unit_id, day=day, reason=why) for day, why in closed.items())
    db.session.flush()


def laid_calendar(unit_id: UUID) -> LaidCalendar:
    """What has been laid for the school."""
    terms = db.session.execute(
        select(SchoolTerm.first_day, SchoolTerm.last_day)
        .where(SchoolTerm.unit_id == unit_id)
        .order_by(SchoolTerm.first_day)
    )
    closed = select(ClosedDay.day, ClosedDay.reason).where(ClosedDay.unit_id == unit_id)
    rows = db.session.execute(closed.order_by(ClosedDay.day))
    days = {day: reason for day, reason in rows}  # noqa: C416 a row is a tuple in fact, not in its types
    return LaidCalendar(tuple(Term(first, last) for first, last in terms), days)


def calendar_of(unit: Unit) -> SchoolCalendar:
    """The school's calendar; public days, and eves that are free by custom, are closed by themselves."""
    laid = laid_calendar(unit.id)
    closed = set(laid.closed)
    for year in {school_year(day) for term in laid.terms for day in (term.first, term.last)}:
        closed |= {date.fromisoformat(day) for day in free_days(unit.country, year, "en")}
    return SchoolCalendar(laid.terms, frozenset(closed))
