"""How absence is counted, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from casework.engine.counting import Counting, NoReason
from casework.routines.amounts import amount, days_of, weekdays
from casework.routines.speaker import Fact, both
from casework.web.text import gettext, ngettext


def counting_facts(value: Counting) -> Iterator[Fact]:
    """Every sentence about one way of counting."""
    if value.for_year_groups:
        years = both(value.for_year_groups)
        yield Fact(("for_year_groups",), gettext("For year %(years)s.", years=years))
    registered = {
        "lesson": gettext("Attendance is registered at each lesson."),
        "session": gettext("Attendance is registered each half-day."),
        "day": gettext("Attendance is registered each day."),
        "hour": gettext("Attendance is registered in hours."),
    }
    yield Fact(("registered_by",), registered[value.registered_by])
    if value.sessions_a_day:
        sessions = ngettext(
            "A school day has %(num)d session.", "A school day has %(num)d sessions.", value.sessions_a_day
        )
        yield Fact(("sessions_a_day",), sessions)
    yield from _units(value)
    yield from _left_out(value)
    yield from _calendar(value)


def _units(value: Counting) -> Iterator[Fact]:
    occasions = {
        "one": gettext("Absence that goes on, or comes back the same day, is one occasion."),
        "several": gettext("Absence at several times of the same day is several occasions."),
    }
    yield Fact(("occasions_same_day",), occasions[value.occasions_same_day])
    a_day = {
        "whole": gettext("A day of absence is a whole school day."),
        "any_part": gettext("A day of absence is a day with any absence at all."),
    }
    yield Fact(("a_day_is",), a_day[value.a_day_is])
    an_hour = {
        "clock": gettext("An hour is 60 minutes."),
        "lesson": gettext("An hour is a lesson."),
    }
    yield Fact(("an_hour_is",), an_hour[value.an_hour_is])


def _left_out(value: Counting) -> Iterator[Fact]:
    kinds = {
        "approved_leave": gettext("leave that has been granted"),
        "school_activity": gettext("what the school itself arranges"),
    }
    if value.not_counted:
        left = both(kinds[one] for one in value.not_counted)
        yield Fact(("not_counted",), gettext("Not counted as absence: %(what)s.", what=left))
    else:
        yield Fact(("not_counted",), gettext("All absence counts, granted leave too."))
    if value.no_reason_given:
        yield Fact(("no_reason_given",), _no_reason(value.no_reason_given))


def _no_reason(value: NoReason) -> str:
    becomes = {
        "valid": gettext("valid"),
        "invalid": gettext("invalid"),
        "undecided": gettext("undecided"),
    }
    if isinstance(value.after, str):
        return gettext(
            "Absence without a reason is %(validity)s at the end of the day.", validity=becomes[value.becomes]
        )
    return gettext(
        "Absence without a reason is %(validity)s after %(amount)s.",
        validity=becomes[value.becomes],
        amount=amount(value.after),
    )


def _calendar(value: Counting) -> Iterator[Fact]:
    if value.half_year_begins:
        days = days_of(value.half_year_begins)
        yield Fact(("half_year_begins",), gettext("The half-years begin on %(days)s.", days=days))
    if value.quarter_begins:
        days = days_of(value.quarter_begins)
        yield Fact(("quarter_begins",), gettext("The quarters begin on %(days)s.", days=days))
    if value.school_week:
        days = weekdays(value.school_week.days)
        yield Fact(("school_week",), gettext("The school week: %(days)s.", days=days))
