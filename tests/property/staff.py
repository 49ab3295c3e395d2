"""The people of a run: who they are, and in which roles they meet a student, worked out by hand."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from casework.access.policy import Person
from casework.clock import school_date
from casework.extensions import db
from casework.people.models import Group, Student, Unit, User
from casework.people.queries import person
from tests import factories
from tests.factories import NOW
from tests.property.oracle import ADMINISTRATION, COUNSELLOR, MENTOR, NURSE, RECTOR, TEAM


@dataclass(frozen=True)
class Colleague:
    """Somebody at work, with the roles that they have towards the student."""

    person: Person
    held: frozenset[str]

    @property
    def name(self) -> str:
        """What ledgers know them by."""
        return self.person.name

    def roles(self, is_handed_over: bool) -> frozenset[str]:
        """Their roles in the case; the administration has none before a case has been handed over."""
        return self.held if is_handed_over else self.held - {ADMINISTRATION}


@dataclass(frozen=True)
class Staff:
    """A school for all the cases of a run."""

    unit: UUID
    group: UUID
    people: tuple[Colleague, ...]

    def somebody(self, number: int, roles: frozenset[str]) -> Colleague:
        """Somebody, every other time one who has one of the roles."""
        fitting = [one for one in self.people if one.held & roles]
        chosen = fitting if number % 2 and fitting else self.people
        return chosen[number // 2 % len(chosen)]

    def make_student(self) -> Student:
        """Another student in the class."""
        unit, group = db.session.get_one(Unit, self.unit), db.session.get_one(Group, self.group)
        return factories.make_student(unit=unit, group=group)


def make_staff() -> Staff:
    """More people than a case needs: two rectors, one who is in the team as well, two who do not belong."""
    school = factories.make_school()
    unit = db.session.get_one(Unit, school.unit)
    both = factories.make_user(role=RECTOR, unit=unit, name="Dubbla Tjänstgren")
    factories.make_grant(user=both, role=TEAM, unit=unit)
    second = factories.make_user(role=RECTOR, unit=unit, name="Bitte Rektorsdotter")
    held = {
        school.mentor: {MENTOR},
        school.other_mentor: set(),
        school.counsellor: {TEAM, COUNSELLOR},
        school.nurse: {TEAM, NURSE},
        school.health_team: {TEAM},
        school.rector: {RECTOR},
        both.id: {RECTOR, TEAM},
        second.id: {RECTOR},
        school.administration: {ADMINISTRATION},
        school.stranger: set(),
    }
    people = (Colleague(_person(one), frozenset(roles)) for one, roles in held.items())
    return Staff(school.unit, school.group, tuple(people))


def _person(user_id: UUID) -> Person:
    return person(db.session.get_one(User, user_id), school_date(NOW))
