"""What SS 12000 answers tell of one person: whether they are protected, when born, and where they live."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from casework.people.roster import EARLIEST_BIRTH
from casework.ss12000.entries import coordinated, day_of, inner, marking_of, several, text
from casework.ss12000.wire import Json

REGISTERED, CODE = "Folkbokföring", 4  # the address that says the home municipality, and how long its code is


class Unlikely(Exception):
    """Nobody can have been born on that day."""


def marked_in(persons: Iterable[Json], groups: Iterable[Json], duties: Iterable[Json]) -> dict[str, str]:
    """Whose identity is protected, by id, and what that is called: on the person, or wherever one is named.

    A reference counts in whatever it stands, also in a group that is past and a membership that has ended.
    """
    found: dict[str, str] = {}
    for one in _named(persons, groups, duties):
        if word := marking_of(one):
            found.setdefault(text(one, "id"), word)
    found.pop("", None)
    return found


def _named(persons: Iterable[Json], groups: Iterable[Json], duties: Iterable[Json]) -> Iterator[Json]:
    """The persons, and every reference to one."""
    for person in persons:
        yield person
        for one in several(person, "responsibles"):
            yield dict(inner(one, "person"))
    for group in groups:
        for one in several(group, "groupMemberships"):
            yield dict(inner(one, "person"))
    for duty in duties:
        yield dict(inner(duty, "person"))


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
