"""Days that the law counts: how long one may appeal, and when a decision has legal force. Values only.

Sweden: förvaltningslagen (2017:900) 44 § and lagen (1930:173) om beräkning av lagstadgad tid, 2 §. Norway:
forvaltningsloven § 29 and domstolloven §§ 148 and 149.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

APPEAL = timedelta(weeks=3)
ONE_DAY = timedelta(days=1)
FRIDAY = 5
# In Sweden no time ends on Midsummer Eve, Christmas Eve or New Year's Eve either.
_KINDS = {"SE": ("public", "de_facto"), "NO": ("public",)}


def last_day_to_appeal(served_on: date, country: str) -> date:
    """Three weeks after the day of service, or the first working day after that."""
    day = served_on + APPEAL
    while is_free(day, country):
        day += ONE_DAY
    return day


def legal_force_on(served_on: date, country: str) -> date:
    """The day on which a decision that nobody has appealed against has legal force."""
    return last_day_to_appeal(served_on, country) + ONE_DAY


def is_free(day: date, country: str) -> bool:
    """Whether a time that the law sets does not end on the day."""
    return day.isoweekday() > FRIDAY or day in _free(country, day.year)


@lru_cache(maxsize=64)
def _free(country: str, year: int) -> frozenset[date]:
    found = holidays.country_holidays(country, years=year, categories=_KINDS[country], include_sundays=False)
    return frozenset(found)
