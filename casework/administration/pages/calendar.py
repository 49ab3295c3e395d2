"""The words on the page of a school's calendar."""

from __future__ import annotations

from casework.administration.calendar_rows import CalendarRows
from casework.attendance.calendars import calendar_of
from casework.people.models import Unit
from casework.web import problem_words
from casework.web.dates import day_of_year
from casework.web.text import gettext, ngettext
from casework.web.text import lazy_gettext as _

_PROBLEMS = {
    "not_a_day": _("A row holds something that is no day. Write days like 2026-08-18."),
    "not_a_stretch": _("A row ends before it begins, is longer than a year, or is a term without an end."),
    "terms_overlap": problem_words.UNUSABLE["terms_overlap"],
    "no_reason": _("Say of each closed stretch whether it is a break or staff days."),
}


def problem_lines(rows: CalendarRows) -> list[tuple[str, None]]:
    """What is to be put right."""
    return [(str(_PROBLEMS[one]), None) for one in rows.problems]


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
