"""The weekdays that a school keeps: its team meetings, and the mentor time of each class."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from casework.administration import actions
from casework.administration.time_forms import times_form
from casework.administration.views import blueprint
from casework.administration.views.schools import school_named
from casework.clock import now
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext


@blueprint.route("/schools/<uuid:unit_id>/times", methods=["GET", "POST"])
@requires("people:administer")
def regular_times(unit_id: UUID) -> str | Response | tuple[str, int]:
    """When the team meets, and when each class has its mentor time."""
    row = school_named(unit_id)
    form = times_form(row)
    up = row.unit.name, url_for("administration.school", unit_id=unit_id)
    if form.validate_on_submit():

        def act() -> str:
            actions.keep_regular_times(row.unit, form.team_day, form.mentor_days, actor=person(), now=now())
            return up[1]

        return once(act)
    page = render_template(
        "administration/times.html",
        form=form,
        heading=gettext("Mentor time and team meetings"),
        action=url_for("administration.regular_times", unit_id=unit_id),
        up=up,
    )
    return page, 422 if form.errors else 200
