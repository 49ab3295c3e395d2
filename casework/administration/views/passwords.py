"""One-time passwords: made here, shown once, and replaced by the person's own at the first sign-in."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from casework.administration import actions, queries
from casework.administration.pages import staff as pages
from casework.administration.views import blueprint, chosen
from casework.administration.views.start import up
from casework.clock import now, school_date
from casework.errors import NotHere
from casework.people.actions import ONE_TIME_HOLDS
from casework.people.models import User
from casework.people.passwords import hashed, made_up
from casework.web.doors import requires
from casework.web.once import once, shows_once
from casework.web.paging import page_number
from casework.web.sessions import person
from casework.web.text import gettext

Answer = str | Response | tuple[str, int]


@blueprint.get("/passwords")
@requires("people:administer")
def passwords() -> Answer:
    """Those who have no password of their own yet."""
    found = pages.account_list("", page_number(), school_date(now()), passwords_by=person().id)
    return render_template("administration/passwords.html", found=found, up=up())


@blueprint.post("/passwords")
@requires("people:administer")
def make_passwords() -> Answer:
    """One-time passwords for those who were chosen, at most a page of them."""
    users = [user for one in chosen("user")[: pages.PAGE] if (user := queries.account(one))]
    found = pages.account_list("", page_number(), school_date(now()), passwords_by=person().id)
    if not users:
        problem = gettext("Choose at least one account.")
        return render_template("administration/passwords.html", found=found, problem=problem, up=up()), 422
    return _made(users)


@blueprint.post("/staff/<uuid:user_id>/password")
@requires("people:administer")
def make_password(user_id: UUID) -> Answer:
    """A one-time password for one person."""
    user = queries.account(user_id)
    if user is None:
        raise NotHere
    return _made([user])


def _made(users: list[User]) -> Answer:
    """Makes the passwords and shows them, once; the work of hashing comes before anything is held."""
    secrets = {user.id: made_up() for user in users}
    hashes = {user_id: hashed(secret) for user_id, secret in secrets.items()}
    is_done = False

    def act() -> str:
        nonlocal is_done
        actions.give_passwords(users, hashes, actor=person(), now=now())
        is_done = True
        return url_for("administration.passwords")

    answer = once(act)
    if not is_done:
        return answer
    shows_once()
    return render_template(
        "administration/made_passwords.html",
        rows=[(user.name, user.username, secrets[user.id]) for user in users],
        until=pages.until_words(now() + ONE_TIME_HOLDS),
        up=(gettext("Passwords"), url_for("administration.passwords")),
    )
