"""The calendar of a school: its terms, breaks and staff days as somebody has laid them, and public days."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
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


def calendars_of(unit_ids: Collection[UUID]) -> dict[UUID, SchoolCalendar]:
    """The calendars of the schools, by their ids; as many queries for many as for one, none for none."""
    if not unit_ids:
        return {}
    return calendars_for(db.session.scalars(select(Unit).where(Unit.id.in_(unit_ids))).all())


def calendars_for(units: Sequence[Unit]) -> dict[UUID, SchoolCalendar]:
    """The same of schools that are loaded."""
    terms: dict[UUID, list[Term]] = {unit.id: [] for unit in units}
    rows = select(SchoolTerm.unit_id, SchoolTerm.first_day, SchoolTerm.last_day)
    laid = rows.where(SchoolTerm.unit_id.in_(terms)).order_by(SchoolTerm.first_day)
    for unit_id, first, last in db.session.execute(laid):
        terms[unit_id].append(Term(first, last))
    closed: dict[UUID, set[date]] = {unit.id: set() for unit in units}
    days = select(ClosedDay.unit_id, ClosedDay.day).where(ClosedDay.unit_id.in_(closed))
    for unit_id, day in db.session.execute(days):
        closed[unit_id].add(day)
    return {unit.id: _calendar(unit, terms[unit.id], closed[unit.id]) for unit in units}


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
    return calendars_for([unit])[unit.id]


def _calendar(unit: Unit, terms: Iterable[Term], closed: Iterable[date]) -> SchoolCalendar:
    return _shared(tuple(terms), frozenset(closed), unit.country)


@lru_cache(maxsize=64)
def _shared(terms: tuple[Term, ...], closed: frozenset[date], country: str) -> SchoolCalendar:
    """The calendar of everybody who asks: what it works out once serves until something else is laid."""
    days = set(closed)
    for year in {school_year(day) for term in terms for day in (term.first, term.last)}:
        days |= {date.fromisoformat(day) for day in free_days(country, year, "en")}
    return SchoolCalendar(terms, frozenset(days))
