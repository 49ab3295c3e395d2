"""Signing in and out, one's own account, and the list of students."""

from __future__ import annotations

import re
from datetime import timedelta
from math import ceil
from typing import Literal
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.access.policy import OWN_TEXT, may_at_all
from casework.clock import now, school_date
from casework.errors import NotHere
from casework.extensions import unit_of_work
from casework.people import actions as people
from casework.people import queries
from casework.people import sign_in_actions as sessions
from casework.people.browsers import browser_name
from casework.people.forms import PasswordForm, SignInForm
from casework.people.models import User
from casework.people.pages.students import student_list
from casework.people.passwords import is_right
from casework.people.queries import user
from casework.people.regular_times import classes_of
from casework.people.sign_in_actions import Attempt
from casework.people.sign_in_queries import sessions_of
from casework.people.views import views
from casework.web import sessions as browser
from casework.web.dates import moment
from casework.web.disclosure import shows
from casework.web.doors import public, requires
from casework.web.languages import NAMES, cookie_name
from casework.web.once import once
from casework.web.paging import page_number
from casework.web.text import gettext
from casework.web.way_back import keep_way
from casework.web.wiring import wiring

ONE_YEAR = timedelta(days=365)
HOME = "/"
Failed = Literal["wrong", "run_out", "no_role"]
# One slash first, no backslash, which browsers read as one, and nothing that steers, which they leave out.
LOCAL = re.compile(r"/(?!/)[^\\\x00-\x1f\x7f-\x9f]*")


@views.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> str | Response | tuple[str, int]:
    """Asks who one is, and leads on to where one was going."""
    way_on = local_address(request.values.get("next", ""))
    form = SignInForm()
    if browser.signed_in() and request.method == "GET":
        return redirect(way_on, 303)
    if not form.validate_on_submit():
        return _sign_in_page(form, way_on), 422 if form.errors else 200
    left = _enter(form.username.data or "", form.password.data or "")
    if left is None:
        return redirect(way_on, 303)
    if isinstance(left, str):
        return _sign_in_page(form, way_on, failed=left), 422
    return _sign_in_page(form, way_on, wait_minutes=ceil(left.total_seconds() / 60)), 429


def _enter(username: str, password: str) -> timedelta | Failed | None:
    """Signs this browser in, and out of what it was signed in to; else how long to wait, or what failed."""
    at, earlier = now(), browser.signed_in()
    with unit_of_work():
        attempt = sessions.begin_attempt(username, request.remote_addr or "", now=at)
    if not isinstance(attempt, Attempt):
        return attempt
    if not is_right(attempt.user.password_hash if attempt.user else None, password) or attempt.user is None:
        return "wrong"
    if attempt.user.one_time_until and attempt.user.one_time_until < at:
        return "run_out"
    if not queries.person(attempt.user, school_date(at)).grants:
        return "no_role"
    with unit_of_work():
        if earlier:
            sessions.end_sessions(earlier.person.id, [earlier.session_id], now=at)
        session = sessions.begin_session(
            attempt, attempt.user, browser_name(request.user_agent.string), now=at
        )
    browser.begin(session.id, at)
    return None


def _sign_in_page(
    form: SignInForm, way_on: str, *, failed: Failed | None = None, wait_minutes: int = 0
) -> str:
    return render_template(
        "people/sign_in.html",
        form=form,
        action=url_for("people.sign_in"),
        next=way_on,
        failed=failed,
        wait_minutes=wait_minutes or None,
        **wiring().sign_in_help(),
    )


@views.post("/sign-out")
@requires("account:change")
def sign_out() -> Response:
    """Ends this browser's session."""
    with unit_of_work():
        sessions.end_sessions(browser.person().id, [browser.session_id()], now=now())
    browser.end()
    return redirect(url_for("people.sign_in"), 303)


@views.get("/account")
@requires("account:change")
def account() -> str:
    """One's own things: language, and where one is signed in."""
    limits = browser.limits()
    rows = sessions_of(browser.person().id, now(), idle=limits.idle, longest=limits.longest)
    shown = [
        (
            row.id,
            row.browser or gettext("A browser"),
            moment(row.seen_at),
            row.id == browser.session_id(),
            url_for("people.end_session", session_id=row.id),
        )
        for row in rows
    ]
    return render_template(
        "people/account.html",
        sessions=shown,
        end_others_url=url_for("people.end_other_sessions"),
        times_url=url_for("own_times.mentor_time") if classes_of(browser.person()) else None,
        substitutes_url=url_for("people.substitutes_list"),
        signed_url=url_for("cases.own_texts") if may_at_all(browser.person(), OWN_TEXT) else None,
    )


@views.route("/account/password", methods=["GET", "POST"])
@requires("account:change")
def choose_password() -> Response | tuple[str, int]:
    """A new password of one's own; the first thing for whoever came in with one that somebody else made."""
    visitor = browser.signed_in()
    is_forced = visitor is not None and visitor.must_choose_password
    me, this = user(browser.person().id), browser.session_id()
    form = PasswordForm(me, asks_present=not is_forced)
    left = None if is_forced or not form.is_submitted() else _try_present(me, form)
    if form.validate_on_submit() and not left:

        def act() -> str:
            people.choose_password(me.id, form.password.data or "", session_id=this, now=now())
            flash(gettext("Your new password holds from now on."))
            return HOME

        return once(act)
    minutes = ceil(left.total_seconds() / 60) if left else None
    shown = render_template("people/password.html", form=form, is_forced=is_forced, wait_minutes=minutes)
    return shown, 429 if left else 422 if form.errors else 200


def _try_present(me: User, form: PasswordForm) -> timedelta | None:
    """Counts the attempt as one to sign in, a success where the password is right; else how long to wait."""
    with unit_of_work():
        attempt = sessions.begin_attempt(me.username, request.remote_addr or "", now=now())
    if not isinstance(attempt, Attempt):
        return attempt
    if is_right(me.password_hash, form.present.data or ""):
        with unit_of_work():
            sessions.succeed(attempt)
    return None


@views.post("/account/sessions/<uuid:session_id>/end")
@requires("account:change")
def end_session(session_id: UUID) -> Response:
    """Signs out another browser of one's own."""

    def act() -> str:
        sessions.end_sessions(browser.person().id, [session_id], now=now())
        return url_for("people.account")

    return once(act)


@views.post("/account/sessions/end-others")
@requires("account:change")
def end_other_sessions() -> Response:
    """Signs out everywhere but here."""
    limits, this = browser.limits(), browser.session_id()
    rows = sessions_of(browser.person().id, now(), idle=limits.idle, longest=limits.longest)

    def act() -> str:
        sessions.end_sessions(browser.person().id, [row.id for row in rows if row.id != this], now=now())
        flash(gettext("You are signed out everywhere else."))
        return url_for("people.account")

    return once(act)


@views.post("/language")
@public
def choose_language() -> Response:
    """Keeps the language of this browser, and of the person where somebody is signed in."""
    chosen = request.form.get("language", "")
    if chosen not in NAMES:
        raise NotHere
    visitor = browser.signed_in()
    if visitor:
        with unit_of_work():
            people.choose_language(visitor.person.id, chosen)
    answer = redirect(local_address(request.form.get("next", "")), 303)
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(cookie_name(), chosen, max_age=ONE_YEAR, secure=secure, httponly=True, samesite="Lax")
    return answer


@views.get("/students")
@requires("student:read")
def students() -> str:
    """The students whom one may see, by class."""
    query, group = request.args.get("q", "")[:80], request.args.get("group", type=UUID)
    found = student_list(browser.person(), query, group, page_number())
    shows(found.students)
    keep_way()
    may_enter = may_at_all(browser.person(), "protection:decide")
    return render_template(
        "people/students.html",
        q=query,
        list_url=url_for("people.students"),
        enter_url=url_for("cases.new_alias") if may_enter else None,
        **vars(found),
    )


def local_address(wanted: str) -> str:
    """The address, if it is a path of this program; else the start page: no link leads people elsewhere."""
    return wanted if LOCAL.fullmatch(wanted) else HOME
