"""Who is who: students, guardians and staff, and which roles somebody holds today."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Uuid, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from casework.access import policy, scope
from casework.access.policy import Person, Place
from casework.access.table import Table
from casework.catalog import catalog
from casework.expressions import Among
from casework.extensions import db
from casework.people import finding, protection
from casework.people.models import Group, RoleGrant, Student, Unit, User

STUDENT_COLUMNS = scope.Columns(
    Student.unit_id, Student.group_id, student=Student.id, is_protected=Student.is_protected
)
BELOW = aliased(Unit)
# Of each role where it is held; and whether anything keeps the user from a student, or lets them read of one.
ROLES = (
    *(RoleGrant.id, RoleGrant.role, RoleGrant.group_id, Unit.id, Unit.name, BELOW.id),
    protection.is_concerned(),
)
NOBODY = frozenset[UUID]()

At = tuple[UUID, UUID | None]  # the school and class that a student belongs to


@dataclass(frozen=True)
class StudentRow:
    """A student with the names of unit and group."""

    student: Student
    group: str
    unit: str

    @property
    def name_and_class(self) -> str:
        """How a page about the student is headed."""
        return f"{self.student.name}, {self.group}" if self.group else self.student.name


@dataclass(frozen=True)
class Colleague:
    """A member of staff with the role they have towards a student."""

    id: UUID
    name: str
    role: str


@dataclass(frozen=True)
class Standing:
    """Somebody with the roles of the day, nearest first, and the one unit they work at, if it is one."""

    person: Person
    unit_name: str


def routines_of(reader: Person) -> Sequence[str]:
    """The routines that the schools follow where the person works, by their ids."""
    units = {unit for grant in reader.grants for unit in grant.units}
    rows = select(Unit.workflow).where(Unit.id.in_(units), Unit.workflow != "")
    return db.session.scalars(rows.distinct().order_by(Unit.workflow)).all()


def countries_of(reader: Person) -> frozenset[str]:
    """The countries in which the person works."""
    units = {unit for grant in reader.grants for unit in grant.units}
    return frozenset(db.session.scalars(select(Unit.country).where(Unit.id.in_(units)).distinct()))


def person(user: User, today: date) -> Person:
    """The user with the roles that are valid today."""
    held = db.session.execute(HELD, {"user": user.id, "today": today}).all()
    return standing(user, held, today).person


def with_roles(users: Any) -> Any:
    """The query of users, with what `ROLES` reads of each `today`: a row for every role and unit below it."""
    today = bindparam("today", type_=Date)
    holds = (RoleGrant.user_id == User.id) & (RoleGrant.valid_from <= today) & (RoleGrant.valid_to >= today)
    grants = users.outerjoin(RoleGrant, holds).outerjoin(Unit, Unit.id == RoleGrant.unit_id)
    return grants.outerjoin(BELOW, BELOW.parent_id == Unit.id)


HELD = with_roles(select(*ROLES).select_from(User)).where(User.id == bindparam("user"))


def standing(user: User, held: Iterable[Sequence[Any]], today: date) -> Standing:
    """The user's roles and unit, read with `with_roles`; a role at the authority covers the schools below."""
    units: dict[tuple[UUID, str, UUID | None], set[UUID]] = {}
    names, is_concerned, table = set[str](), False, catalog().access
    for grant_id, role, group_id, unit_id, name, below, concerned in held:
        is_concerned |= bool(concerned)
        if grant_id:
            units.setdefault((grant_id, role, group_id), {unit_id}).update({below} if below else ())
            names.add(name)
    nearest = sorted(units, key=lambda one: (table.order.get(one[1], len(table.order)), str(one[2])))
    grants = tuple(policy.Grant(grant[1], frozenset(units[grant]), grant[2]) for grant in nearest)
    kept = protection.kept_from(user.id, today) if is_concerned else (NOBODY, NOBODY)
    return Standing(Person(user.id, user.name, grants, *kept, table), names.pop() if len(names) == 1 else "")


def place(student: Student, is_handed_over: bool = False) -> Place:
    """Where the student belongs, for the policy."""
    return Place(student.unit_id, student.group_id, is_handed_over, student.id, student.is_protected)


def _student_rows() -> Select[Student, str, str]:
    return (
        select(Student, Group.name, Unit.name)
        .outerjoin(Group, Group.id == Student.group_id)
        .join(Unit, Unit.id == Student.unit_id)
    )


def student_for(actor: Person, student_id: UUID, permission: str) -> StudentRow | None:
    """The student, if there is one and the actor may; the two answers cannot be told apart."""
    row = db.session.execute(
        _student_rows().where(Student.id == student_id, scope.within(actor, permission, STUDENT_COLUMNS))
    ).one_or_none()
    return StudentRow(row[0], row[1] or "", row[2]) if row else None


def is_student(student_id: UUID) -> bool:
    """Whether there is such a student, whoever asks: what the log of refused readings needs."""
    return db.session.get(Student, student_id) is not None


def students_for(
    actor: Person, query: str, *, limit: int, offset: int = 0, group_id: UUID | None = None
) -> tuple[Sequence[StudentRow], int]:
    """The students whom the actor may see, best found first, by class and name, and how many in all."""
    where = scope.within(actor, "student:read", STUDENT_COLUMNS) & finding.named_like(query)
    if group_id:
        where &= Student.group_id == group_id
    total = db.session.scalar(select(func.count()).select_from(Student).where(where))
    order = (Group.name, Student.given_name, Student.family_name, Student.id)
    best = finding.farness(query)
    rows = db.session.execute(_student_rows().where(where).order_by(best, *order).offset(offset).limit(limit))
    return [StudentRow(student, group or "", unit) for student, group, unit in rows], total or 0


def groups_for(actor: Person) -> Sequence[tuple[Group, int]]:
    """The groups with students whom the actor may see, each with how many."""
    rows = db.session.execute(
        select(Group, func.count())
        .join(Student, Student.group_id == Group.id)
        .where(scope.within(actor, "student:read", STUDENT_COLUMNS))
        .group_by(Group.id)
        .order_by(Group.name, Group.id)
    )
    return [(group, count) for group, count in rows]


def groups_within(actor: Person, permission: str) -> Sequence[tuple[Group, str]]:
    """The classes in which the actor may do it, each with the name of the school."""
    where = scope.within(actor, permission, scope.Columns(Group.unit_id, Group.id))
    rows = select(Group, Unit.name).join(Unit, Unit.id == Group.unit_id).where(where)
    found = db.session.execute(rows.order_by(Unit.name, Group.name))
    return [(group, unit) for group, unit in found]


def colleagues_for(student: Student, today: date) -> list[Colleague]:
    """The staff with a role towards the student today who are not kept away, those nearest first."""
    where = (student.unit_id, student.group_id)
    return colleagues_at([where], today, protection.lets(student, today))[where]


def colleagues_at(
    places: Collection[At], today: date, *conditions: ColumnElement[bool]
) -> dict[At, list[Colleague]]:
    """The staff who have a role towards students of each school and class today, in one query for all.

    A role at the authority counts at each of its schools, as it does for the policy; the administration's
    own reaches a case once that is handed over.
    """
    table = catalog().access
    asked = {
        "schools": list({school for school, _ in places}),
        "classes": list({group for _, group in places if group}),
        "today": today,
    }
    rows = db.session.execute(_around(table).where(*conditions), asked)
    held: dict[At, dict[Colleague, None]] = {}
    for user_id, name, role, school, group in rows:
        is_for_group = table.reach(role) == "group"
        if group or not is_for_group:
            here = held.setdefault((school, group if is_for_group else None), {})
            here[Colleague(user_id, name, role)] = None
    return {place: _near(place, held) for place in places}


@lru_cache(maxsize=8)  # every list asks it
def _around(table: Table) -> Select[UUID, str, str, UUID, UUID | None]:
    """Whoever holds a role at the `schools`, or for one of the `classes`, `today`; by name."""
    today = bindparam("today", type_=Date)
    schools, classes = (bindparam(one, expanding=True, type_=Uuid) for one in ("schools", "classes"))
    return (
        select(User.id, User.name, RoleGrant.role, Unit.id, RoleGrant.group_id)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .join(Unit, or_(Unit.id == RoleGrant.unit_id, Unit.parent_id == RoleGrant.unit_id))
        .where(
            Among(Unit.id, schools),
            or_(RoleGrant.role.not_in(table.for_classes), Among(RoleGrant.group_id, classes)),
            RoleGrant.valid_from <= today,
            RoleGrant.valid_to >= today,
            RoleGrant.role.in_(table.reaching),
            User.is_active,
        )
        .order_by(User.name, User.id)
    )


def _near(place: At, held: Mapping[At, Iterable[Colleague]]) -> list[Colleague]:
    """Those who hold a role at the school or for the class, nearest first; no role is held for both."""
    ways = dict.fromkeys(((place[0], None), place))
    near = [one for way in ways for one in held.get(way, ())]
    order = catalog().access.order
    return sorted(near, key=lambda one: (order[one.role], one.name))


def names_of(user_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of the users, in one query."""
    ids = {user_id for user_id in user_ids if user_id}
    if not ids:
        return {}
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {user_id: name for user_id, name in rows}  # noqa: C416 a row is a tuple in fact, not in its types


def user(user_id: UUID) -> User:
    """The account; it must exist."""
    return db.session.get_one(User, user_id)


def unit(unit_id: UUID) -> Unit:
    """The unit; it must exist."""
    return db.session.get_one(Unit, unit_id)
