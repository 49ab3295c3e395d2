"""The shape of a roster: the file of units, classes, students, homes and staff that fills an instance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from casework.access.policy import ADMINISTERS, REACHES
from casework.definitions import DefinitionError, Document, Path, Problem, read

Name = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Username = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._@-]{1,79}$")]
ROLES = (*REACHES, *ADMINISTERS)


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class School(_Entry):
    """A school, the absence model it works by, and its classes."""

    name: Name
    workflow: Name = "five-step"
    groups: tuple[Name, ...] = ()


class Home(_Entry):
    """Somebody at home; `contact: false` when the school may not contact them."""

    name: Name
    phone: str = Field("", max_length=40)
    contact: bool = True


class Pupil(_Entry):
    """A student, known from one load to the next by school, names and birth date."""

    given: Name
    family: Name
    born: date
    school: Name
    group: str = ""
    guardians: tuple[Home, ...] = ()


class Held(_Entry):
    """A role at a unit, from one day to another; without days it holds for the present school year."""

    role: Name
    at: Name
    group: str = ""
    valid_from: date | None = Field(None, alias="from")
    valid_to: date | None = Field(None, alias="to")


class Staff(_Entry):
    """A member of staff with an account."""

    username: Username
    name: Name
    language: Literal["sv", "nb", "en"] = "sv"
    roles: tuple[Held, ...] = ()


class Roster(_Entry):
    """Everything that one file says."""

    authority: Name
    schools: tuple[School, ...] = ()
    students: tuple[Pupil, ...] = ()
    staff: tuple[Staff, ...] = ()


def read_roster(text: str, source: str) -> Roster:
    """The roster in the text. Raises DefinitionError with every problem, each with its line."""
    document = read(text, source)
    roster = document.validated(Roster)
    problems = list(_problems(roster, document))
    if problems:
        raise DefinitionError(problems)
    return roster


def school_year(today: date) -> tuple[date, date]:
    """The first and last day of the school year that the day lies in."""
    first = today.year if today.month >= 8 else today.year - 1
    return date(first, 8, 1), date(first + 1, 7, 31)


def _problems(roster: Roster, document: Document) -> Iterator[Problem]:
    """What names a school, class or role that is not there."""
    groups = {school.name: school.groups for school in roster.schools}
    for index, pupil in enumerate(roster.students):
        yield from _misplaced(document, ("students", index), pupil.school, pupil.group, groups, "school")
    places = groups | {roster.authority: ()}
    seen: set[str] = set()
    for index, one in enumerate(roster.staff):
        if one.username in seen:
            yield document.problem(("staff", index, "username"), f"“{one.username}” stands twice")
        seen.add(one.username)
        for number, held in enumerate(one.roles):
            path: Path = ("staff", index, "roles", number)
            yield from _misplaced(document, path, held.at, held.group, places, "at")
            if held.role not in ROLES:
                message = f"unknown role “{held.role}”; known: {', '.join(ROLES)}"
                yield document.problem((*path, "role"), message)
            elif (REACHES.get(held.role) == "group") != bool(held.group):
                message = "needs a class" if not held.group else "is held at the whole unit, without a class"
                yield document.problem((*path, "group"), f"“{held.role}” {message}")


def _misplaced(
    document: Document, path: Path, unit: str, group: str, known: dict[str, tuple[str, ...]], key: str
) -> Iterator[Problem]:
    if unit not in known:
        yield document.problem((*path, key), f"unknown unit “{unit}”; known: {', '.join(known)}")
    elif group and group not in known[unit]:
        classes = ", ".join(known[unit]) or "none"
        yield document.problem((*path, "group"), f"“{unit}” has no class “{group}”; it has: {classes}")
