"""Those at home: who they are to the student, what they may be told, and whether the school may contact them.

Guardians have unequal rights, and a day that changes them: from the 18th birthday on nobody at home is
contacted or told, unless the student, who decides from then on, agrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select

from casework.access.policy import Person
from casework.errors import NotAcceptable
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people.decided import rights_content
from casework.people.models import ADULT, Guardian, Guardianship, Student


@dataclass(frozen=True)
class AtHome:
    """Somebody at home, as it is on the day."""

    guardian: Guardian
    bond: Guardianship
    is_student_of_age: bool

    @property
    def may_be_contacted(self) -> bool:
        """Whether the school may call or write."""
        return self.bond.may_be_contacted and self._is_agreed

    @property
    def may_be_informed(self) -> bool:
        """Whether they may be told about the student's case."""
        return self.bond.may_be_informed and self._is_agreed

    @property
    def _is_agreed(self) -> bool:
        return not self.is_student_of_age or self.bond.is_agreed_by_student


@dataclass(frozen=True)
class Rights:
    """What is decided about somebody at home; `reason` where something is kept from them."""

    kind: str
    may_be_contacted: bool
    may_be_informed: bool
    is_agreed_by_student: bool
    speaks: str
    reason: str
    household: str = ""


def home_of(student: Student, today: date) -> Sequence[AtHome]:
    """Everybody at home, by name."""
    rows = db.session.execute(_bonds(student).order_by(Guardian.name, Guardian.id))
    is_of_age = student.age(today) >= ADULT
    return [AtHome(guardian, bond, is_of_age) for guardian, bond in rows]


def homes_of(students: Iterable[Student], today: date) -> dict[UUID, list[AtHome]]:
    """The same of several students, by the id of each."""
    known = {one.id: one for one in students}
    rows = db.session.execute(
        select(Guardian, Guardianship)
        .join(Guardianship, Guardianship.guardian_id == Guardian.id)
        .where(Guardianship.student_id.in_(known))
        .order_by(Guardian.name, Guardian.id)
    )
    found: dict[UUID, list[AtHome]] = {one: [] for one in known}
    for guardian, bond in rows:
        is_of_age = known[bond.student_id].age(today) >= ADULT
        found[bond.student_id].append(AtHome(guardian, bond, is_of_age))
    return found


def at_home_of(student: Student, bond_id: UUID, today: date) -> AtHome | None:
    """One of them, if they belong to the student."""
    row = db.session.execute(_bonds(student).where(Guardianship.id == bond_id)).one_or_none()
    return AtHome(row[0], row[1], student.age(today) >= ADULT) if row else None


def change_rights(bond: Guardianship, rights: Rights, *, actor: Person, now: datetime) -> None:
    """Notes what somebody at home may, and who decided it; files of students no longer change it.

    What was decided before stays in the student's history.

    Raises NotAcceptable where something is kept from them without a reason.
    """
    reason = rights.reason.strip()
    if not reason and not (rights.may_be_contacted and rights.may_be_informed):
        raise NotAcceptable("reason_missing")
    bond.kind, bond.speaks, bond.reason = rights.kind, rights.speaks.strip(), reason
    bond.household = rights.household.strip()
    bond.may_be_contacted, bond.may_be_informed = rights.may_be_contacted, rights.may_be_informed
    bond.is_agreed_by_student = rights.is_agreed_by_student
    bond.decided_at, bond.decided_by_id = now, actor.id
    db.session.flush()
    says = {**asdict(rights), "speaks": bond.speaks, "reason": reason, "bond": str(bond.id)}
    says["household"] = bond.household
    says["content"] = rights_content(bond)
    history.record_about(What.HOME_DECIDED, bond.student_id, actor=actor, now=now, **says)


def _bonds(student: Student) -> Select[Guardian, Guardianship]:
    return (
        select(Guardian, Guardianship)
        .join(Guardianship, Guardianship.guardian_id == Guardian.id)
        .where(Guardianship.student_id == student.id)
    )
