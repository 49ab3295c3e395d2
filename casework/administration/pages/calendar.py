"""The words on the page of a school's calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.administration.calendar_file import FileCalendar, Left
from casework.administration.calendar_rows import CalendarRows, Joined
from casework.attendance.calendars import calendar_of
from casework.people.models import Unit
from casework.web import problem_words
from casework.web.dates import day_of_year
from casework.web.text import gettext, ngettext
from casework.web.text import lazy_gettext as _

_PROBLEMS = {
    "not_a_day": _("A row holds something that is no day. Write days like 2026-08-18."),
    "no_first_day": _("A row has no first day."),
    "unlikely_day": _("A row lies before the year 2000 or after 2099."),
    "not_a_stretch": _("A row ends before it begins, is longer than a year, or is a term without an end."),
    "terms_overlap": problem_words.UNUSABLE["terms_overlap"],
    "no_reason": _("Say of each closed stretch whether it is a break or staff days."),
}

_CLOSED = {
    "break": _("Break: %(days)s"),
    "staff_day": _("Staff days: %(days)s"),
}
_LEFT = {
    "not_a_day": _("This is not a date. Write it as 2012-03-14."),
    "unlikely_day": _("It lies before the year 2000 or after 2099."),
    "no_day": _("The first day is missing."),
    "not_a_stretch": _("It ends before it begins, or is longer than a year."),
    "part_of_day": _("It takes up a part of a day, not a whole one."),
    "repeats": _("It comes again and again. Write the days one by one."),
    "cancelled": _("It is cancelled."),
    "edge_of_break": _("It tells an edge of a break, not the break."),
    "alone": _("It tells one end of a term, and the other is not in the file."),
    "terms_overlap": _("The term overlaps another one in the file."),
    "unknown": _("Casework cannot tell whether it is a term, a break or staff days."),
}


@dataclass(frozen=True)
class FileRead:
    """What a file would change in the calendar, and what of it was not taken: line, words, why."""

    changes: tuple[str, ...]
    left: tuple[tuple[int, str, str], ...]
    is_empty: bool  # nothing in it is a term or a day without school


def read_lines(found: FileCalendar, now: Joined) -> FileRead:
    """The page's words about a file that has been read."""
    return FileRead(
        changes=tuple(_changes(now)),
        left=tuple(_left_line(one) for one in found.left),
        is_empty=not (found.laid.terms or found.laid.closed),
    )


def _changes(now: Joined) -> Iterator[str]:
    for term in now.terms:
        yield gettext("Term: %(days)s", days=_stretch(term.first, term.last))
    for term in now.replaced:
        yield gettext(
            "Taken away, since a new term overlaps it: %(days)s", days=_stretch(term.first, term.last)
        )
    for row in now.closed:
        yield str(_CLOSED[row.reason]) % {"days": _stretch(*row.days)}


def _left_line(one: Left) -> tuple[int, str, str]:
    return one.line, one.words, str(_LEFT[one.code])


def _stretch(first: date, last: date) -> str:
    if first == last:
        return day_of_year(first)
    return gettext("%(first)s to %(last)s", first=day_of_year(first), last=day_of_year(last))


def problem_lines(rows: CalendarRows) -> list[tuple[str, str | None]]:
    """What is to be put right, each with the first row that it is about."""
    places: dict[str, str] = {}
    for name, some in (("term", rows.terms), ("closed", rows.closed)):
        for number, row in enumerate(some, start=1):
            places.setdefault(row.problem, f"#{name}_first-{number}")
    return [(str(_PROBLEMS[one]), places.get(one)) for one in rows.problems]


def term_lines(unit: Unit) -> list[str]:
    """Each term that is laid, with how many school days it has."""
    calendar = calendar_of(unit)
    return [
        gettext(
            "%(first)s to %(last)s: %(days)s",
            first=day_of_year(term.first),
            last=day_of_year(term.last),
            days=_school_days(calendar.count(term.first, term.last)),
        )
        for term in calendar.terms
    ]


def _school_days(number: int) -> str:
    return ngettext("%(num)d school day", "%(num)d school days", number)
