"""Amounts, limits, ordinals and dates in words: "at least 5 school days", "the fifth", "15 September"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from babel.dates import format_date, get_day_names
from babel.numbers import format_decimal

from casework.engine.quantities import Amount
from casework.routines.speaker import both
from casework.web.languages import language
from casework.web.text import gettext, ngettext

_DAY = {"sv": "d MMMM", "nb": "d. MMMM", "en": "d MMMM"}
LEAP_YEAR = 2024  # so that 29 February is a day


def amount(value: Amount) -> str:
    """ "3 weeks"."""
    n = value.number
    said = {
        "minutes": lambda: ngettext("%(num)d minute", "%(num)d minutes", n),
        "lessons": lambda: ngettext("%(num)d lesson", "%(num)d lessons", n),
        "hours": lambda: ngettext("%(num)d hour", "%(num)d hours", n),
        "sessions": lambda: ngettext("%(num)d half-day", "%(num)d half-days", n),
        "days": lambda: ngettext("%(num)d day", "%(num)d days", n),
        "school_days": lambda: ngettext("%(num)d school day", "%(num)d school days", n),
        "weeks": lambda: ngettext("%(num)d week", "%(num)d weeks", n),
        "school_weeks": lambda: ngettext("%(num)d school week", "%(num)d school weeks", n),
        "months": lambda: ngettext("%(num)d month", "%(num)d months", n),
        "years": lambda: ngettext("%(num)d year", "%(num)d years", n),
    }
    return said[value.unit]()


def every(value: Amount) -> str:
    """ "every week", "every 2 weeks"."""
    n = value.number
    said = {
        "minutes": lambda: ngettext("every minute", "every %(num)d minutes", n),
        "lessons": lambda: ngettext("every lesson", "every %(num)d lessons", n),
        "hours": lambda: ngettext("every hour", "every %(num)d hours", n),
        "sessions": lambda: ngettext("every half-day", "every %(num)d half-days", n),
        "days": lambda: ngettext("every day", "every %(num)d days", n),
        "school_days": lambda: ngettext("every school day", "every %(num)d school days", n),
        "weeks": lambda: ngettext("every week", "every %(num)d weeks", n),
        "school_weeks": lambda: ngettext("every school week", "every %(num)d school weeks", n),
        "months": lambda: ngettext("every month", "every %(num)d months", n),
        "years": lambda: ngettext("every year", "every %(num)d years", n),
    }
    return said[value.unit]()


def each_stretch(word: str) -> str:
    """ "every week", "every term": what recurs by the calendar."""
    if word in ("week", "month"):
        return every(Amount(number=1, unit=f"{word}s"))
    said = {
        "quarter": gettext("every quarter"),
        "term": gettext("every term"),
        "school_year": gettext("every school year"),
    }
    return said[word]


def latest(value: Amount) -> str:
    """ "during the last 4 weeks"; no window is shorter than a day."""
    n = value.number
    said = {
        "days": lambda: ngettext("during the last day", "during the last %(num)d days", n),
        "school_days": lambda: ngettext(
            "during the last school day", "during the last %(num)d school days", n
        ),
        "weeks": lambda: ngettext("during the last week", "during the last %(num)d weeks", n),
        "school_weeks": lambda: ngettext(
            "during the last school week", "during the last %(num)d school weeks", n
        ),
        "months": lambda: ngettext("during the last month", "during the last %(num)d months", n),
        "years": lambda: ngettext("during the last year", "during the last %(num)d years", n),
    }
    return said[value.unit]()


def limited(limit: tuple[str, object], said: str) -> str:
    """The limit's word before what it limits: "more than 10 percent"."""
    word = limit[0]
    if word == "at_least":
        return gettext("at least %(amount)s", amount=said)
    if word == "more_than":
        return gettext("more than %(amount)s", amount=said)
    if word == "at_most":
        return gettext("at most %(amount)s", amount=said)
    return gettext("less than %(amount)s", amount=said)


def amount_limit(limit: tuple[str, Amount]) -> str:
    """ "at least 3 school days"."""
    return limited(limit, amount(limit[1]))


def times_limit(limit: tuple[str, int]) -> str:
    """ "at least 3 times"."""
    return limited(limit, ngettext("%(num)d time", "%(num)d times", limit[1]))


def percent_limit(limit: tuple[str, Decimal]) -> str:
    """ "more than 10 percent"."""
    return limited(limit, gettext("%(number)s percent", number=number(limit[1])))


def number(value: Decimal) -> str:
    """The number as the language writes it."""
    return format_decimal(value, locale=language())


def ordinal(count: int) -> str:
    """ "fifth"; nothing for what is better said as a figure."""
    words = (
        *(gettext("first"), gettext("second"), gettext("third"), gettext("fourth"), gettext("fifth")),
        *(gettext("sixth"), gettext("seventh"), gettext("eighth"), gettext("ninth"), gettext("tenth")),
    )
    return words[count - 1] if 0 < count <= len(words) else ""


def day_of(text: str) -> str:
    """ "15 September" for 09-15; with the year where it is said."""
    try:
        is_every_year = len(text) == len("09-15")
        on = date.fromisoformat(f"{LEAP_YEAR}-{text}" if is_every_year else text)
    except ValueError:
        return text  # a word that is no date stays as it was written
    return format_date(on, _DAY[language()] + ("" if is_every_year else " y"), locale=language())


def days_of(texts: Iterable[str]) -> str:
    """The dates in a row."""
    return both(day_of(text) for text in texts)


def weekdays(days: Iterable[int]) -> str:
    """ "Monday, Tuesday and Friday", from 1 (Monday)."""
    names = get_day_names("wide", locale=language())
    return both(names[day - 1] for day in days)
