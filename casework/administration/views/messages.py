"""Messages that could not be sent: why, and what to do: try again, or give up with a reason."""

from __future__ import annotations

from uuid import UUID

from flask import flash, render_template, url_for
from werkzeug.wrappers import Response

from casework.administration.actions import note
from casework.administration.forms import GiveUpForm
from casework.administration.pages.messages import dead_rows, state_lines
from casework.administration.views import blueprint
from casework.administration.views.start import up
from casework.clock import now
from casework.messages import actions, queries
from casework.messages.pages import PAGE, kind
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.once import once
from casework.web.paging import page_number, pager
from casework.web.sessions import person
from casework.web.text import gettext


@blueprint.get("/messages")
@requires("people:administer")
def messages() -> str:
    """How messages go out, how many wait, and those that a person must decide about."""
    page = page_number()
    found, total = queries.dead(limit=PAGE, offset=(page - 1) * PAGE)
    return render_template(
        "administration/messages.html",
        lines=state_lines(queries.backlog(now())),
        rows=dead_rows(found),
        pager=pager("administration.messages", page, PAGE, total, {}),
        up=up(),
    )


@blueprint.post("/messages/<uuid:message_id>/again")
@requires("people:administer")
def send_again(message_id: UUID) -> Response:
    """Lets the message be tried anew."""

    def act() -> str:
        row = actions.release(message_id, now=now())
        note("message:again", {"kind": row.kind, "day": str(row.on)}, actor=person(), now=now())
        flash(gettext("The message is tried again within a minute."))
        return url_for("administration.messages")

    return once(act)


@blueprint.route("/messages/<uuid:message_id>/give-up", methods=["GET", "POST"])
@requires("people:administer")
def give_up(message_id: UUID) -> Response | tuple[str, int]:
    """It is not sent; those who read the case see why."""
    row, form = queries.dead_one(message_id), GiveUpForm()
    if form.validate_on_submit():

        def act() -> str:
            actions.give_up(message_id, form.reason.data or "", actor=person(), now=now())
            note("message:given_up", {"kind": row.kind, "day": str(row.on)}, actor=person(), now=now())
            return url_for("administration.messages")

        return once(act)
    lead = gettext(
        "The message is not sent. It stands in the case and on the student’s page, with your reason, for "
        "those who read there: so that somebody can get in touch in another way."
    )
    heading = gettext("Give up: %(what)s?", what=kind(row))
    back = (gettext("Messages"), url_for("administration.messages"))
    return act_page(form, heading, gettext("Give up"), back, lead=lead)
