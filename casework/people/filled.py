"""What filling an instance has done, or would do: how much was new, and each change to what was there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, NamedTuple
from uuid import UUID

from casework.people.models import Group, RoleGrant, Unit

Kind = Literal["name", "role", "until"]


@dataclass
class Tally:
    """How many were new, how many became otherwise, how many stayed as they were."""

    new: int = 0
    changed: int = 0
    same: int = 0


@dataclass(frozen=True)
class Change:
    """A change to an account that was there: another name, a new role, or another last day of one.

    `before` and `after` are names, or days in ISO form: first and last of a new role, last days of one.
    """

    kind: Kind
    username: str
    name: str
    role: str = ""
    unit: str = ""
    group: str = ""
    before: str = ""
    after: str = ""

    @property
    def where(self) -> str:
        """The unit and the class."""
        return " ".join(part for part in (self.unit, self.group) if part)

    def __str__(self) -> str:
        if self.kind == "name":
            return f"{self.username}: the name was “{self.before}” and is “{self.after}”"
        role = f"{self.role} at {self.where}"
        if self.kind == "role":
            return f"{self.username}: new role {role}, from {self.before} until {self.after}"
        return f"{self.username}: {role} held until {self.before} and holds until {self.after}"


class Regrouped(NamedTuple):
    """A student's class as it was and as it is now; none where there was none, or the roster names none.

    `since` is from when the student is in the class, where the roster says so; the class may be the same. A
    day that `is_school` is that of coming to the school, and tells nothing of changes of class there.
    """

    student_id: UUID
    before: UUID | None
    after: UUID | None
    since: date | None = None
    is_school: bool = False


@dataclass
class Filled:
    """What the roster's names stand for in the database, how much was new, and what it changed."""

    units: dict[str, Unit] = field(default_factory=dict)
    groups: dict[tuple[str, str], Group] = field(default_factory=dict)
    new_groups: set[UUID] = field(default_factory=set)
    students: Tally = field(default_factory=Tally)
    moves: list[tuple[int, UUID]] = field(
        default_factory=list
    )  # the student's place in the roster, the old school
    regrouped: list[Regrouped] = field(default_factory=list)
    accounts: Tally = field(default_factory=Tally)
    roles: Tally = field(default_factory=Tally)
    new_users: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    added: set[UUID] = field(default_factory=set)  # students who are new here
    entered: dict[int, UUID] = field(default_factory=dict)  # the student's place in the roster, and who it is
    keyed: int = 0  # students whose name in the other system is new here
    hidden: int = 0  # students with a protected identity, of whom nothing was changed
    granted: set[tuple[str, UUID, UUID | None, UUID]] = field(default_factory=set)  # role, unit, class, user
    begun: set[tuple[str, UUID, UUID | None, UUID]] = field(default_factory=set)  # those of them that are new

    def note_role(self, change: Change, grant: RoleGrant | None, since: date, until: date) -> None:
        """Counts the role; where the account was there before, says what becomes of it."""
        is_known = change.username not in self.new_users
        if grant is None:
            self.roles.new += 1
            if is_known:
                self.changes.append(replace(change, before=str(since), after=str(until)))
        elif grant.valid_to != until:
            self.roles.changed += 1
            if is_known:
                self.changes.append(
                    replace(change, kind="until", before=str(grant.valid_to), after=str(until))
                )
        else:
            self.roles.same += 1
