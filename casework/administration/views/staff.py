"""Accounts and the roles that people hold: who, where, from when until when."""

from __future__ import annotations

from uuid import UUID

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.administration import actions, queries
from casework.administration.forms import AccountForm, DaysForm, RoleForm
from casework.administration.pages import staff as pages
from casework.administration.queries import HeldRole
from casework.administration.views import blueprint
from casework.administration.views.start import up
from casework.clock import now, school_date
from casework.errors import NotHere
from casework.people.models import User
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.once import once
from casework.web.paging import page_number
from casework.web.sessions import person
from casework.web.text import gettext

Answer = str | Response | tuple[str, int]


@blueprint.get("/staff")
@requires("people:administer")
def staff() -> Answer:
    """Every account."""
    query = request.args.get("q", "")[:80]
    found = pages.account_list(query, page_number(), school_date(now()))
    return render_template("administration/staff.html", found=found, q=query, up=up())


@blueprint.route("/staff/new", methods=["GET", "POST"])
@requires("people:administer")
def new_account() -> Answer:
    """A new account; the roles come on its own page."""
    form = AccountForm(data={"language": language()})
    if form.validate_on_submit():

        def act() -> str:
            made = actions.add_account(
                form.username.data or "",
                form.name.data or "",
                language=form.language.data,
                actor=person(),
                now=now(),
            )
            return url_for("administration.account", user_id=made.id)

        return once(act)
    back = gettext("Staff"), url_for("administration.staff")
    shown = render_template("administration/new_account.html", form=form, up=back)
    return shown, 422 if form.errors else 200


@blueprint.get("/staff/<uuid:user_id>")
@requires("people:administer")
def account(user_id: UUID) -> Answer:
    """An account: whether the person can sign in, and the roles."""
    return _account_page(_user(user_id), _role_form())


@blueprint.post("/staff/<uuid:user_id>/roles")
@requires("people:administer")
def give_role(user_id: UUID) -> Answer:
    """One more role for the person."""
    user, form = _user(user_id), _role_form()
    if not form.validate_on_submit():
        return _account_page(user, form), 422

    def act() -> str:
        unit, group = form.place
        actions.give_role(user, form.role.data, unit, group, days=form.days, actor=person(), now=now())
        flash(gettext("The role is given."))
        return url_for("administration.account", user_id=user_id)

    return once(act)


@blueprint.post("/staff/<uuid:user_id>/close")
@requires("people:administer")
def close_account(user_id: UUID) -> Answer:
    """Lets the person sign in no more."""
    user = _user(user_id)

    def act() -> str:
        actions.close_account(user, actor=person(), now=now())
        flash(gettext("The account is closed, and signed in nowhere."))
        return url_for("administration.account", user_id=user_id)

    return once(act)


@blueprint.post("/staff/<uuid:user_id>/open")
@requires("people:administer")
def open_account(user_id: UUID) -> Answer:
    """Lets the person sign in again."""
    user = _user(user_id)

    def act() -> str:
        actions.open_account(user, actor=person(), now=now())
        flash(gettext("The account is open again."))
        return url_for("administration.account", user_id=user_id)

    return once(act)


@blueprint.get("/roles")
@requires("people:administer")
def roles() -> Answer:
    """Who holds what where, by school."""
    today, asked = school_date(now()), request.args.get("unit", type=UUID)
    units = queries.units()
    chosen = asked or (units[0].id if units else None)
    held = queries.roles_at([chosen] if chosen else [], today)
    return render_template(
        "administration/roles.html",
        rows=[pages.role_row(one, today) for one in held],
        chips=pages.unit_chips(chosen, today),
        up=up(),
    )


@blueprint.route("/roles/<uuid:grant_id>", methods=["GET", "POST"])
@requires("people:administer")
def role(grant_id: UUID) -> Answer:
    """Other days for a role, or its end."""
    held = _held(grant_id)
    form = DaysForm(school_date(now()), obj=held.grant)
    if form.validate_on_submit():

        def act() -> str:
            actions.change_role(held, form.days, actor=person(), now=now())
            flash(gettext("The role has new days."))
            return url_for("administration.account", user_id=held.user.id)

        return once(act)
    shown = render_template(
        "administration/role.html",
        form=form,
        role=pages.role_row(held, school_date(now())),
        end_url=url_for("administration.end_role", grant_id=grant_id),
        is_own=held.user.id == person().id,
        is_over=held.grant.valid_to < school_date(now()),
        up=(held.user.name, url_for("administration.account", user_id=held.user.id)),
    )
    return shown, 422 if form.errors else 200


@blueprint.post("/roles/<uuid:grant_id>/end")
@requires("people:administer")
def end_role(grant_id: UUID) -> Answer:
    """Ends the role at once."""
    held = _held(grant_id)

    def act() -> str:
        actions.end_roles([held], actor=person(), now=now())
        flash(gettext("The role has ended."))
        return url_for("administration.account", user_id=held.user.id)

    return once(act)


def _user(user_id: UUID) -> User:
    user = queries.account(user_id)
    if user is None:
        raise NotHere
    return user


def _held(grant_id: UUID) -> HeldRole:
    held = queries.role(grant_id)
    if held is None:
        raise NotHere
    return held


def _role_form() -> RoleForm:
    return RoleForm(queries.authority(), queries.schools(), school_date(now()))


def _account_page(user: User, form: RoleForm) -> str:
    today = school_date(now())
    return render_template(
        "administration/account.html",
        user=user,
        state=pages.account_state(user),
        roles=[pages.role_row(one, today) for one in queries.roles_of(user.id)],
        form=form,
        is_own=user.id == person().id,
        up=(gettext("Staff"), url_for("administration.staff")),
    )
