"""Roles that are about to end: all of them on one page, to be renewed or left to end."""

from __future__ import annotations

from flask import flash, render_template, url_for
from werkzeug.wrappers import Response

from casework.administration import actions, queries
from casework.administration.pages.staff import renewal_line
from casework.administration.queries import HeldRole
from casework.administration.views import blueprint, chosen
from casework.clock import now, school_date
from casework.people.roster import latest_end
from casework.web.dates import day
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext, ngettext


@blueprint.get("/roles/renew")
@requires("people:administer")
def renew() -> str:
    """The roles that end soon, but one's own, each ticked to go on."""
    today = school_date(now())
    return render_template(
        "administration/renew.html",
        rows=[(held.grant.id, renewal_line(held)) for held in _ending()],
        until=day(latest_end(today, today)),
        action=url_for("administration.renew_roles"),
        up=(gettext("Roles"), url_for("administration.roles")),
    )


@blueprint.post("/roles/renew")
@requires("people:administer")
def renew_roles() -> Response:
    """Renews those that were ticked."""
    ticked = set(chosen("role"))
    found = [held for held in _ending() if held.grant.id in ticked]

    def act() -> str:
        actions.renew_roles(found, actor=person(), now=now())
        flash(ngettext("One role is renewed.", "%(num)d roles are renewed.", len(found)))
        return url_for("administration.start")

    return once(act)


def _ending() -> list[HeldRole]:
    """Those that the reader may renew: nobody renews their own."""
    return [held for held in queries.roles_ending(school_date(now())) if held.user.id != person().id]
