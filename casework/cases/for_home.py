"""For whom a paper is: for the school itself, for the student with those at home, or for one of those."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casework.catalog import catalog
from casework.errors import NotHere
from casework.forms.definition import Form
from casework.forms.withheld import Question, left_out
from casework.people.home import AtHome, home_of
from casework.people.models import Student
from casework.people.protection_models import Withholding
from casework.people.withholding import withheld_in

STAFF, TOGETHER = "staff", "home"


@dataclass(frozen=True)
class Reader:
    """Whom a paper is meant for; `one` is somebody at home, and `withheld` what is kept from this reader."""

    key: str
    one: AtHome | None = None
    withheld: tuple[Withholding, ...] = ()

    @property
    def is_staff(self) -> bool:
        """Whether it stays at the school."""
        return self.key == STAFF

    @property
    def is_refused(self) -> bool:
        """Whether it is meant for somebody who may not be told about the case."""
        return self.one is not None and not self.one.may_be_informed

    def leaves_out(self, form: Form, taken: Mapping[str, Question]) -> frozenset[str]:
        """The fields of the form that are not on the paper; `taken`: where its answers came from."""
        decided = {(one.form, one.field) for one in self.withheld}
        if not decided:
            return frozenset()
        known = {name: one.in_language("sv") for name, one in catalog().forms.items()}
        return left_out(form, decided, known, taken)


@dataclass(frozen=True)
class Household:
    """Those at home, with what is kept from each of them."""

    home: Sequence[AtHome]
    withheld: Sequence[Withholding]

    def reader(self, asked: str) -> Reader:
        """Whom the address names; the school's own where it names nobody. NotHere for somebody else's home.

        For a talk with the student and the home nothing is on the paper that is kept from any of them.
        """
        if asked == TOGETHER:
            return Reader(TOGETHER, None, tuple(self.withheld))
        try:
            bond_id = UUID(asked)
        except ValueError:
            return Reader(STAFF)
        for one in self.home:
            if one.bond.id == bond_id:
                kept = tuple(row for row in self.withheld if row.guardianship_id == bond_id)
                return Reader(str(bond_id), one, kept)
        raise NotHere


def household(student: Student, today: date) -> Household:
    """The student's home as it is on the day."""
    return Household(home_of(student, today), withheld_in(student.id))
