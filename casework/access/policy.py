"""May this person do this here? One table and one pure function; what is not allowed is denied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Reach = Literal["group", "unit", "handed_over"]
Confidentiality = Literal["open", "school", "student_health", "medical"]

# How far a role reaches: one group's students, a unit's, or the cases handed over to the authority.
REACHES: dict[str, Reach] = {
    "mentor": "group",
    "subject_teacher": "group",
    "student_health_team": "unit",
    "school_counsellor": "unit",
    "school_nurse": "unit",
    "rector": "unit",
    "administration": "handed_over",
}
# Roles that reach no student: they look after the program itself.
ADMINISTERS = frozenset({"system_administrator"})
CASE_ROLES = frozenset({"mentor", "student_health_team", "school_counsellor", "school_nurse", "rector"})

# A role that is not named has no such permission.
PERMISSIONS: dict[str, frozenset[str]] = {
    "student:read": CASE_ROLES | {"subject_teacher"},
    "search:read": CASE_ROLES | {"subject_teacher", "administration"},
    "case:open": CASE_ROLES,
    "case:read": CASE_ROLES | {"administration"},
    "case:change": CASE_ROLES | {"administration"},
    "contribution:give": CASE_ROLES | {"subject_teacher"},
    "annulment:request": CASE_ROLES,
    "annulment:decide": frozenset({"rector", "student_health_team"}),
    "log:read": frozenset({"rector"}),
    "people:administer": ADMINISTERS,
    "routine:read": ADMINISTERS | {"administration", "rector"},
    "routine:administer": ADMINISTERS | {"administration"},
    "case:migrate": frozenset({"rector", "administration"}),
}

# Which classes of text a role may read, where it reaches.
CLEARANCES: dict[str, frozenset[Confidentiality]] = {
    "subject_teacher": frozenset({"open"}),
    "mentor": frozenset({"open", "school"}),
    "administration": frozenset({"open", "school"}),
    "rector": frozenset({"open", "school", "student_health"}),
    "student_health_team": frozenset({"open", "school", "student_health"}),
    "school_counsellor": frozenset({"open", "school", "student_health"}),
    "school_nurse": frozenset({"open", "school", "student_health", "medical"}),
}

# What everybody who is signed in may do; each concerns only themselves.
OWN = frozenset({"start:read", "account:change"})
# What anybody may do without signing in.
PUBLIC = frozenset({"public"})


@dataclass(frozen=True)
class Grant:
    """A role held today: at these units, and for one group only where `group` is set."""

    role: str
    units: frozenset[UUID]
    group: UUID | None = None


@dataclass(frozen=True)
class Person:
    """Somebody with an account, and the roles they hold today."""

    id: UUID
    name: str
    grants: tuple[Grant, ...] = ()

    def holds(self, role: str) -> bool:
        """Whether the person has the role anywhere."""
        return any(grant.role == role for grant in self.grants)


@dataclass(frozen=True)
class Place:
    """Where a student or case belongs, and whether the case is with the authority."""

    unit: UUID
    group: UUID | None
    is_handed_over: bool = False


@dataclass(frozen=True)
class Decision:
    """Allowed or not, with a code for why and the role that allows it."""

    is_allowed: bool
    reason: str
    role: str = ""


def decide(person: Person, permission: str, place: Place) -> Decision:
    """Whether the person may, with this student or case."""
    for grant in person.grants:
        if grant.role in PERMISSIONS.get(permission, frozenset()) and _reaches(grant, place):
            return Decision(True, "role", grant.role)
    return Decision(False, "no_role_here")


def may_at_all(person: Person, permission: str) -> bool:
    """Whether the person may do it anywhere: what menus and doors ask before there is a student."""
    return permission in OWN or any(
        grant.role in PERMISSIONS.get(permission, frozenset()) for grant in person.grants
    )


def roles_at(person: Person, place: Place) -> frozenset[str]:
    """The roles that the person has towards this student or case."""
    return frozenset(grant.role for grant in person.grants if _reaches(grant, place))


def readable(person: Person, place: Place) -> frozenset[Confidentiality]:
    """The classes of text that the person may read here."""
    found: frozenset[Confidentiality] = frozenset()
    for role in roles_at(person, place):
        found |= CLEARANCES.get(role, frozenset())
    return found


def cleared_role(person: Person, place: Place, confidentiality: str) -> str:
    """The role in which the person reads and writes texts of the class here; empty where there is none."""
    held = (grant.role for grant in person.grants if _reaches(grant, place))
    return next((role for role in held if confidentiality in CLEARANCES.get(role, frozenset())), "")


def _reaches(grant: Grant, place: Place) -> bool:
    reach = REACHES.get(grant.role)
    if reach is None or place.unit not in grant.units:
        return False
    if reach == "group":
        return grant.group is not None and grant.group == place.group
    return place.is_handed_over if reach == "handed_over" else True
