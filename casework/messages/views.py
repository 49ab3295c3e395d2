"""Which mails one gets oneself."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from werkzeug.wrappers import Response

from casework.extensions import channels_set_up
from casework.messages.forms import MailForm
from casework.messages.staff import EMAIL, want
from casework.people.queries import user
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

blueprint = Blueprint("messages", __name__)


@blueprint.route("/account/mail", methods=["GET", "POST"])
@requires("account:change")
def choose() -> Response | tuple[str, int]:
    """The address at work, a summary at an hour of one's own, word at once."""
    me = user(person().id)
    form = MailForm(me)
    if form.validate_on_submit():

        def act() -> str:
            want(me.id, form.wanted())
            flash(gettext("Your choice holds from now on."))
            return url_for("people.account")

        return once(act)
    shown = render_template(
        "people/mail.html",
        form=form,
        is_set_up=EMAIL in channels_set_up(),
        up=(gettext("Your account"), url_for("people.account")),
    )
    return shown, 422 if form.errors else 200
