"""What single entries of SS 12000 say: when somebody was born, where they live, what a class is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from casework.people.names import is_key
from casework.people.roster import EARLIEST_BIRTH
from casework.rosters.feed import Fault, Place, Seat
from casework.rosters.matching import LONGEST_CLASS
from casework.ss12000.entries import coordinated, day_of, inner, several, text
from casework.ss12000.wire import Json

CLASS = "Klass"
SCHOOLS = ("Skola", "Skolenhet")
PERSONS, GROUPS, DUTIES, ORGANISATIONS = "persons", "groups", "duties", "organisations"
REGISTERED, CODE = "Folkbokföring", 4  # the address that says the home municipality, and how long its code is
Seal = Callable[[str, date], str]  # what is kept of a personal identity number, on the day


def unsealed(_number: str, _today: date) -> str:
    """What is kept of a number where nobody says how it is sealed."""
    return ""


@dataclass
class Read:
    """What has been read so far of a system's answers, as of the day."""

    today: date
    seal: Seal = unsealed
    persons: dict[str, Json] = field(default_factory=dict)
    groups: dict[str, Json] = field(default_factory=dict)
    coming: list[Json] = field(default_factory=list)  # groups that there are later
    classes: dict[str, dict[str, Seat]] = field(default_factory=dict)  # of students, by school
    marked: dict[str, str] = field(default_factory=dict)  # whose identity is protected
    later: dict[str, tuple[date, str]] = field(default_factory=dict)  # who comes to a class, or to a school
    hidden_homes: int = 0
    past: int = 0
    faults: list[Fault] = field(default_factory=list)


def fault_at(file: str, code: str, column: str = "") -> Fault:
    """A fault of an entry in the list; which one it is, the system does not say by a line."""
    return Fault(file=file, line=0, code=code, column=column)


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
    """The birth date, also as the beginning of the identity number, of which no more than a seal is kept.

    Raises Unlikely.
    """
    number = text(inner(person, "civicNo"), "value")
    born = day_of(text(person, "birthDate")) or day_of(number[:8]) or coordinated(number[:8])
    if born and not EARLIEST_BIRTH <= born <= today:
        raise Unlikely
    return born


def places_of(read: Read, organisations: Iterable[Json]) -> Iterator[Place]:
    """The schools among the organisations."""
    for one in organisations:
        key = text(one, "id")
        if not key or not is_key(key):
            read.faults.append(fault_at(ORGANISATIONS, "unfit_key" if key else "missing", "id"))
        elif one.get("organisationType", SCHOOLS[0]) in SCHOOLS:
            yield Place(key=key, name=text(one, "displayName"))
