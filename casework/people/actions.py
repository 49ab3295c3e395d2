"""Makes accounts and gives roles; lets people choose their language."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from casework.extensions import db
from casework.people.models import Group, RoleGrant, Unit, User
from casework.people.passwords import hashed

NO_PASSWORD = ""  # matches no password; such an account cannot be signed in to


class Taken(Exception):
    """There is an account with that name already."""


def add_user(username: str, name: str, *, password: str | None, language: str) -> User:
    """A new account; without a password nobody can sign in to it yet."""
    known_as = username.strip().casefold()
    if db.session.scalar(select(User.id).where(User.username == known_as)):
        raise Taken(f"There is an account “{known_as}” already.")
    user = User(
        username=known_as,
        name=name.strip(),
        password_hash=NO_PASSWORD if password is None else hashed(password),
        language=language,
        is_active=True,
    )
    db.session.add(user)
    db.session.flush()
    return user


def set_password(user: User, password: str) -> None:
    """Gives the account a password, in place of any that it had."""
    user.password_hash = hashed(password)
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


def choose_language(user_id: UUID, language: str) -> None:
    """Keeps the language that the user reads."""
    db.session.get_one(User, user_id).language = language
    db.session.flush()
