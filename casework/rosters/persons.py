"""What an SS 12000 person tells of when they were born, and where they live."""

from __future__ import annotations

from datetime import date

from casework.people.roster import EARLIEST_BIRTH
from casework.ss12000.entries import coordinated, day_of, inner, several, text
from casework.ss12000.wire import Json

REGISTERED, CODE = "Folkbokföring", 4  # the address that says the home municipality, and how long its code is


class Unlikely(Exception):
    """Nobody can have been born on that day."""


def municipality_of(person: Json) -> str:
    """The code of the municipality of the registered address, four digits; empty where none is told."""
    registered = (one for one in several(person, "addresses") if one.get("type") == REGISTERED)
    codes = (text(one, "municipalityCode") for one in registered)
    return next((one for one in codes if one.isdigit() and len(one) == CODE), "")


def born_of(person: Json, today: date) -> date | None:
    """The birth date, also as the beginning of the identity number, which is read for that and never kept.

    Raises Unlikely.
    """
    number = text(inner(person, "civicNo"), "value")
    born = day_of(text(person, "birthDate")) or day_of(number[:8]) or coordinated(number[:8])
    if born and not EARLIEST_BIRTH <= born <= today:
        raise Unlikely
    return born
