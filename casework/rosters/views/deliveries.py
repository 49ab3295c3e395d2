"""Deliveries of other systems: sent, looked at as a plan, then entered whole or not at all."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response

from casework.administration.tables import Unreadable
from casework.administration.views import blueprint, chosen
from casework.administration.views.start import up
from casework.clock import now, school_date
from casework.errors import CaseworkError
from casework.extensions import rehearsal
from casework.rosters import actions
from casework.rosters.pages.deliveries import delivery_fault, plan
from casework.rosters.reading import read_delivery
from casework.rosters.tables import of_archive
from casework.rosters.waiting import forget, put, waiting
from casework.web.doors import requires, takes_file
from casework.web.once import once
from casework.web.problems import show_again
from casework.web.sessions import person
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _
from casework.web.wiring import wiring

Answer = str | Response | tuple[str, int]


class ArchiveForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A zip archive of tables."""

    file = FileField(_("Zip archive"), render_kw={"accept": ".zip,application/zip"})


@blueprint.route("/rosters", methods=["GET", "POST"])
@requires("people:administer")
@takes_file
def rosters() -> Answer:
    """Takes an archive, and leads to what it would do; nothing is entered."""
    form = ArchiveForm()
    if not form.validate_on_submit():
        return _index(form), 422 if form.errors else 200
    try:
        archive = form.file.data.read() if form.file.data else b""
        if not archive:
            raise Unreadable("nothing_sent")
        feed = read_delivery(of_archive(archive), today=school_date(now()))
        with rehearsal():
            actions.carry_out(feed, actor=person(), now=now())
    except Unreadable as fault:
        return _index(form, delivery_fault(fault)), 422
    return once(lambda: url_for("administration.roster", waiting_id=put(feed, actor=person(), now=now()).id))


@blueprint.get("/rosters/<uuid:waiting_id>")
@requires("people:administer")
def roster(waiting_id: UUID) -> str:
    """What the delivery would do."""
    return _plan(waiting_id)


@blueprint.post("/rosters/<uuid:waiting_id>/enter")
@requires("people:administer")
def enter_roster(waiting_id: UUID) -> Response:
    """Enters what was shown, in one piece."""
    feed = waiting(waiting_id, actor=person(), now=now())
    show_again(lambda error: _plan(waiting_id, error))

    def act() -> str:
        digest = request.form.get("digest", "")
        outcome = actions.keep(feed, digest, chosen("end"), actor=person(), now=now())
        if outcome.begun:
            wiring().attendance_changed(outcome.begun, date.min, now())
        forget(waiting_id, actor=person())
        flash(gettext("The delivery has been entered."))
        return url_for("administration.start")

    return once(act)


@blueprint.post("/rosters/<uuid:waiting_id>/discard")
@requires("people:administer")
def discard_roster(waiting_id: UUID) -> Response:
    """Takes away what was sent, of which nothing has been entered."""
    waiting(waiting_id, actor=person(), now=now())

    def act() -> str:
        forget(waiting_id, actor=person())
        return url_for("administration.rosters")

    return once(act)


def _plan(waiting_id: UUID, error: CaseworkError | None = None) -> str:
    feed = waiting(waiting_id, actor=person(), now=now())
    with rehearsal():
        outcome = actions.carry_out(feed, actor=person(), now=now())
    return render_template(
        "administration/roster.html",
        found=plan(feed, outcome),
        digest=outcome.digest,
        is_other=error is not None,
        enter_url=url_for("administration.enter_roster", waiting_id=waiting_id),
        discard_url=url_for("administration.discard_roster", waiting_id=waiting_id),
        up=(gettext("People from other systems"), url_for("administration.rosters")),
    )


def _index(form: ArchiveForm, problem: str = "") -> str:
    return render_template("administration/rosters.html", form=form, problem=problem, up=up())
