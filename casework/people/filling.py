"""Fills an instance from a roster; the same one again changes nothing, a newer one what differs."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.extensions import db
from casework.people.actions import NO_PASSWORD
from casework.people.filled import Change, Filled
from casework.people.filling_students import Register
from casework.people.keys import Elsewhere
from casework.people.models import Group, RoleGrant, Unit, User
from casework.people.roster import Held, Roster, School, Staff, school_year

Place = tuple[str, UUID, UUID | None]  # role, unit, class
Grants = dict[tuple[str, UUID, UUID | None, date], RoleGrant]  # with the first day


class Clash(Exception):
    """What is in the instance cannot become what the roster says; says why."""


def load(roster: Roster, *, today: date, elsewhere: Elsewhere | None = None) -> Filled:
    """Adds and updates units, classes, students, homes, staff and roles; removes nothing.

    `elsewhere` is by which names another system knows the roster's students.

    Raises Clash where a school would become the authority, or the other way round.
    """
    filled = Filled()
    authority = _unit(roster.authority, "authority", None, "")
    filled.units[authority.name] = authority
    for school in roster.schools:
        _school(school, authority, filled)
    register = Register(roster, filled, elsewhere)
    for index, pupil in enumerate(roster.students):
        register.enter(index, pupil)
    register.keep()
    users = {user.username: user for user in db.session.scalars(select(User))}
    for one in roster.staff:
        _staff(one, users.get(one.username), filled, today)
    db.session.flush()
    return filled


def _school(school: School, authority: Unit, filled: Filled) -> None:
    unit = _unit(school.name, "school", authority.id, school.workflow)
    filled.units[unit.name] = unit
    there = {group.name: group for group in db.session.scalars(select(Group).where(Group.unit_id == unit.id))}
    for name in school.groups:
        group = there.get(name) or Group(id=uuid4(), unit_id=unit.id, name=name)
        if name not in there:
            filled.new_groups.add(group.id)
        db.session.add(group)
        filled.groups[unit.name, name] = group
    db.session.flush()


def _unit(name: str, kind: str, parent_id: UUID | None, workflow: str) -> Unit:
    unit = db.session.scalars(select(Unit).where(Unit.name == name)).one_or_none() or Unit(name=name)
    if unit.kind not in (None, kind):
        raise Clash(f"“{name}” is there already, as the name of another kind of unit ({unit.kind}).")
    unit.kind, unit.parent_id, unit.workflow = kind, parent_id, workflow
    db.session.add(unit)
    db.session.flush()
    return unit


def _staff(one: Staff, user: User | None, filled: Filled, today: date) -> None:
    if user is None:
        user = User(
            id=uuid4(),
            username=one.username,
            name=one.name,
            password_hash=NO_PASSWORD,
            language=one.language,
            is_active=True,
        )
        filled.new_users.append(one.username)
        filled.accounts.new += 1
    elif user.name != one.name:
        filled.changes.append(Change("name", one.username, one.name, before=user.name, after=one.name))
        filled.accounts.changed += 1
    else:
        filled.accounts.same += 1
    if not user.is_active:
        filled.closed.append(one.username)
    user.name = one.name
    db.session.add(user)
    db.session.flush()
    own = (RoleGrant.user_id == user.id, RoleGrant.substitution_id.is_(None))
    held = db.session.scalars(select(RoleGrant).where(*own)).all()
    grants = {(grant.role, grant.unit_id, grant.group_id, grant.valid_from): grant for grant in held}
    for role in one.roles:
        _role(user, role, grants, filled, today)


def _role(
    user: User,
    held: Held,
    grants: Grants,
    filled: Filled,
    today: date,
) -> None:
    unit, group = filled.units[held.at], filled.groups.get((held.at, held.group))
    place = (held.role, unit.id, group.id if group else None)
    since, until = _days(held, place, grants, today)
    key = (*place, since)
    grant = grants.get(key)
    filled.note_role(
        Change("role", user.username, user.name, held.role, held.at, held.group), grant, since, until
    )
    if grant is None:
        role, unit_id, group_id, valid_from = key
        grant = RoleGrant(
            user_id=user.id,
            role=role,
            unit_id=unit_id,
            group_id=group_id,
            valid_from=valid_from,
            valid_to=until,
        )
        grants[key] = grant
        filled.begun.add((*key[:3], user.id))
    grant.valid_to = until
    filled.granted.add((*key[:3], user.id))
    db.session.add(grant)


def _days(held: Held, place: Place, grants: Grants, today: date) -> tuple[date, date]:
    """From when until when: as the roster says, else this school year and what is there of it."""
    first, last = school_year(today)
    if held.valid_from:
        return held.valid_from, held.valid_to or last
    there = [one for key, one in grants.items() if key[:3] == place]
    this_year = [
        one for one in there if one.valid_from <= last and max(one.valid_to, one.valid_from) >= first
    ]
    if not this_year:
        return first, held.valid_to or last
    newest = max(this_year, key=lambda one: one.valid_from)
    return newest.valid_from, held.valid_to or max(last, newest.valid_to)
