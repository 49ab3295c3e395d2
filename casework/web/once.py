"""Carries a posted form out once, however often and however simultaneously it is sent."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import Flask, g, redirect, request
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from casework.clock import now
from casework.errors import NotAcceptable
from casework.extensions import db, unit_of_work
from casework.web.models import OnceToken
from casework.web.sessions import person, signed_in

REDIRECTS = (302, 303)


def init_app(app: Flask) -> None:
    """Gives templates the token that every form carries; recognises a form that has been carried out."""
    app.jinja_env.globals["once_token"] = once_token
    app.before_request(lead_again)
    app.after_request(lead_on)


def once_token() -> str:
    """A new token, for one form in one page."""
    return str(uuid4())


def lead_again() -> Response | None:
    """Before every view, behind the door: a form that has been carried out leads where it led."""
    g.is_own_form = request.method == "POST"
    return _earlier()


def lead_on(response: Response) -> Response:
    """After every view: the same, where the form's twin was carried out while this one was on its way."""
    is_settled = response.status_code in REDIRECTS or response.status_code >= 500
    return response if is_settled else _earlier() or response


def shows_once() -> None:
    """Called by a view that shows what its act has made: this answer stays, and no repetition gets it."""
    g.is_own_form = False


def _earlier() -> Response | None:
    """To where the form led when it was carried out; nothing where it was not, or for somebody else."""
    visitor = signed_in() if g.get("is_own_form") else None
    try:
        row = db.session.get(OnceToken, _posted_token()) if visitor else None
    except NotAcceptable:
        return None
    return redirect(row.location, 303) if row and visitor and row.user_id == visitor.person.id else None


def once(act: Callable[[], str]) -> Response:
    """Runs the act in one unit of work and leads to the address that it returns, as a repetition does."""
    token = _posted_token()
    with unit_of_work():
        row = OnceToken(token=token, user_id=person().id, location="", at=now())
        earlier = _claim(row)
        if earlier is None:
            row.location = act()
            db.session.flush()
    return redirect((earlier or row).location, 303)


def _claim(row: OnceToken) -> OnceToken | None:
    """Takes the token, or answers the row of whoever took it; waits for one who is taking it just now."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        earlier = db.session.get_one(OnceToken, row.token)
        if earlier.user_id != row.user_id:
            raise NotAcceptable("stale_page") from None
        return earlier
    return None


def _posted_token() -> UUID:
    try:
        return UUID(request.form.get("once", ""))
    except ValueError:
        raise NotAcceptable("stale_page") from None
