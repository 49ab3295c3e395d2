"""Annulling a case opened on the wrong student: asking, deciding as a second person, taking it back."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases import annulments as actions
from casework.cases.act_forms import AnnulForm, SecondPersonForm
from casework.cases.demands import demand_allowed
from casework.cases.moves import locked_case
from casework.cases.pages import annulment as page
from casework.cases.views import blueprint
from casework.cases.views.desk import at_desk
from casework.errors import Conflict
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.once import once
from casework.web.text import gettext


@blueprint.route("/cases/<uuid:case_id>/annul", methods=["GET", "POST"])
@requires("annulment:request")
def annul(case_id: UUID) -> Response | tuple[str, int]:
    """What annulling leads to, and the reason for it; a second person decides."""
    desk = at_desk(case_id)
    demand_allowed(desk.row.case, desk.row.student, desk.reader, actions.ASK)
    if desk.row.case.annulled_at:
        raise Conflict("annulment_ended", case_id=str(case_id))
    pending, form = actions.pending_annulment(case_id), AnnulForm()
    if pending and request.method == "GET":
        return redirect(url_for("cases.annulment", case_id=case_id, annulment_id=pending.id), 303)
    if form.validate_on_submit():

        def act() -> str:
            case, reason = locked_case(case_id), form.reason.data or ""
            wish = actions.request_annulment(case, reason, actor=desk.reader, now=desk.now)
            return url_for("cases.annulment", case_id=case_id, annulment_id=wish.id)

        return once(act)
    return act_page(
        form,
        gettext("Annul the case?"),
        gettext("Ask for it to be annulled"),
        (desk.row.student.name, url_for("cases.show", case_id=case_id)),
        lead=gettext("For a case that was opened on the wrong student. On a yes from a second person:"),
        effects=page.effects_of(desk.situation, desk.speech),
        for_good=page.for_good(),
    )


@blueprint.route("/cases/<uuid:case_id>/annulments/<uuid:annulment_id>", methods=["GET", "POST"])
@requires("case:read")
def annulment(case_id: UUID, annulment_id: UUID) -> Response | tuple[str, int]:
    """A request to annul the case; a second person decides about it here."""
    desk = at_desk(case_id)
    found, form = actions.annulment_in(case_id, annulment_id), SecondPersonForm()
    if request.method == "POST":
        demand_allowed(desk.row.case, desk.row.student, desk.reader, actions.DECIDE)
    if form.validate_on_submit():

        def act() -> str:
            actions.decide_annulment(
                locked_case(case_id),
                actions.annulment_in(case_id, annulment_id),
                is_confirmed=form.decision.data == "confirm",
                reason=form.reason.data or "",
                actor=desk.reader,
                now=desk.now,
            )
            return url_for("cases.show", case_id=case_id)

        return once(act)
    shown = render_template(
        "cases/annulment.html",
        page=page.annulment_page(desk.row, desk.situation, desk.speech, found, desk.reader),
        for_good=page.for_good(),
        form=form,
        action=request.path,
        up=(desk.row.student.name, url_for("cases.show", case_id=case_id)),
    )
    return shown, 422 if form.errors else 200


@blueprint.post("/cases/<uuid:case_id>/annulments/<uuid:annulment_id>/withdraw")
@requires("annulment:request")
def withdraw_annulment(case_id: UUID, annulment_id: UUID) -> Response:
    """Whoever asked takes the request back."""
    desk = at_desk(case_id)

    def act() -> str:
        case, wish = locked_case(case_id), actions.annulment_in(case_id, annulment_id)
        actions.withdraw_annulment(case, wish, actor=desk.reader, now=desk.now)
        return url_for("cases.show", case_id=case_id)

    return once(act)
