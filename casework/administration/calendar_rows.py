"""A school's calendar as rows of a page: terms, and stretches without school; empty rows are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from casework.attendance.calendars import REASONS, LaidCalendar
from casework.engine.school_calendar import Term

MORE_TERMS, MORE_CLOSED = 2, 4  # empty rows after those that are filled
LONGEST = timedelta(days=370)  # of a term or a break
ONE_DAY = timedelta(days=1)
YEARS = range(2000, 2100)  # in which a school can have a term
Sent = Callable[[str], list[str]]


@dataclass(frozen=True)
class CalendarRow:
    """One row as it is typed: first and last day (empty: the same day), and for a break why."""

    first: str = ""
    last: str = ""
    reason: str = ""
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return not (self.first or self.last)

    @property
    def days(self) -> tuple[date, date]:
        """The days of a row without a problem."""
        first = date.fromisoformat(self.first)
        return first, date.fromisoformat(self.last) if self.last else first


@dataclass(frozen=True)
class CalendarRows:
    """All that stands on the page."""

    terms: tuple[CalendarRow, ...]
    closed: tuple[CalendarRow, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """The codes of what is wrong, each once."""
        found = dict.fromkeys(row.problem for row in (*self.terms, *self.closed) if row.problem)
        return tuple(found) if found or not self._terms_overlap() else ("terms_overlap",)

    def _terms_overlap(self) -> bool:
        in_order = sorted(row.days for row in self.terms if not row.is_empty)
        return any(one[1] >= other[0] for one, other in pairwise(in_order))

    def laid(self) -> LaidCalendar:
        """The calendar that rows without problems say."""
        terms = tuple(Term(*row.days) for row in self.terms if not row.is_empty)
        closed = {day: row.reason for row in self.closed if not row.is_empty for day in _each(*row.days)}
        return LaidCalendar(terms, closed)

    def with_empty(self) -> CalendarRows:
        """The rows with empty ones after them."""
        return CalendarRows(
            (*self.terms, *[CalendarRow()] * MORE_TERMS), (*self.closed, *[CalendarRow()] * MORE_CLOSED)
        )


def rows_of(laid: LaidCalendar) -> CalendarRows:
    """The rows of a calendar; days of a kind that follow one another are one row."""
    terms = tuple(CalendarRow(term.first.isoformat(), term.last.isoformat()) for term in laid.terms)
    return CalendarRows(terms, tuple(_stretches(sorted(laid.closed.items()))))


def _stretches(days: Iterable[tuple[date, str]]) -> Iterator[CalendarRow]:
    first: date | None = None
    last, kind = date.min, ""
    for day, reason in days:
        if first is not None and (day - last > ONE_DAY or reason != kind):
            yield CalendarRow(first.isoformat(), last.isoformat(), kind)
            first = None
        first, last, kind = first or day, day, reason
    if first is not None:
        yield CalendarRow(first.isoformat(), last.isoformat(), kind)


@dataclass(frozen=True)
class Joined:
    """A calendar with what a file adds, and what that changes; what the file does not tell stays."""

    laid: LaidCalendar
    terms: tuple[Term, ...]  # new
    replaced: tuple[Term, ...]  # by those
    closed: tuple[CalendarRow, ...]  # new, or for another reason

    @property
    def is_nothing(self) -> bool:
        """Whether all of it is laid already."""
        return not (self.terms or self.closed)


def joined(laid: LaidCalendar, more: LaidCalendar) -> Joined:
    """The laid calendar with what another one adds: a term replaces those that it overlaps."""
    new = tuple(term for term in more.terms if term not in laid.terms)
    replaced = {one for one in laid.terms if any(one.overlaps(term) for term in new)}
    kept = (term for term in laid.terms if term not in replaced)
    other = {day: reason for day, reason in more.closed.items() if laid.closed.get(day) != reason}
    return Joined(
        LaidCalendar(
            tuple(sorted((*kept, *new), key=lambda term: term.first)), {**laid.closed, **more.closed}
        ),
        new,
        tuple(sorted(replaced, key=lambda term: term.first)),
        tuple(_stretches(sorted(other.items()))),
    )


def sent_rows(sent: Sent) -> CalendarRows:
    """The rows as somebody has sent them, empty ones left out."""
    terms = zip(sent("term_first"), sent("term_last"), strict=False)
    closed = zip(sent("closed_first"), sent("closed_last"), sent("closed_reason"), strict=False)
    return CalendarRows(
        tuple(row for row in (_checked(*one, is_term=True) for one in terms) if not row.is_empty),
        tuple(row for row in (_checked(*one) for one in closed) if not row.is_empty),
    )


def _checked(first: str, last: str, reason: str = "", *, is_term: bool = False) -> CalendarRow:
    first, last = first.strip()[:10], last.strip()[:10]
    row = CalendarRow(first, last, reason if reason in REASONS else "")
    if row.is_empty:
        return row
    if not first:
        return CalendarRow(first, last, row.reason, "no_first_day")
    try:
        begins, ends = row.days
    except ValueError:
        return CalendarRow(first, last, row.reason, "not_a_day")
    if not {begins.year, ends.year} <= {*YEARS}:
        return CalendarRow(first, last, row.reason, "unlikely_day")
    if (is_term and not last) or begins > ends or ends - begins > LONGEST:
        return CalendarRow(first, last, row.reason, "not_a_stretch")
    if not is_term and not row.reason:
        return CalendarRow(first, last, "", "no_reason")
    return row


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
