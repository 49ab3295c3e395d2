"""Fills an instance from a roster; the same one again changes nothing, a newer one what differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select

from casework.extensions import db
from casework.people.actions import NO_PASSWORD
from casework.people.models import Group, Guardian, Guardianship, RoleGrant, Student, Unit, User
from casework.people.roster import Held, Home, Pupil, Roster, Staff, school_year


@dataclass
class Filled:
    """What the roster's names stand for in the database, how much was new, and what it changed in words."""

    units: dict[str, Unit] = field(default_factory=dict)
    groups: dict[tuple[str, str], Group] = field(default_factory=dict)
    new_students: int = 0
    new_users: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)


class Clash(Exception):
    """What is in the instance cannot become what the roster says; says why."""


def load(roster: Roster, *, today: date) -> Filled:
    """Adds and updates units, classes, students, homes, staff and roles; removes nothing.

    Raises Clash where a school would become the authority, or the other way round.
    """
    filled = Filled()
    authority = _unit(roster.authority, "authority", None, "")
    filled.units[authority.name] = authority
    for school in roster.schools:
        unit = _unit(school.name, "school", authority.id, school.workflow)
        filled.units[unit.name] = unit
        for name in school.groups:
            filled.groups[unit.name, name] = _group(unit, name)
    for pupil in roster.students:
        _student(pupil, filled)
    for one in roster.staff:
        _staff(one, filled, today)
    db.session.flush()
    return filled


def _unit(name: str, kind: str, parent_id: UUID | None, workflow: str) -> Unit:
    unit = db.session.scalars(select(Unit).where(Unit.name == name)).one_or_none() or Unit(name=name)
    if unit.kind not in (None, kind):
        raise Clash(f"“{name}” is there already, as the name of another kind of unit ({unit.kind}).")
    unit.kind, unit.parent_id, unit.workflow = kind, parent_id, workflow
    db.session.add(unit)
    db.session.flush()
    return unit


def _group(unit: Unit, name: str) -> Group:
    found = db.session.scalars(
        select(Group).where(Group.unit_id == unit.id, Group.name == name)
    ).one_or_none()
    if found is None:
        found = Group(unit_id=unit.id, name=name)
        db.session.add(found)
        db.session.flush()
    return found


def _student(pupil: Pupil, filled: Filled) -> None:
    unit = filled.units[pupil.school]
    student = db.session.scalars(
        select(Student).where(
            Student.unit_id == unit.id,
            Student.given_name == pupil.given,
            Student.family_name == pupil.family,
            Student.birth_date == pupil.born,
        )
    ).one_or_none()
    if student is None:
        student = Student(
            given_name=pupil.given, family_name=pupil.family, birth_date=pupil.born, unit_id=unit.id
        )
        filled.new_students += 1
    group = filled.groups.get((unit.name, pupil.group))
    student.group_id = group.id if group else None
    student.search_name = student.name.lower()
    db.session.add(student)
    db.session.flush()
    for home in pupil.guardians:
        _guardian(student, home)


def _guardian(student: Student, home: Home) -> None:
    row = db.session.execute(
        select(Guardian, Guardianship)
        .join(Guardianship, Guardianship.guardian_id == Guardian.id)
        .where(Guardianship.student_id == student.id, Guardian.name == home.name)
    ).one_or_none()
    if row:
        row[0].phone, row[1].may_be_contacted = home.phone, home.contact
        return
    guardian = Guardian(name=home.name, phone=home.phone)
    db.session.add(guardian)
    db.session.flush()
    db.session.add(
        Guardianship(student_id=student.id, guardian_id=guardian.id, may_be_contacted=home.contact)
    )


def _staff(one: Staff, filled: Filled, today: date) -> None:
    user = db.session.scalars(select(User).where(User.username == one.username)).one_or_none()
    if user is None:
        user = User(username=one.username, password_hash=NO_PASSWORD, language=one.language, is_active=True)
        filled.new_users.append(one.username)
    elif user.name != one.name:
        filled.changes.append(f"{user.username}: the name was “{user.name}” and is “{one.name}”")
    user.name = one.name
    db.session.add(user)
    db.session.flush()
    for held in one.roles:
        _role(user, held, filled, today)


def _role(user: User, held: Held, filled: Filled, today: date) -> None:
    first, last = school_year(today)
    unit, group = filled.units[held.at], filled.groups.get((held.at, held.group))
    since = held.valid_from or first
    grant = db.session.scalars(
        select(RoleGrant).where(
            RoleGrant.user_id == user.id,
            RoleGrant.role == held.role,
            RoleGrant.unit_id == unit.id,
            RoleGrant.group_id == group.id if group else RoleGrant.group_id.is_(None),
            RoleGrant.valid_from == since,
        )
    ).one_or_none()
    until = held.valid_to or last
    if user.username not in filled.new_users:
        filled.changes += _changes(user, held, grant, since, until)
    grant = grant or RoleGrant(user_id=user.id, role=held.role, unit_id=unit.id, valid_from=since)
    grant.group_id, grant.valid_to = group.id if group else None, until
    db.session.add(grant)
    db.session.flush()


def _changes(user: User, held: Held, grant: RoleGrant | None, since: date, until: date) -> Iterator[str]:
    """What becomes of a role of an account that is there already."""
    role = " ".join(part for part in (held.role, "at", held.at, held.group) if part)
    if grant is None:
        yield f"{user.username}: new role {role}, from {since} until {until}"
    elif grant.valid_to != until:
        yield f"{user.username}: {role} held until {grant.valid_to} and holds until {until}"
