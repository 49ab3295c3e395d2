"""A calendar month that a list is about: which, and the months that can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MOST = 12  # months back that can be chosen


@dataclass(frozen=True)
class Month:
    """A whole month, by its first day."""

    first: date

    @property
    def next(self) -> date:
        """The first day after it."""
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next - timedelta(days=1)

    @property
    def code(self) -> str:
        """As it stands in an address: 2026-09."""
        return self.first.isoformat()[:7]

    @property
    def earlier(self) -> Month:
        """The one before."""
        return Month((self.first - timedelta(days=1)).replace(day=1))


def months_to(today: date) -> list[Month]:
    """The present month, which is not over, and those before it, the latest first."""
    found = [Month(today.replace(day=1))]
    while len(found) <= MOST:
        found.append(found[-1].earlier)
    return found


def month_asked(code: str, today: date) -> Month:
    """The month that the address asks for; the latest that is over where it asks for none of these."""
    known = months_to(today)
    return next((one for one in known if one.code == code), known[1])
