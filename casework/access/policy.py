"""May this person do this here? One table and one pure function; what is not allowed is denied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from casework.access.classes import Confidentiality
from casework.access.permissions import PERMISSIONS
from casework.access.table import Table, product

__all__ = [
    "ANY",
    "OWN",
    "OWN_TEXT",
    "PUBLIC",
    "Confidentiality",
    "Context",
    "Decision",
    "Grant",
    "Person",
    "Place",
    "cleared_role",
    "decide",
    "forbidden",
    "is_permission",
    "may_at_all",
    "readable",
    "roles_at",
]

# What everybody who is signed in may do; each concerns only themselves.
OWN = frozenset({"start:read", "account:change"})
# What anybody may do without signing in.
PUBLIC = frozenset({"public"})
# Reading again what one has signed oneself: the one thing that outlives the relation to the student.
OWN_TEXT = "own:read"
# What an allowed act obliges to.
NOTHING, MARKED = frozenset[str](), frozenset({"mark"})


@dataclass(frozen=True)
class Grant:
    """A role held today: at these units, and for one group only where `group` is set."""

    role: str
    units: frozenset[UUID]
    group: UUID | None = None


@dataclass(frozen=True)
class Person:
    """Somebody with an account, as they stand today.

    The roles they hold; the students with a protected identity for whom they are `named` as readers; the
    students whom they must keep away from, their own child or own case (`conflicts`); the table that holds.
    """

    id: UUID
    name: str
    grants: tuple[Grant, ...] = ()
    named: frozenset[UUID] = frozenset()
    conflicts: frozenset[UUID] = frozenset()
    table: Table = field(default_factory=product, repr=False)

    def holds(self, role: str) -> bool:
        """Whether the person has the role anywhere."""
        return any(grant.role == role for grant in self.grants)


@dataclass(frozen=True)
class Place:
    """Where a student or case belongs, who the student is, and whether the case is with the authority."""

    unit: UUID
    group: UUID | None
    is_handed_over: bool = False
    student: UUID | None = None
    is_protected: bool = False


@dataclass(frozen=True)
class Context:
    """What it is about: a text of a class; of one's own texts also who signed it, and in which role.

    `is_alone`: the author has written all of it, and seen nothing of anybody else's for it.
    """

    confidentiality: Confidentiality | None = None
    author: UUID | None = None
    author_role: str = ""
    is_alone: bool = False


@dataclass(frozen=True)
class Decision:
    """Allowed or not, with a code for why, the role that allows it, and what else it obliges to."""

    is_allowed: bool
    reason: str
    role: str = ""
    obligations: frozenset[str] = NOTHING


ANY = Context()


def is_permission(name: str) -> bool:
    """Whether a view may ask for it."""
    return name in PERMISSIONS or name in OWN


def decide(actor: Person, action: str, resource: Place, context: Context = ANY) -> Decision:
    """Whether the actor may, with this student or case. What forbids is asked first, and wins.

    Every page that shows something is logged. Where the identity is protected, a Decision that allows obliges
    to `mark` it: pages and papers say so, and a paper that leaves the house names no school.
    """
    against = forbidden(actor, resource)
    if against:
        return Decision(False, against)
    if action == OWN_TEXT:
        return _own(actor, resource, context)
    having = [grant for grant in actor.grants if actor.table.may(grant.role, action)]
    if not having:
        return Decision(False, "no_role")
    near = [grant.role for grant in having if _reaches(actor.table, grant, resource)]
    if not near:
        return Decision(False, "no_relation")
    wanted = context.confidentiality
    cleared = [role for role in near if wanted is None or wanted in actor.table.reads(role)]
    return _allowed("role", cleared[0], resource) if cleared else Decision(False, "class")


def forbidden(actor: Person, resource: Place) -> str:
    """Why the student is kept from the actor whatever roles they hold; empty where nothing forbids."""
    if resource.student in actor.conflicts:
        return "conflict"
    return "protected" if resource.is_protected and resource.student not in actor.named else ""


def may_at_all(person: Person, permission: str) -> bool:
    """Whether the person may do it anywhere: what menus and doors ask before there is a student."""
    return permission in OWN or any(person.table.may(grant.role, permission) for grant in person.grants)


def roles_at(person: Person, place: Place) -> frozenset[str]:
    """The roles that the person has towards this student or case."""
    return frozenset(_near(person, place))


def readable(person: Person, place: Place) -> frozenset[Confidentiality]:
    """The classes of text that the person may read here."""
    found: frozenset[Confidentiality] = frozenset()
    for role in _near(person, place):
        found |= person.table.reads(role)
    return found


def cleared_role(person: Person, place: Place, confidentiality: str) -> str:
    """The role in which the person reads and writes texts of the class here; empty where there is none."""
    return next((role for role in _near(person, place) if confidentiality in person.table.reads(role)), "")


def _near(person: Person, place: Place) -> Iterator[str]:
    """The roles that reach there, the nearest first; none where something forbids."""
    if not forbidden(person, place):
        yield from (grant.role for grant in person.grants if _reaches(person.table, grant, place))


def _own(actor: Person, resource: Place, context: Context) -> Decision:
    """What one has signed, as far as one read when signing; also when the relation has ended.

    What one has written alone one has read, of whatever class it is.
    """
    if not may_at_all(actor, OWN_TEXT):
        return Decision(False, "no_role")
    if context.author is None or context.author != actor.id:
        return Decision(False, "not_own")
    wanted = context.confidentiality
    is_read = context.is_alone or wanted is None or wanted in actor.table.reads(context.author_role)
    if not is_read:
        return Decision(False, "class")
    return _allowed("own", context.author_role, resource)


def _allowed(reason: str, role: str, resource: Place) -> Decision:
    return Decision(True, reason, role, MARKED if resource.is_protected else NOTHING)


def _reaches(table: Table, grant: Grant, place: Place) -> bool:
    reach = table.reach(grant.role)
    if reach == "nobody" or place.unit not in grant.units:
        return False
    if reach == "group":
        return grant.group is not None and grant.group == place.group
    return place.is_handed_over if reach == "handed_over" else True
