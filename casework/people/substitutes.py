"""Who stands in for whom, from one day to another: dated roles that end by themselves, or in one click.

A substitute gets the roles of the one who is away, where these are held, for those days. What is medical and
students with a protected identity do not follow: for these somebody is given the role, or named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from casework.access.policy import Person
from casework.catalog import catalog
from casework.clock import school_date
from casework.errors import Conflict, NotAcceptable, NotAllowed, NotHere
from casework.extensions import db
from casework.people import actions as people
from casework.people.models import Group, RoleGrant, Substitution, Unit, User

NAME = "substitute:name"
LONGEST = timedelta(days=92)
SHOWN_AFTER = timedelta(days=30)  # how long one that is over stands in the list


@dataclass(frozen=True)
class Passed:
    """A role of the one who is away, with where it is held, and whether it follows to a substitute."""

    grant: RoleGrant
    where: str
    is_passed: bool


@dataclass(frozen=True)
class StandsIn:
    """A substitution with the names of both."""

    row: Substitution
    absent: str
    substitute: str

    def is_over(self, today: date) -> bool:
        """Whether it is ended, or its days have passed."""
        return self.row.ended_at is not None or self.row.last_on < today


def roles_between(user_id: UUID, first: date, last: date) -> list[Passed]:
    """The roles that the person holds on some of the days, and which of them follow to a substitute."""
    rows = db.session.execute(
        select(RoleGrant, Unit.name, Group.name)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .outerjoin(Group, Group.id == RoleGrant.group_id)
        .where(RoleGrant.user_id == user_id, RoleGrant.valid_from <= last, RoleGrant.valid_to >= first)
        .order_by(Unit.name, RoleGrant.role, Group.name)
    )
    return [Passed(grant, f"{unit} {group or ''}".strip(), _passes(grant)) for grant, unit, group in rows]


def _passes(grant: RoleGrant) -> bool:
    table = catalog().access
    is_open = "medical" not in table.reads(grant.role) and table.reach(grant.role) != "nobody"
    return is_open and grant.substitution_id is None


def colleagues_of(user_id: UUID, today: date) -> Sequence[User]:
    """Those with an open account who hold a role today at a unit where the person has one, by name."""
    here = select(RoleGrant.unit_id).where(RoleGrant.user_id == user_id, RoleGrant.valid_to >= today)
    there = select(RoleGrant.user_id).where(
        RoleGrant.unit_id.in_(here), RoleGrant.valid_from <= today, RoleGrant.valid_to >= today
    )
    found = select(User).where(User.id.in_(there), User.id != user_id, User.is_active)
    return db.session.scalars(found.order_by(User.name, User.username)).all()


def staff_of(actor: Person, today: date) -> Sequence[User]:
    """Those for whom the actor may name a substitute, but for themselves, by name."""
    units = units_of(actor, today)
    if not units:
        return ()
    there = select(RoleGrant.user_id).where(RoleGrant.unit_id.in_(units), RoleGrant.valid_to >= today)
    found = select(User).where(User.id.in_(there), User.id != actor.id, User.is_active)
    return db.session.scalars(found.order_by(User.name, User.username)).all()


def units_of(actor: Person, today: date) -> frozenset[UUID]:
    """Where the actor may name substitutes for others; by own roles: who stands in passes nothing on."""
    own = select(RoleGrant.role, RoleGrant.unit_id).where(
        RoleGrant.user_id == actor.id,
        RoleGrant.substitution_id.is_(None),
        RoleGrant.valid_from <= today,
        RoleGrant.valid_to >= today,
    )
    held = {unit for role, unit in db.session.execute(own) if actor.table.may(role, NAME)}
    below = select(Unit.id).where(or_(Unit.id.in_(held), Unit.parent_id.in_(held)))
    return frozenset(db.session.scalars(below)) if held else frozenset()


def person_away(user_id: UUID, actor: Person, today: date) -> User:
    """The actor, or somebody for whom the actor may name a substitute. Raises NotHere."""
    if user_id != actor.id and user_id not in {one.id for one in staff_of(actor, today)}:
        raise NotHere
    return db.session.get_one(User, user_id)


def name_substitute(
    away: User, substitute_id: UUID, days: tuple[date, date], *, actor: Person, now: datetime
) -> Substitution:
    """Lets a colleague stand in on the days: each role that follows is held for as long.

    Raises NotAcceptable where no role follows, and NotAllowed for who would give themselves a role.
    """
    if substitute_id == actor.id:
        raise NotAllowed
    today = school_date(now)
    if substitute_id not in {one.id for one in colleagues_of(away.id, today)}:
        raise NotAcceptable("not_a_colleague_there")
    passed = [one.grant for one in roles_between(away.id, *days) if one.is_passed]
    if away.id != actor.id:  # for others only where one decides
        units = units_of(actor, today)
        passed = [grant for grant in passed if grant.unit_id in units]
    if not passed:
        raise NotAcceptable("no_role_follows")
    row = Substitution(
        absent_id=away.id,
        substitute_id=substitute_id,
        first_on=days[0],
        last_on=days[1],
        named_at=now,
        named_by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all(_held(passed, row))
    db.session.flush()
    return row


def _held(passed: Iterable[RoleGrant], row: Substitution) -> list[RoleGrant]:
    return [
        RoleGrant(
            user_id=row.substitute_id,
            role=grant.role,
            unit_id=grant.unit_id,
            group_id=grant.group_id,
            valid_from=max(grant.valid_from, row.first_on),
            valid_to=min(grant.valid_to, row.last_on),
            substitution_id=row.id,
        )
        for grant in passed
    ]


def end_substitution(row: Substitution, *, actor: Person, now: datetime) -> None:
    """Ends it at once: either of the two all of it, who decides at a school the roles there."""
    today = school_date(now)
    if row.ended_at or row.last_on < today:
        raise Conflict("substitution_over")
    wanted = select(RoleGrant).where(RoleGrant.substitution_id == row.id, RoleGrant.valid_to >= today)
    held = db.session.scalars(wanted).all()
    if actor.id not in (row.absent_id, row.substitute_id):
        units = units_of(actor, today)
        ended = [grant for grant in held if grant.unit_id in units]
    else:
        ended = list(held)
    for grant in ended:
        people.end_grant(grant, today=today)
    if len(ended) == len(held):
        row.ended_at, row.ended_by_id = now, actor.id
    people.end_without_role(row.substitute_id, now=now)


def substitution(substitution_id: UUID, actor: Person, today: date) -> StandsIn:
    """The substitution, for those whom it is about and for those who decide there. Raises NotHere."""
    found = _read(actor, today, Substitution.id == substitution_id)
    if not found:
        raise NotHere
    return found[0]


def substitutions_for(actor: Person, today: date) -> list[StandsIn]:
    """Those that the actor has to do with and that are not long over, the first to begin in front."""
    return _read(actor, today, Substitution.last_on >= today - SHOWN_AFTER)


def today_for(user_id: UUID, today: date) -> list[StandsIn]:
    """Those of today in which the person stands in or is away."""
    mine = or_(Substitution.absent_id == user_id, Substitution.substitute_id == user_id)
    holds = (Substitution.first_on <= today, Substitution.last_on >= today, Substitution.ended_at.is_(None))
    return _rows(mine, *holds)


def _read(actor: Person, today: date, *where: ColumnElement[bool]) -> list[StandsIn]:
    mine = or_(Substitution.absent_id == actor.id, Substitution.substitute_id == actor.id)
    units = units_of(actor, today)
    if units:
        there = (RoleGrant.unit_id.in_(units), RoleGrant.substitution_id.is_not(None))
        mine = or_(mine, Substitution.id.in_(select(RoleGrant.substitution_id).where(*there)))
    return _rows(mine, *where)


def _rows(*where: ColumnElement[bool]) -> list[StandsIn]:
    absent, standing = aliased(User), aliased(User)
    rows = db.session.execute(
        select(Substitution, absent.name, standing.name)
        .join(absent, absent.id == Substitution.absent_id)
        .join(standing, standing.id == Substitution.substitute_id)
        .where(*where)
        .order_by(Substitution.first_on, absent.name)
    )
    return [StandsIn(row, away, name) for row, away, name in rows]
