"""Signing in and out: counts attempts, begins and ends sessions."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from uuid import UUID

from sqlalchemy import delete, select, update

from casework.extensions import db, is_demo, sign_in_key
from casework.people.models import User
from casework.people.sign_in_models import SignInAttempt, UserSession
from casework.people.sign_in_queries import WINDOW, wait

IPV6_HOUSEHOLD = 64  # everybody has so many of these addresses that one alone says nothing


@dataclass(frozen=True)
class Attempt:
    """An attempt that has been counted and may be verified: the account, where there is one."""

    attempt_id: UUID
    user: User | None


def begin_attempt(username: str, address: str, *, now: datetime) -> Attempt | timedelta:
    """Counts the attempt as failed before anything is verified, so that simultaneous ones count too.

    Answers how long to wait instead, where there have been too many.
    """
    name = username.strip().casefold()
    user = db.session.scalars(
        select(User).where(User.username == name, User.is_active).with_for_update()
    ).one_or_none()
    household = _household(address)
    account, origin = _keyed(name), _keyed(household)
    left = wait(account, origin if household else "", now)
    if left:
        return left
    row = SignInAttempt(account=account, address=origin, at=now, succeeded=False)
    db.session.add(row)
    db.session.flush()
    return Attempt(row.id, user)


def succeed(attempt: Attempt) -> None:
    """Notes that the password of the attempt was right."""
    db.session.get_one(SignInAttempt, attempt.attempt_id).succeeded = True
    db.session.flush()


def begin_session(attempt: Attempt, user: User, browser: str, *, now: datetime) -> UserSession:
    """Notes the success and begins a session; the password has been verified."""
    succeed(attempt)
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - 2 * WINDOW))
    row = UserSession(user_id=user.id, started_at=now, seen_at=now, browser=browser[:120])
    db.session.add(row)
    db.session.flush()
    return row


def note_seen(session_id: UUID, *, now: datetime) -> None:
    """Notes that the browser was used."""
    db.session.execute(update(UserSession).where(UserSession.id == session_id).values(seen_at=now))


def end_sessions(user_id: UUID, session_ids: Iterable[UUID], *, now: datetime) -> None:
    """Ends those of the sessions that are the user's own."""
    mine = (UserSession.user_id == user_id) & UserSession.ended_at.is_(None)
    db.session.execute(
        update(UserSession).where(mine, UserSession.id.in_(list(session_ids))).values(ended_at=now)
    )


def end_all_sessions(user_id: UUID, *, now: datetime, but: UUID | None = None) -> None:
    """Signs the user out everywhere, but from one session where that is named."""
    mine = (UserSession.user_id == user_id) & UserSession.ended_at.is_(None)
    if but:
        mine &= UserSession.id != but
    db.session.execute(update(UserSession).where(mine).values(ended_at=now))


def _keyed(text: str) -> str:
    return hmac.new(sign_in_key(), text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _household(address: str) -> str:
    """The address, or for IPv6 the network that one household or school has.

    Nothing for this machine's own in a demonstration, which one tries out by signing in as everybody.
    """
    try:
        read = ip_address(address)
    except ValueError:
        return ""
    read = (read.ipv4_mapped if read.version == 6 else None) or read
    if read.is_loopback and is_demo():
        return ""
    return str(ip_network((read, IPV6_HOUSEHOLD), strict=False)) if read.version == 6 else str(read)
