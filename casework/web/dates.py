"""Dates and times as people at school write them, in each language; the year only where it is another."""

from __future__ import annotations

from datetime import date, datetime, time

from babel.dates import format_date, format_datetime, format_time
from flask import Flask

from casework.clock import local, now, school_date
from casework.web.languages import language
from casework.web.text import gettext

_DAY = {"sv": "d MMMM", "nb": "d. MMMM", "en": "d MMMM"}
_SHORT = {"sv": "EEE d MMM", "nb": "EEE d. MMM", "en": "EEE d MMM"}
_WHOLE = {"sv": "EEEE d MMMM", "nb": "EEEE d. MMMM", "en": "EEEE d MMMM"}
_BRIEF = {"sv": "d MMM", "nb": "d. MMM", "en": "d MMM"}
_CLOCK = {"sv": "HH.mm", "nb": "'kl'. HH.mm", "en": "HH:mm"}


def init_app(app: Flask) -> None:
    """Gives templates the filters."""
    app.jinja_env.filters.update(day=day, day_short=day_short, clock=clock, moment=moment)


def day(value: date | datetime) -> str:
    """ "20 november"; with the year where it is another than this one."""
    return _formatted(value, _DAY)


def day_of_year(value: date) -> str:
    """ "20 november 2026": always with the year."""
    return format_date(value, _DAY[language()] + " y", locale=language())


def today_line(value: datetime) -> str:
    """ "Måndag 23 november, vecka 48": what the start page says of today."""
    on = school_date(value)
    return gettext("%(day)s, week %(number)s", day=day_heading(on), number=on.isocalendar().week)


def day_heading(value: date) -> str:
    """ "Måndag 23 november", as a heading; with the year where it is another than this one."""
    text = _formatted(value, _WHOLE)
    return text[:1].upper() + text[1:]


def day_brief(value: date | datetime) -> str:
    """ "20 nov", where there is little room."""
    return _formatted(value, _BRIEF).rstrip(".")


def weekday(number: int) -> str:
    """ "mån": the weekday with the number, from 1, where there is little room."""
    return format_date(date(2024, 1, number), "ccc", locale=language()).rstrip(".")


def week(value: date) -> str:
    """ "Vecka 48"."""
    return gettext("Week %(number)s", number=value.isocalendar().week)


def month(value: date) -> str:
    """ "november 2026"."""
    return format_date(value, "LLLL y", locale=language())


def month_heading(value: date) -> str:
    """ "November 2026", as a heading."""
    text = month(value)
    return text[:1].upper() + text[1:]


def month_brief(value: date) -> str:
    """ "nov", in pictures."""
    return format_date(value, "LLL", locale=language()).rstrip(".")


def day_short(value: date | datetime) -> str:
    """ "fre 20 nov", for tables."""
    return _formatted(value, _SHORT).replace(".", "") if language() == "sv" else _formatted(value, _SHORT)


def clock(value: datetime) -> str:
    """ "15.30" on the school's wall clock."""
    return format_datetime(local(value), _CLOCK[language()], locale=language())


def time_of_day(value: str) -> str:
    """ "09.20", of a time kept as 09:20."""
    return format_time(time.fromisoformat(value), _CLOCK[language()], locale=language())


def moment(value: datetime) -> str:
    """ "20 november 14.02"."""
    return f"{day(value)} {clock(value)}"


def _formatted(value: date | datetime, patterns: dict[str, str]) -> str:
    on = school_date(value) if isinstance(value, datetime) else value
    year = "" if on.year == school_date(now()).year else " y"
    return format_date(on, patterns[language()] + year, locale=language())
