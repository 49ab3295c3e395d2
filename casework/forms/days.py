"""Days and times as people at school say them, and the days on which there is no school."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

import holidays
from babel.dates import format_date

SCHOOL_YEAR_BEGINS = 7  # July: the holidays of the summer belong to the year that comes
FRIDAY = 5
When = Literal["past", "coming"]
_DAY = {"sv": "EEEE d MMMM y", "nb": "EEEE d. MMMM y", "en": "EEEE d MMMM y"}
_CLOCK = {"sv": "{}.{}", "nb": "kl. {}.{}", "en": "{}:{}"}
_OWN = {"SE": "sv", "NO": "no"}  # what the library calls the language of the country
# Midsummer Eve and Christmas Eve are free in Sweden by agreement, not by law.
_KINDS = {"SE": ("public", "de_facto"), "NO": ("public",)}


@lru_cache(maxsize=4096)
def said_day(on: date, language: str) -> str:
    """ "fredag 27 november 2026": with the weekday, and with the year, since a form is read for years."""
    return format_date(on, _DAY[language], locale=language)


def said_time(text: str, language: str) -> str:
    """ "15.30" for what is stored as 15:30."""
    return _CLOCK[language].format(*text.split(":"))


def school_year(today: date) -> int:
    """The year in which the school year of the day began."""
    return today.year if today.month >= SCHOOL_YEAR_BEGINS else today.year - 1


@lru_cache(maxsize=32)
def free_days(country: str, first_year: int, language: str) -> Mapping[str, str]:
    """The public holidays of the country in the school year that begins in that year, and in the next.

    Date as 2026-12-24 → name, in English or in the country's own language.
    """
    begins, ends = (date(year, SCHOOL_YEAR_BEGINS, 1) for year in (first_year, first_year + 2))
    found = holidays.country_holidays(
        country,
        years=range(begins.year, ends.year + 1),
        language="en_US" if language == "en" else _OWN[country],
        categories=_KINDS[country],
        include_sundays=False,
    )
    return MappingProxyType({on.isoformat(): found[on] for on in sorted(found) if begins <= on < ends})


def day_note(
    on: date,
    today: date,
    free: Mapping[str, str],
    words: Mapping[str, str],
    language: str,
    when: When | None = None,
) -> str:
    """What stands beside a date: the day in words, and what one may want to think of. Never an error."""
    day = said_day(on, language)
    said = [day[:1].upper() + day[1:]]
    if name := free.get(on.isoformat()):
        said.append(words["holiday"].format(name=name))
    elif on.isoweekday() > FRIDAY:
        said.append(words["weekend"])
    if when == "past" and on > today:
        said.append(words["not_yet"])
    elif when == "coming" and on < today:
        said.append(words["been"])
    return ". ".join(said)
