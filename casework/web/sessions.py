"""Signed-in browsers: Flask-Login over rows of our own, so that a session can be ended from anywhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask, current_app, g, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import UserMixin, current_user, login_user, logout_user

from casework.access.policy import Person
from casework.clock import now
from casework.errors import NotSignedIn
from casework.extensions import login_manager
from casework.web.wiring import Limits, SignedIn, wiring


class Visitor(UserMixin):  # type: ignore[misc] # Flask-Login has no types
    """What Flask-Login holds: the session row's id, and who it belongs to."""

    def __init__(self, signed_in: SignedIn) -> None:
        self.signed_in = signed_in

    def get_id(self) -> str:
        """The only thing about the person in the cookie."""
        return str(self.signed_in.session_id)


class HostCookies(SecureCookieSessionInterface):
    """The cookie of this host and no other: under https browsers hold both sides to that."""

    def get_cookie_name(self, app: Flask) -> str:
        """The name, which says so where cookies are for https only."""
        return host_cookie(app, app.config["SESSION_COOKIE_NAME"])

    def get_cookie_domain(self, app: Flask) -> None:
        """No domain: what is below this host gets nothing."""

    def get_cookie_path(self, app: Flask) -> str:
        """The whole host, as browsers ask of such a name."""
        return "/"


def host_cookie(app: Flask, name: str) -> str:
    """What a cookie of ours is called."""
    return f"__Host-{name}" if app.config["SESSION_COOKIE_SECURE"] else name


def init_app(app: Flask) -> None:
    """Tells Flask-Login to load people from session rows."""
    app.session_interface = HostCookies()
    login_manager.init_app(app)
    login_manager.session_protection = (
        None  # binds to the address, which changes on a phone; rows can be ended
    )
    login_manager.user_loader(_visitor)


def limits() -> Limits:
    """How long sessions last in this instance."""
    config = current_app.config
    return Limits(
        timedelta(minutes=config["SESSION_IDLE_MINUTES"]), timedelta(hours=config["SESSION_LONGEST_HOURS"])
    )


def begin(session_id: UUID, at: datetime) -> None:
    """Signs this browser in on the session row; nothing of what the cookie held before is kept."""
    session.clear()
    visitor = _visitor(str(session_id), at)
    login_user(visitor)


def end() -> None:
    """Empties this browser's cookie; the caller has ended the row."""
    logout_user()
    session.clear()


def signed_in() -> SignedIn | None:
    """Who is signed in, if anybody; nobody where a page must do without looking anything up."""
    if g.get("is_bare"):
        return None
    return current_user.signed_in if current_user.is_authenticated else None


def person() -> Person:
    """Who is signed in; NotSignedIn where nobody is."""
    found = signed_in()
    if found is None:
        raise NotSignedIn
    return found.person


def session_id() -> UUID:
    """The row of this browser's session; NotSignedIn where there is none."""
    found = signed_in()
    if found is None:
        raise NotSignedIn
    return found.session_id


def _visitor(kept_id: str, at: datetime | None = None) -> Visitor | None:
    try:
        row_id = UUID(kept_id)
    except ValueError:
        return None
    found = wiring().signed_in(row_id, at or now(), limits())
    return Visitor(found) if found else None
