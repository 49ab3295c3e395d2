"""The shape of a roster: the file of units, classes, students, homes and staff that fills an instance."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from casework.access.table import Table, product
from casework.definitions import DefinitionError, Document, Path, Problem, read
from casework.people.names import fit_name, fit_text, fit_username
from casework.people.placing import misheld, misplaced

Name = Annotated[str, AfterValidator(fit_name)]
Text = Annotated[str, AfterValidator(fit_text)]
Username = Annotated[str, AfterValidator(fit_username)]
EARLIEST_BIRTH = date(1900, 1, 1)
TO_AUTUMN = timedelta(days=122)  # from April to August: who plans in spring plans the next school year


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class School(_Entry):
    """A school, the absence model it works by (empty: the first that there is), and its classes."""

    name: Name
    workflow: Name | Literal[""] = ""
    groups: tuple[Name, ...] = ()


class Home(_Entry):
    """Somebody at home; `contact: false` when the school may not contact them."""

    name: Name
    phone: Text = Field("", max_length=40)
    email: Text = Field("", max_length=254)
    contact: bool = True


class Pupil(_Entry):
    """A student, known from one load to the next by school, names and birth date.

    `since` is the first day in the class and `enrolled` the first at the school, where anybody says so.
    """

    given: Name
    family: Name
    born: date
    school: Name
    group: Text = ""
    since: date | None = None
    enrolled: date | None = None
    phone: Text = Field("", max_length=40)
    email: Text = Field("", max_length=254)
    municipality: Text = Field("", max_length=60)
    guardians: tuple[Home, ...] = ()


class Held(_Entry):
    """A role at a unit, from one day to another; without days it holds for the present school year."""

    role: Name
    at: Name
    group: Text = ""
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


def read_roster(
    text: str,
    source: str,
    *,
    today: date = date.max,
    workflows: Collection[str] | None = None,
    table: Table | None = None,
) -> Roster:
    """The roster in the text. Raises DefinitionError with every problem, each with its line.

    Nobody is born after `today`, and schools work by one of the `workflows`, where these are given. Roles are
    those of the `table`, or else those that the program comes with.
    """
    document = read(text, source)
    roster = document.validated(Roster)
    problems = [
        *_misnamed(roster, document, workflows),
        *_unborn(roster, document, today),
        *_problems(roster, document, table or product()),
    ]
    if problems:
        raise DefinitionError(problems)
    return roster


def school_year(today: date) -> tuple[date, date]:
    """The first and last day of the school year that the day lies in."""
    first = today.year if today.month >= 8 else today.year - 1
    return date(first, 8, 1), date(first + 1, 7, 31)


def latest_end(first: date, today: date) -> date:
    """The last day that a role which begins then may have: the school year's, from April on the next one's.

    Nobody keeps a role that nobody has looked at for longer than that.
    """
    return school_year(max(first, today) + TO_AUTUMN)[1]


def _misnamed(roster: Roster, document: Document, workflows: Collection[str] | None) -> Iterator[Problem]:
    """Schools that cannot be told from each other or the authority, or work by what is not there."""
    seen = {roster.authority}
    for index, school in enumerate(roster.schools):
        if school.name in seen:
            what = "is the authority’s name" if school.name == roster.authority else "stands twice"
            yield document.problem(("schools", index, "name"), f"“{school.name}” {what}")
        seen.add(school.name)
        if school.workflow and workflows is not None and school.workflow not in workflows:
            message = f"unknown workflow “{school.workflow}”; known: {', '.join(sorted(workflows))}"
            yield document.problem(("schools", index, "workflow"), message)


def _unborn(roster: Roster, document: Document, today: date) -> Iterator[Problem]:
    """Students who are not born yet, or have not begun."""
    for index, pupil in enumerate(roster.students):
        if not EARLIEST_BIRTH <= pupil.born <= today:
            when = "the future" if pupil.born > today else f"the time before {EARLIEST_BIRTH.year}"
            yield document.problem(("students", index, "born"), f"{pupil.born} lies in {when}")
        for key, day in (("since", pupil.since), ("enrolled", pupil.enrolled)):
            if day and day > today:
                yield document.problem(("students", index, key), f"{day} lies in the future")


def _problems(roster: Roster, document: Document, table: Table) -> Iterator[Problem]:
    """What names a school, class or role that is not there."""
    groups = {school.name: school.groups for school in roster.schools}
    for index, pupil in enumerate(roster.students):
        fault = misplaced(pupil.school, pupil.group, groups)
        if fault:
            key = "school" if fault.key == "at" else fault.key
            yield document.problem(("students", index, key), str(fault))
    places = groups | {roster.authority: ()}
    seen: set[str] = set()
    for index, one in enumerate(roster.staff):
        if one.username in seen:
            yield document.problem(("staff", index, "username"), f"“{one.username}” stands twice")
        seen.add(one.username)
        for number, held in enumerate(one.roles):
            path: Path = ("staff", index, "roles", number)
            fault = misplaced(held.at, held.group, places)
            fault = fault or misheld(held.role, held.at, held.group, roster.authority, table)
            if fault:
                yield document.problem((*path, fault.key), str(fault))
