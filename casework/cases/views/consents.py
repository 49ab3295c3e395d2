"""Consents: which there are, recording one, withdrawing one."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from casework.cases import consents as actions
from casework.cases import queries
from casework.cases.forms import ConsentForm
from casework.cases.moves import locked_case
from casework.cases.pages.consent import consent_rows, purpose_title
from casework.cases.views import blueprint
from casework.cases.views.desk import Desk, at_desk
from casework.engine.facts import Refusal
from casework.errors import NotHere, Refused
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.forms import ConfirmForm
from casework.web.once import once
from casework.web.text import gettext


@blueprint.get("/cases/<uuid:case_id>/consents")
@requires("case:read")
def consents(case_id: UUID) -> str:
    """The consents that the routine asks for, and those that have been given."""
    desk = at_desk(case_id)
    return render_template(
        "cases/consents.html",
        identity=desk.identity("consents"),
        lead=gettext("Nothing of the case is shared with others before a consent is recorded here."),
        rows=consent_rows(desk.situation, desk.speech),
    )


@blueprint.route("/cases/<uuid:case_id>/consents/new/<purpose>", methods=["GET", "POST"])
@requires("case:change")
def new_consent(case_id: UUID, purpose: str) -> Response | tuple[str, int]:
    """Records a consent that somebody has given."""
    desk = at_desk(case_id, "case:change")
    _demand_recorder(desk, purpose)
    form = ConsentForm()
    if form.validate_on_submit():

        def act() -> str:
            actions.record_consent(
                locked_case(case_id),
                purpose,
                given_by=form.given_by.data or "",
                given_on=form.given_on.data or desk.today,
                scope=form.scope.data or "",
                valid_to=form.valid_to.data,
                actor=desk.reader,
                now=desk.now,
            )
            return url_for("cases.consents", case_id=case_id)

        return once(act)
    return act_page(
        form,
        gettext("Record a consent"),
        gettext("Save the consent"),
        (desk.row.student.name, url_for("cases.consents", case_id=case_id)),
        lead=purpose_title(purpose),
    )


@blueprint.route("/cases/<uuid:case_id>/consents/<uuid:consent_id>/withdraw", methods=["GET", "POST"])
@requires("case:change")
def withdraw_consent(case_id: UUID, consent_id: UUID) -> Response | tuple[str, int]:
    """Notes that a consent no longer holds."""
    desk = at_desk(case_id, "case:change")
    consent = queries.consent_in(case_id, consent_id)
    _demand_recorder(desk, consent.purpose)
    form = ConfirmForm()
    if form.validate_on_submit():

        def act() -> str:
            case = locked_case(case_id)
            actions.withdraw_consent(
                case, queries.consent_in(case_id, consent_id), actor=desk.reader, now=desk.now
            )
            return url_for("cases.consents", case_id=case_id)

        return once(act)
    return act_page(
        form,
        gettext("Withdraw the consent from %(name)s?", name=consent.given_by),
        gettext("Withdraw the consent"),
        (desk.row.student.name, url_for("cases.consents", case_id=case_id)),
        lead=gettext("From now on nothing may be shared on the ground of it. What has been done stands."),
    )


def _demand_recorder(desk: Desk, purpose: str) -> None:
    if purpose not in desk.situation.workflow.purposes:
        raise NotHere
    who = desk.situation.workflow.recorders(purpose)
    if not desk.speech.is_mine(who):
        raise Refused((Refusal("role", {}, who=who),), case_id=str(desk.row.case.id))
