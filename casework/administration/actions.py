"""Changes schools, classes, accounts and roles; each deed is noted, with who did it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.administration.models import AdministrativeAct
from casework.administration.queries import HeldRole
from casework.attendance import calendars
from casework.attendance.calendars import LaidCalendar
from casework.cases.rescheduling import open_cases, reschedule, reschedule_beside
from casework.clock import school_date
from casework.engine.deadlines import Regular
from casework.errors import NotAllowed
from casework.extensions import db
from casework.people import actions as people
from casework.people import recovery
from casework.people.models import Group, Unit, User
from casework.people.regular_times import classes_of, keep_mentor_time
from casework.people.roster import latest_end


def note(
    what: str, says: Mapping[str, str], *, actor: Person, now: datetime, about: UUID | None = None
) -> None:
    """Adds the deed to what administrators have done."""
    db.session.add(AdministrativeAct(at=now, actor_id=actor.id, what=what, about_id=about, says=dict(says)))
    db.session.flush()


def name_authority(authority: Unit | None, name: str, *, actor: Person, now: datetime) -> Unit:
    """Gives the authority its name, or another one."""
    unit = authority or Unit(kind="authority", parent_id=None, workflow="", name="")
    note("authority:named", {"before": unit.name, "after": name}, actor=actor, now=now)
    unit.name = name
    db.session.add(unit)
    db.session.flush()
    return unit


def add_school(name: str, workflow: str, authority: Unit | None, *, actor: Person, now: datetime) -> Unit:
    """A new school of the authority, with the model that its cases follow."""
    parent_id = authority.id if authority else None
    unit = Unit(name=name, kind="school", parent_id=parent_id, workflow=workflow)
    db.session.add(unit)
    db.session.flush()
    note("school:added", {"school": name, "workflow": workflow}, actor=actor, now=now)
    return unit


def change_school(unit: Unit, name: str, workflow: str, *, actor: Person, now: datetime) -> None:
    """Another name or model; cases that are open stay on the model that they were opened on."""
    says = {"school": name, "before": unit.name, "workflow": workflow, "workflow_before": unit.workflow}
    unit.name, unit.workflow = name, workflow
    note("school:changed", says, actor=actor, now=now)


def add_classes(unit: Unit, names: Iterable[str], *, actor: Person, now: datetime) -> list[str]:
    """Adds those of the classes that the school lacks; which they were."""
    there = set(db.session.scalars(select(Group.name).where(Group.unit_id == unit.id)))
    new = [name for name in dict.fromkeys(names) if name not in there]
    db.session.add_all(Group(unit_id=unit.id, name=name) for name in new)
    if new:
        note("classes:added", {"school": unit.name, "classes": ", ".join(new)}, actor=actor, now=now)
    db.session.flush()
    return new


def keep_regular_times(
    unit: Unit, team: int | None, mentors: Mapping[UUID, Regular | None], *, actor: Person, now: datetime
) -> None:
    """The weekday of the school's team meetings, and each class's (by id) mentor time; None for no day."""
    unit.team_weekday = team
    for group in db.session.scalars(select(Group).where(Group.unit_id == unit.id, Group.id.in_(mentors))):
        keep_mentor_time(group, mentors[group.id])
    db.session.flush()
    reschedule(open_cases(unit.id), actor=actor, now=now, is_told=True)
    reschedule_beside(unit.id, actor=actor, now=now)
    note("times:kept", {"school": unit.name}, actor=actor, now=now)


def keep_own_times(mentors: Mapping[UUID, Regular | None], *, actor: Person, now: datetime) -> None:
    """The mentor time of one's own classes (by id). Raises NotAllowed for a class of somebody else's."""
    mine = {group.id: group for group in classes_of(actor)}
    if not mentors.keys() <= mine.keys():
        raise NotAllowed
    for group in (mine[one] for one in mentors):
        keep_mentor_time(group, mentors[group.id])
        db.session.flush()
        reschedule(open_cases(group.unit_id, group.id), actor=actor, now=now, is_told=True)
        reschedule_beside(group.unit_id, group.id, actor=actor, now=now)
        school = db.session.get_one(Unit, group.unit_id).name
        note("times:own", {"school": school, "class": group.name}, actor=actor, now=now)


def lay_calendar(unit: Unit, laid: LaidCalendar, *, actor: Person, now: datetime) -> None:
    """Another school calendar, by which tasks are due from now on; NotAcceptable where terms overlap."""
    calendars.lay_calendar(unit.id, laid.terms, laid.closed)
    reschedule(open_cases(unit.id), actor=actor, now=now, is_told=True)
    reschedule_beside(unit.id, actor=actor, now=now)
    note("calendar:laid", {"school": unit.name}, actor=actor, now=now)


def add_account(username: str, name: str, *, language: str, actor: Person, now: datetime) -> User:
    """A new account without password and roles. Raises Unfit or Taken."""
    user = people.add_user(username, name, password=None, language=language)
    note("account:added", {"username": user.username}, actor=actor, now=now, about=user.id)
    return user


def close_account(user: User, *, actor: Person, now: datetime) -> None:
    """Lets nobody sign in to the account any more, and signs out who is; not one's own."""
    _demand_other(user, actor)
    people.close_account(user, now=now)
    note("account:closed", {"username": user.username}, actor=actor, now=now, about=user.id)


def open_account(user: User, *, actor: Person, now: datetime) -> None:
    """Lets the person sign in again, with the password and the roles that they have."""
    people.open_account(user)
    note("account:opened", {"username": user.username}, actor=actor, now=now, about=user.id)


def give_passwords(
    users: Sequence[User], hashes: Mapping[UUID, str], *, actor: Person, now: datetime
) -> None:
    """One-time passwords, of which only the hashes are kept; not for oneself."""
    for user in users:
        _demand_other(user, actor)
        people.give_one_time_password(user, hashes[user.id], now=now)
        note("password:given", {"username": user.username}, actor=actor, now=now, about=user.id)


def give_role(
    user: User,
    role: str,
    unit: Unit,
    group: Group | None,
    *,
    days: tuple[date, date],
    actor: Person,
    now: datetime,
) -> None:
    """A role at the unit from the first to the last of the days; nobody gives themselves one."""
    _demand_other(user, actor)
    people.grant_role(user, role, unit, group=group, valid_from=days[0], valid_to=days[1])
    where = f"{unit.name} {group.name}" if group else unit.name
    since, until = map(str, days)
    says = {"username": user.username, "role": role, "where": where, "since": since, "until": until}
    note("role:given", says, actor=actor, now=now, about=user.id)


def change_role(held: HeldRole, days: tuple[date, date], *, actor: Person, now: datetime) -> None:
    """Other days for a role; nobody changes their own."""
    _demand_other(held.user, actor)
    before = {"since_before": str(held.grant.valid_from), "until_before": str(held.grant.valid_to)}
    held.grant.valid_from, held.grant.valid_to = days
    _note_role("role:changed", held, actor, now, **before)
    people.end_without_role(held.user.id, now=now)


def renew_roles(roles: Collection[HeldRole], *, actor: Person, now: datetime) -> None:
    """Lets the roles go on as long as a role may that begins today; not one's own."""
    today = school_date(now)
    for held in roles:
        change_role(held, (held.grant.valid_from, latest_end(today, today)), actor=actor, now=now)


def end_roles(roles: Collection[HeldRole], *, actor: Person, now: datetime) -> None:
    """Ends the roles at once, also those that were to begin later; not one's own."""
    for held in roles:
        _demand_other(held.user, actor)
        people.end_grant(held.grant, today=school_date(now))
        _note_role("role:ended", held, actor, now)
        people.end_without_role(held.user.id, now=now)


def find_again(*, actor: Person, now: datetime) -> None:
    """Lets those who decide see the students with a protected identity whom none of them sees any more."""
    recovery.find_again(actor=actor, now=now)
    note("protected:found_again", {}, actor=actor, now=now)


def _note_role(what: str, held: HeldRole, actor: Person, now: datetime, **more: str) -> None:
    says = {
        "username": held.user.username,
        "role": held.grant.role,
        "where": held.where,
        "since": str(held.grant.valid_from),
        "until": str(held.grant.valid_to),
    }
    note(what, says | more, actor=actor, now=now, about=held.user.id)


def _demand_other(user: User, actor: Person) -> None:
    """Raises NotAllowed for one's own account: another administrator, or the command line, changes that."""
    if user.id == actor.id:
        raise NotAllowed
