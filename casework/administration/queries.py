"""Units, accounts and roles as an administrator sees them; of students only how many there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from casework.administration.models import AdministrativeAct
from casework.catalog import catalog
from casework.extensions import db
from casework.people.models import Group, RoleGrant, Student, Unit, User

SOON = timedelta(days=30)


@dataclass(frozen=True)
class SchoolRow:
    """A school with its classes, and how many students it has."""

    unit: Unit
    classes: tuple[Group, ...]
    students: int


@dataclass(frozen=True)
class HeldRole:
    """A role that somebody holds, or has held, with the names of who and where."""

    grant: RoleGrant
    user: User
    unit: Unit
    group: str

    @property
    def where(self) -> str:
        """The unit and the class."""
        return f"{self.unit.name} {self.group}" if self.group else self.unit.name


@dataclass(frozen=True)
class Holders:
    """The roles that people hold at a school today: for the whole of it, and for each class."""

    whole: frozenset[str]
    by_class: Mapping[str, frozenset[str]]


def authority() -> Unit | None:
    """The authority, where it has a name yet."""
    return db.session.scalars(select(Unit).where(Unit.kind == "authority").order_by(Unit.name)).first()


def schools() -> list[SchoolRow]:
    """Every school, by name."""
    count = select(Student.unit_id, func.count()).where(~Student.is_protected).group_by(Student.unit_id)
    students = {unit_id: number for unit_id, number in db.session.execute(count)}  # noqa: C416 typed rows
    classes: dict[UUID, list[Group]] = {}
    for group in db.session.scalars(select(Group).order_by(Group.name)):
        classes.setdefault(group.unit_id, []).append(group)
    units = db.session.scalars(select(Unit).where(Unit.kind == "school").order_by(Unit.name))
    return [SchoolRow(unit, tuple(classes.get(unit.id, ())), students.get(unit.id, 0)) for unit in units]


def school(unit_id: UUID) -> SchoolRow | None:
    """The school, where there is one with that id."""
    return next((row for row in schools() if row.unit.id == unit_id), None)


def units() -> Sequence[Unit]:
    """The authority first, then the schools by name."""
    return db.session.scalars(select(Unit).order_by(Unit.kind, Unit.name)).all()


def is_name_taken(name: str, but: UUID | None = None) -> bool:
    """Whether another unit has the name."""
    others = true() if but is None else Unit.id != but
    return db.session.scalar(select(Unit.id).where(Unit.name == name, others)) is not None


def is_username_taken(username: str) -> bool:
    """Whether there is an account with that user name."""
    return db.session.scalar(select(User.id).where(User.username == username)) is not None


def account(user_id: UUID) -> User | None:
    """The account, where there is one with that id."""
    return db.session.get(User, user_id)


def accounts(
    query: str, *, passwords_by: UUID | None = None, limit: int, offset: int = 0
) -> tuple[Sequence[User], int]:
    """The accounts by name, narrowed down, and how many there are in all.

    With `passwords_by`: those that wait for a password from that person, who gives themselves none.
    """
    where = _waiting_for_password() & (User.id != passwords_by) if passwords_by else true()
    for word in query.casefold().split()[:5]:
        where &= or_(
            User.username.contains(word, autoescape=True), User.name.icontains(word, autoescape=True)
        )
    total = db.session.scalar(select(func.count()).select_from(User).where(where)) or 0
    found = select(User).where(where).order_by(User.name, User.username).limit(limit).offset(offset)
    return db.session.scalars(found).all(), total


def password_counts() -> tuple[int, int]:
    """How many open accounts have no password, and how many a one-time password that is not used yet."""
    none = select(func.count()).select_from(User).where(User.is_active, User.password_hash == "")
    one_time = select(func.count()).select_from(User).where(User.is_active, User.one_time_until.is_not(None))
    return db.session.scalar(none) or 0, db.session.scalar(one_time) or 0


def roles_of(user_id: UUID) -> list[HeldRole]:
    """Every role that the person holds, will hold or has held; the newest first."""
    order = (RoleGrant.valid_to.desc(), RoleGrant.role, Unit.name, Group.name)
    return _held(_roles().where(RoleGrant.user_id == user_id).order_by(*order))


def roles_of_each(user_ids: Collection[UUID], today: date) -> dict[UUID, list[HeldRole]]:
    """The roles that each of the people holds today or later."""
    now_or_later = (RoleGrant.user_id.in_(user_ids), RoleGrant.valid_to >= today)
    found: dict[UUID, list[HeldRole]] = {user_id: [] for user_id in user_ids}
    for held in _held(_roles().where(*now_or_later).order_by(RoleGrant.role, Unit.name, Group.name)):
        found[held.user.id].append(held)
    return found


def roles_at(unit_ids: Collection[UUID], today: date) -> list[HeldRole]:
    """Who holds what at the units, today or later, by role and class."""
    now_or_later = (RoleGrant.unit_id.in_(unit_ids), RoleGrant.valid_to >= today)
    order = (RoleGrant.role, Group.name, User.name, RoleGrant.valid_from)
    return _held(_roles().where(*now_or_later).order_by(*order))


def roles_ending(today: date) -> list[HeldRole]:
    """The roles that hold today and end soon, of people who can sign in, those that end first in front."""
    soon = (RoleGrant.valid_to >= today, RoleGrant.valid_to <= today + SOON, RoleGrant.valid_from <= today)
    order = (RoleGrant.valid_to, Unit.name, User.name, RoleGrant.role, Group.name)
    lasting = RoleGrant.substitution_id.is_(None)  # who stands in does so until then, and no longer
    return _held(_roles().where(*soon, lasting, User.is_active).order_by(*order))


def role(grant_id: UUID) -> HeldRole | None:
    """The role with that id."""
    return next(iter(_held(_roles().where(RoleGrant.id == grant_id))), None)


def absent(filled: Collection[tuple[object, ...]], unit_ids: Collection[UUID], today: date) -> list[HeldRole]:
    """The roles there that a file did not name (`filled`), but for those who run the program or stand in."""
    return [
        held
        for held in roles_at(unit_ids, today)
        if held.grant.role not in catalog().access.administering
        and held.grant.substitution_id is None
        and (held.grant.role, held.grant.unit_id, held.grant.group_id, held.user.id) not in filled
    ]


def holders(unit: Unit, today: date) -> Holders:
    """Whose roles hold at the school today, those at the authority too; closed accounts hold none."""
    rows = db.session.execute(
        select(RoleGrant.role, Group.name)
        .join(User, User.id == RoleGrant.user_id)
        .outerjoin(Group, Group.id == RoleGrant.group_id)
        .where(
            RoleGrant.unit_id.in_([unit.id, unit.parent_id]),
            RoleGrant.valid_from <= today,
            RoleGrant.valid_to >= today,
            User.is_active,
        )
    ).all()
    classes = db.session.scalars(select(Group.name).where(Group.unit_id == unit.id).order_by(Group.name))
    whole = frozenset(held for held, group in rows if group is None)
    return Holders(
        whole, {name: frozenset(held for held, group in rows if group == name) for name in classes}
    )


def students_at(unit_ids: Collection[UUID]) -> int:
    """How many students the schools have, without those whose identity is protected."""
    here = Student.unit_id.in_(unit_ids) & ~Student.is_protected
    found = select(func.count()).select_from(Student).where(here)
    return db.session.scalar(found) or 0


def acts(*, limit: int, offset: int) -> tuple[Sequence[tuple[AdministrativeAct, str]], int]:
    """What administrators have done, the newest first, each with the name of who; how many in all."""
    total = db.session.scalar(select(func.count()).select_from(AdministrativeAct)) or 0
    rows = db.session.execute(
        select(AdministrativeAct, User.name)
        .join(User, User.id == AdministrativeAct.actor_id)
        .order_by(AdministrativeAct.at.desc(), AdministrativeAct.id)
        .limit(limit)
        .offset(offset)
    )
    return [(act, name) for act, name in rows], total


def _waiting_for_password() -> ColumnElement[bool]:
    return User.is_active & ((User.password_hash == "") | User.one_time_until.is_not(None))


def _roles() -> Select[RoleGrant, User, Unit, str]:
    return (
        select(RoleGrant, User, Unit, Group.name)
        .join(User, User.id == RoleGrant.user_id)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .outerjoin(Group, Group.id == RoleGrant.group_id)
    )


def _held(found: Select[RoleGrant, User, Unit, str]) -> list[HeldRole]:
    rows = db.session.execute(found)
    return [HeldRole(grant, user, unit, group or "") for grant, user, unit, group in rows]
