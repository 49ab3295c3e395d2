"""What single entries of SS 12000 say: when somebody was born, where they live, what a class is called."""

from __future__ import annotations

from datetime import date

from casework.people.roster import EARLIEST_BIRTH
from casework.rosters.matching import LONGEST_CLASS
from casework.ss12000.entries import coordinated, day_of, inner, several, text
from casework.ss12000.wire import Json

CLASS = "Klass"
REGISTERED, CODE = "Folkbokföring", 4  # the address that says the home municipality, and how long its code is


class Unlikely(Exception):
    """Nobody can have been born on that day."""


def misnamed(group: Json) -> str:
    """Why a class cannot be called as the group is; empty where it can, and of groups that are no classes."""
    name = text(group, "displayName")
    if group.get("groupType") != CLASS or (0 < len(name) <= LONGEST_CLASS and name.isprintable()):
        return ""
    return "unfit_name" if name else "missing"


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
