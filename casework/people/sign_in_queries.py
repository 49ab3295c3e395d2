"""Reads sessions and attempts: who a browser is signed in as, and how long somebody has to wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select

from casework.access.policy import Person
from casework.clock import school_date
from casework.extensions import db
from casework.people import queries as people
from casework.people.models import User
from casework.people.sign_in_models import SignInAttempt, UserSession

WINDOW = timedelta(minutes=15)
FAILURES_PER_ACCOUNT = 5
FAILURES_PER_ADDRESS = 100  # a whole school may sit behind one address


@dataclass(frozen=True)
class Visit:
    """A session that holds, and whose it is."""

    session: UserSession
    user: User
    person: Person
    unit_name: str


# Every page of everybody asks this first, so it is put together once.
VISIT = people.with_roles(
    select(UserSession, User, *people.ROLES).join(User, User.id == UserSession.user_id)
).where(
    UserSession.id == bindparam("session"),
    UserSession.ended_at.is_(None),
    UserSession.seen_at > bindparam("seen_after"),
    UserSession.started_at > bindparam("started_after"),
    User.is_active,
)


def visit(session_id: UUID, now: datetime, *, idle: timedelta, longest: timedelta) -> Visit | None:
    """The session, unless it has ended, lain idle or lasted too long, or account or roles hold no longer."""
    asked = {
        "session": session_id,
        "seen_after": now - idle,
        "started_after": now - longest,
        "today": school_date(now),
    }
    rows = db.session.execute(VISIT, asked).all()
    if not rows:
        return None
    session, user, *_ = rows[0]
    found = people.standing(user, (held for _, _, *held in rows))
    return Visit(session, user, found.person, found.unit_name) if found.person.grants else None


def sessions_of(
    user_id: UUID, now: datetime, *, idle: timedelta, longest: timedelta
) -> Sequence[UserSession]:
    """The sessions in which the user is signed in now, the one used last first."""
    return db.session.scalars(
        select(UserSession)
        .where(
            UserSession.user_id == user_id,
            UserSession.ended_at.is_(None),
            UserSession.seen_at > now - idle,
            UserSession.started_at > now - longest,
        )
        .order_by(UserSession.seen_at.desc())
    ).all()


def wait(account: str, address: str, now: datetime) -> timedelta:
    """How long until another attempt for the account, or from the address, is taken; nothing where one is."""
    mine = SignInAttempt.account == account
    waits = [_wait(mine, FAILURES_PER_ACCOUNT, now, _last_success(account, now))]
    if address:
        waits.append(_wait(SignInAttempt.address == address, FAILURES_PER_ADDRESS, now, now - WINDOW))
    return max(waits)


def _wait(where: ColumnElement[bool], most: int, now: datetime, since: datetime) -> timedelta:
    """Until the oldest of the newest so many failures has left the window."""
    failures = db.session.scalars(
        select(SignInAttempt.at)
        .where(where, SignInAttempt.succeeded.is_(False), SignInAttempt.at > since)
        .order_by(SignInAttempt.at.desc())
        .limit(most)
    ).all()
    return max(failures[-1] + WINDOW - now, timedelta(0)) if len(failures) >= most else timedelta(0)


def _last_success(account: str, now: datetime) -> datetime:
    """When the account last got in, or the start of the window: what failed before that is forgotten."""
    found = db.session.scalar(
        select(func.max(SignInAttempt.at)).where(
            SignInAttempt.account == account, SignInAttempt.succeeded, SignInAttempt.at > now - WINDOW
        )
    )
    return found or now - WINDOW
