"""Who is who: students, guardians and staff, and which roles somebody holds today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import aliased

from casework.access import policy, scope
from casework.access.policy import REACHES, Person, Place
from casework.extensions import db
from casework.people.models import Group, Guardian, Guardianship, RoleGrant, Student, Unit, User

STUDENT_COLUMNS = scope.Columns(Student.unit_id, Student.group_id)
ORDER = {role: index for index, role in enumerate(REACHES)}


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


def person(user: User, today: date) -> Person:
    """The user with the roles that are valid today."""
    return standing(user, today).person


def standing(user: User, today: date) -> Standing:
    """The user's roles and unit today; a role at the authority covers the schools below it."""
    child = aliased(Unit)
    rows = db.session.execute(
        select(RoleGrant, Unit.name, child.id)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .outerjoin(child, child.parent_id == Unit.id)
        .where(RoleGrant.user_id == user.id, RoleGrant.valid_from <= today, RoleGrant.valid_to >= today)
    ).all()
    units: dict[RoleGrant, set[UUID]] = {}
    for grant, _, below in rows:
        units.setdefault(grant, {grant.unit_id}).update({below} if below else ())
    nearest = sorted(units, key=lambda one: (ORDER.get(one.role, len(ORDER)), str(one.group_id)))
    held = (policy.Grant(grant.role, frozenset(units[grant]), grant.group_id) for grant in nearest)
    names = {name for _, name, _ in rows}
    return Standing(Person(user.id, user.name, tuple(held)), names.pop() if len(names) == 1 else "")


def place(student: Student, is_handed_over: bool = False) -> Place:
    """Where the student belongs, for the policy."""
    return Place(student.unit_id, student.group_id, is_handed_over)


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
    """The students whom the actor may see, by class and name, and how many there are in all."""
    where = scope.within(actor, "student:read", STUDENT_COLUMNS)
    if query.strip():
        where &= named_like(query)
    if group_id:
        where &= Student.group_id == group_id
    total = db.session.scalar(
        select(func.count()).select_from(Student).outerjoin(Group, Group.id == Student.group_id).where(where)
    )
    order = (Group.name, Student.given_name, Student.family_name, Student.id)
    rows = db.session.execute(_student_rows().where(where).order_by(*order).offset(offset).limit(limit))
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


def named_like(query: str) -> ColumnElement[bool]:
    """True for students whose names or class hold each of the words."""
    found: ColumnElement[bool] = true()
    for word in query.split()[:5]:
        pattern = "%" + word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        one = or_(
            Student.search_name.like(pattern, escape="\\"),
            func.lower(func.coalesce(Group.name, "")).like(pattern, escape="\\"),
        )
        found &= one
    return found


def guardians_of(student_id: UUID) -> Sequence[tuple[Guardian, bool]]:
    """The guardians, each with whether the school may contact them."""
    rows = db.session.execute(
        select(Guardian, Guardianship.may_be_contacted)
        .join(Guardianship, Guardianship.guardian_id == Guardian.id)
        .where(Guardianship.student_id == student_id)
        .order_by(Guardian.name)
    )
    return [(guardian, may) for guardian, may in rows]


def colleagues_for(student: Student, today: date) -> list[Colleague]:
    """The staff who have a role towards the student today, those nearest to the student first."""
    return colleagues_around([student], today)[student.id]


def colleagues_around(students: Sequence[Student], today: date) -> dict[UUID, list[Colleague]]:
    """The staff who have a role towards each of the students today, in one query for all of them.

    A role at the authority counts at each of its schools, as it does for the policy; the administration's
    own reaches a case once that is handed over.
    """
    rows = db.session.execute(
        select(User.id, User.name, RoleGrant.role, Unit.id, RoleGrant.group_id)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .join(Unit, or_(Unit.id == RoleGrant.unit_id, Unit.parent_id == RoleGrant.unit_id))
        .where(
            Unit.id.in_({student.unit_id for student in students}),
            RoleGrant.valid_from <= today,
            RoleGrant.valid_to >= today,
            RoleGrant.role.in_(REACHES),
            User.is_active,
        )
        .order_by(User.name, User.id)
    )
    held: dict[tuple[UUID, UUID | None], list[Colleague]] = {}
    for user_id, name, role, school, group in rows:
        is_for_group = REACHES[role] == "group"
        if group or not is_for_group:
            held.setdefault((school, group if is_for_group else None), []).append(
                Colleague(user_id, name, role)
            )
    return {student.id: _near(student, held) for student in students}


def _near(student: Student, held: Mapping[tuple[UUID, UUID | None], list[Colleague]]) -> list[Colleague]:
    """Those who hold a role at the student's school or for the student's class, nearest first."""
    places = dict.fromkeys(((student.unit_id, None), (student.unit_id, student.group_id)))
    near = dict.fromkeys(one for at in places for one in held.get(at, ()))
    return sorted(near, key=lambda one: (ORDER[one.role], one.name))


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
