"""Substitutes: who stands in for whom and when, to name one, and to end it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.clock import now, school_date
from casework.people import substitutes
from casework.people.forms import SubstituteForm
from casework.people.pages import substitutes as pages
from casework.people.views import views
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.forms import ConfirmForm
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

Answer = str | Response | tuple[str, int]


@views.get("/substitutes")
@requires("account:change")
def substitutes_list() -> str:
    """Who stands in for whom, where the reader has to do with it."""
    return render_template(
        "people/substitutes.html", found=pages.substitute_list(person(), now()), up=_account()
    )


@views.route("/substitutes/new", methods=["GET", "POST"])
@requires("account:change")
def new_substitute() -> Answer:
    """A colleague stands in for oneself, or for somebody at a school where one decides."""
    today = school_date(now())
    away = substitutes.person_away(request.args.get("for", person().id, type=UUID), person(), today)
    form = SubstituteForm(pages.who_can_stand_in(away.id, person(), today), today)
    if form.validate_on_submit():

        def act() -> str:
            substitutes.name_substitute(
                away, UUID(form.substitute.data), form.days, actor=person(), now=now()
            )
            flash(gettext("The substitute is named."))
            return url_for("people.substitutes_list")

        return once(act)
    return _naming(form, away.id, away.name)


@views.route("/substitutes/<uuid:substitution_id>/end", methods=["GET", "POST"])
@requires("account:change")
def end_substitute(substitution_id: UUID) -> Answer:
    """Ends it before its last day."""
    found = substitutes.substitution(substitution_id, person(), school_date(now()))
    form = ConfirmForm()
    if form.validate_on_submit():

        def act() -> str:
            substitutes.end_substitution(found.row, actor=person(), now=now())
            flash(gettext("It is ended."))
            return url_for("people.substitutes_list")

        return once(act)
    names = {"substitute": found.substitute, "absent": found.absent}
    heading = gettext("Shall %(substitute)s no longer stand in for %(absent)s?", **names)
    lead = gettext("It ends at once. What %(substitute)s has done stays.", substitute=found.substitute)
    back = (gettext("Substitutes"), url_for("people.substitutes_list"))
    return act_page(form, heading, gettext("End it now"), back, lead=lead)


def _naming(form: SubstituteForm, away_id: UUID, name: str) -> tuple[str, int]:
    heading = gettext("Who stands in for %(absent)s?", absent=name)
    asked: dict[str, Any] = {"for": away_id}
    if away_id == person().id:
        heading, asked = gettext("Who stands in for you?"), {}
    back = (gettext("Substitutes"), url_for("people.substitutes_list"))
    shown = render_template(
        "people/new_substitute.html",
        form=form,
        heading=heading,
        action=url_for("people.new_substitute", **asked),
        up=back,
        **vars(pages.what_follows(away_id, person(), school_date(now()))),
    )
    return shown, 422 if form.errors else 200


def _account() -> tuple[str, str]:
    return gettext("Your account"), url_for("people.account")
