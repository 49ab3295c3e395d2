"""What another system says about a school's people, whatever the format: the shape that all readers make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fault(_Said):
    """Something that cannot be entered: where it stands, and why (`code`).

    `value` is what the cell holds, and never anybody's name. `line` is 0 where there are no lines.
    """

    file: str
    line: int
    code: str
    column: str = ""
    value: str = ""


class Place(_Said):
    """A school, by the name that the other system has for it, and what people call it."""

    key: str
    name: str


class AtHome(_Said):
    """Somebody at home."""

    name: str
    phone: str = ""


class Seat(_Said):
    """A school that a student goes to, by its key, and the name of the class; and since when in each."""

    school: str
    group: str = ""
    since: date | None = None
    enrolled: date | None = None


class Learner(_Said):
    """A student by their name (`key`) there. What is empty is not told, and stays as it is here.

    `school` is a school's key, `group` the name of the class; where nobody says which groups are classes,
    `maybe` are the names of all of them. `since` is the first day in the class, `enrolled` at the school.
    `also` are other schools that they go to, of which one holds where the first is not here.
    `marking` is what the system calls a protected identity, empty for everybody else. `municipality` is its
    code for where the student is registered as living. `seal` is that of the personal identity number.
    """

    key: str
    seal: str = ""
    given: str = ""
    family: str = ""
    born: date | None = None
    school: str = ""
    group: str = ""
    maybe: tuple[str, ...] = ()
    since: date | None = None
    enrolled: date | None = None
    also: tuple[Seat, ...] = ()
    homes: tuple[AtHome, ...] = ()
    municipality: str = ""
    marking: str = ""
    file: str = ""
    line: int = 0


class Class(_Said):
    """A class: the school's key, and the class's name."""

    school: str
    name: str


class Later(_Said):
    """How many students begin on a day to come, in which class; the name is empty where none is told."""

    day: date
    number: int
    name: str = ""

    @staticmethod
    def of(begins: Iterable[tuple[date, str]]) -> tuple[Later, ...]:
        """The days and classes of the students, put together."""
        found = sorted(Counter(begins).items())
        return tuple(Later(day=day, number=number, name=name) for (day, name), number in found)


class Mentor(_Said):
    """A member of staff who is mentor in classes."""

    username: str
    name: str
    classes: tuple[Class, ...] = ()
    file: str = ""
    line: int = 0


class Feed(_Said):
    """Everything that was delivered. `source` is whose names the keys are; `form` the format in words.

    In a whole feed somebody who is missing is not there any more; others tell changes only. `gone` are the
    keys of students whom the other system has taken out. `marked` says what a protected identity is called,
    by the keys of all who have one: it holds also for those of whom nothing else is told or can be entered.
    """

    source: str
    form: str
    is_whole: bool = True
    schools: tuple[Place, ...] = ()
    learners: tuple[Learner, ...] = ()
    mentors: tuple[Mentor, ...] = ()
    gone: frozenset[str] = frozenset()
    marked: dict[str, str] = {}
    past: int = 0  # students whose time there has ended
    later: tuple[Later, ...] = ()  # students who come to a school or class there that they are not in yet
    hidden_homes: int = 0  # people at home with a protected identity, who are left out
    faults: tuple[Fault, ...] = ()
