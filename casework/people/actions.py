"""Makes accounts and gives roles; lets people choose their language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from casework.clock import school_date
from casework.extensions import db
from casework.people.models import Group, RoleGrant, Unit, User
from casework.people.names import fit_name, fit_username
from casework.people.passwords import demand_strong, hashed
from casework.people.sign_in_actions import end_all_sessions

ONE_TIME_HOLDS = timedelta(days=14)
NO_PASSWORD = ""  # matches no password; such an account cannot be signed in to


class Taken(Exception):
    """There is an account with that name already."""


def add_user(username: str, name: str, *, password: str | None, language: str) -> User:
    """A new account; without a password nobody can sign in to it yet.

    Raises Unfit, WeakPassword or Taken.
    """
    known_as, called = fit_username(username), fit_name(name)
    if password is not None:
        demand_strong(password, username=known_as, name=called)
    if db.session.scalar(select(User.id).where(User.username == known_as)):
        raise Taken(f"There is an account “{known_as}” already.")
    user = User(
        username=known_as,
        name=called,
        password_hash=NO_PASSWORD if password is None else hashed(password),
        language=language,
        is_active=True,
    )
    db.session.add(user)
    db.session.flush()
    return user


def set_password(user: User, password: str, *, now: datetime) -> None:
    """Gives the account a password, in place of any that it had; whoever is signed in to it no longer is."""
    demand_strong(password, username=user.username, name=user.name)
    user.password_hash, user.one_time_until = hashed(password), None
    end_all_sessions(user.id, now=now)
    db.session.flush()


def give_one_time_password(user: User, password_hash: str, *, now: datetime) -> None:
    """Lets the person sign in with what somebody else has made, to choose a password of their own."""
    user.password_hash, user.one_time_until = password_hash, now + ONE_TIME_HOLDS
    end_all_sessions(user.id, now=now)
    db.session.flush()


def choose_password(user_id: UUID, password: str, *, session_id: UUID, now: datetime) -> None:
    """The person's own new password; they stay signed in here, and nowhere else. Raises WeakPassword."""
    user = db.session.get_one(User, user_id)
    demand_strong(password, username=user.username, name=user.name)
    user.password_hash, user.one_time_until = hashed(password), None
    end_all_sessions(user.id, now=now, but=session_id)
    db.session.flush()


def close_account(user: User, *, now: datetime) -> None:
    """Lets nobody sign in to the account any more; what the person has done stays."""
    user.is_active = False
    end_all_sessions(user.id, now=now)
    db.session.flush()


def open_account(user: User) -> None:
    """Lets the person sign in again."""
    user.is_active = True
    db.session.flush()


def grant_role(
    user: User, role: str, unit: Unit, *, group: Group | None = None, valid_from: date, valid_to: date
) -> RoleGrant:
    """Gives the user a role at the unit between two days; for one group only where it is given."""
    grant = RoleGrant(
        user_id=user.id,
        role=role,
        unit_id=unit.id,
        group_id=group.id if group else None,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    db.session.add(grant)
    db.session.flush()
    return grant


def end_role(user: User, role: str, unit: Unit, *, group: Group | None = None, today: date) -> int:
    """Ends the role at the unit, for one group where it is given, at once; how many grants that were."""
    held = (RoleGrant.user_id == user.id, RoleGrant.role == role, RoleGrant.unit_id == unit.id)
    grants = db.session.scalars(select(RoleGrant).where(*held, RoleGrant.valid_to >= today)).all()
    ended = [grant for grant in grants if group is None or grant.group_id == group.id]
    for grant in ended:
        end_grant(grant, today=today)
    return len(ended)


def end_grant(grant: RoleGrant, *, today: date) -> None:
    """Ends one role at once."""
    grant.valid_to = today - timedelta(days=1)  # the last day counts, and it is not this one
    db.session.flush()


def end_without_role(user_id: UUID, *, now: datetime) -> None:
    """Signs the person out everywhere where no role of theirs holds today."""
    today = school_date(now)
    held = select(RoleGrant.id).where(
        RoleGrant.user_id == user_id, RoleGrant.valid_from <= today, RoleGrant.valid_to >= today
    )
    if db.session.scalars(held).first() is None:
        end_all_sessions(user_id, now=now)


def choose_language(user_id: UUID, language: str) -> None:
    """Keeps the language that the user reads."""
    db.session.get_one(User, user_id).language = language
    db.session.flush()
