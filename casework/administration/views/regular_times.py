"""The times that are kept each week: a school's team meetings, and the mentor time of each class."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from casework.administration import actions
from casework.administration.time_forms import TimesForm, school_times
from casework.administration.views import blueprint
from casework.administration.views.schools import school_named
from casework.clock import now
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

Answer = Response | tuple[str, int]
Up = tuple[str, str]


@blueprint.route("/schools/<uuid:unit_id>/times", methods=["GET", "POST"])
@requires("people:administer")
def regular_times(unit_id: UUID) -> Answer:
    """When the team meets, and when each class has its mentor time."""
    row = school_named(unit_id)
    form = school_times(row)
    up = row.unit.name, url_for("administration.school", unit_id=unit_id)
    if form.validate_on_submit():

        def act() -> str:
            actions.keep_regular_times(row.unit, form.team_day, form.mentor_times, actor=person(), now=now())
            return up[1]

        return once(act)
    here = url_for("administration.regular_times", unit_id=unit_id)
    return times_page(form, gettext("Mentor time and team meetings"), here, up)


def times_page(form: TimesForm, heading: str, action: str, up: Up) -> Answer:
    """The form on its page."""
    page = render_template("administration/times.html", form=form, heading=heading, action=action, up=up)
    return page, 422 if form.errors else 200
