"""When one's own classes have their mentor time: the one page of set-up that is a mentor's."""

from __future__ import annotations

from flask import Blueprint, flash, url_for

from casework.administration import actions
from casework.administration.time_forms import own_times
from casework.administration.views.regular_times import Answer, times_page
from casework.clock import now
from casework.errors import NotHere
from casework.people.regular_times import classes_of
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

blueprint = Blueprint("own_times", __name__)


@blueprint.route("/account/mentor-time", methods=["GET", "POST"])
@requires("account:change")
def mentor_time() -> Answer:
    """When the classes have it; nothing is here for who is mentor of none."""
    classes = classes_of(person())
    if not classes:
        raise NotHere
    form = own_times(classes)
    up = gettext("Your account"), url_for("people.account")
    if form.validate_on_submit():

        def act() -> str:
            actions.keep_own_times(form.mentor_times, actor=person(), now=now())
            flash(gettext("Your choice holds from now on."))
            return up[1]

        return once(act)
    return times_page(form, gettext("Mentor time"), url_for("own_times.mentor_time"), up)
