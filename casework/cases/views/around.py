"""Who is responsible for a case and who takes part: seeing, naming, adding, ending."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from casework.cases import around as actions
from casework.cases.act_forms import ParticipantForm, ResponsibleForm
from casework.cases.demands import demand_case_open
from casework.cases.moves import locked_case
from casework.cases.pages import around as page
from casework.cases.pages.identity import named_responsible
from casework.cases.views import blueprint
from casework.cases.views.desk import Desk, at_desk
from casework.errors import NotAcceptable
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.forms import ConfirmForm
from casework.web.once import once
from casework.web.text import gettext


@blueprint.get("/cases/<uuid:case_id>/people")
@requires("case:read")
def participants(case_id: UUID) -> str:
    """Who is responsible now, who takes part and who did."""
    desk = at_desk(case_id)
    owner = desk.situation.workflow.stage(desk.situation.facts.last_stage).owner
    return render_template(
        "cases/people.html",
        identity=desk.identity("participants"),
        responsible=named_responsible(desk.situation, desk.speech) or desk.speech.one(owner),
        rows=page.participant_rows(desk.situation, may_end=desk.is_open),
        name_url=url_for("cases.name_responsible", case_id=case_id) if desk.is_open else None,
        add_url=url_for("cases.add_participant", case_id=case_id) if desk.is_open else None,
    )


@blueprint.route("/cases/<uuid:case_id>/people/responsible", methods=["GET", "POST"])
@requires("case:change")
def name_responsible(case_id: UUID) -> Response | tuple[str, int]:
    """Names a colleague as responsible while the case stands in this stage."""
    desk = at_desk(case_id, "case:change")
    demand_case_open(desk.row.case)
    chosen = str(desk.situation.visit.responsible_id or "")
    form = ResponsibleForm(page.colleague_choices(desk.situation, desk.speech), chosen)
    if form.validate_on_submit():

        def act() -> str:
            user_id = UUID(form.colleague.data)
            actions.name_responsible(locked_case(case_id), user_id, actor=desk.reader, now=desk.now)
            return url_for("cases.participants", case_id=case_id)

        return once(act)
    heading = gettext("Who is responsible for the case?")
    lead = gettext("Until the case moves. Only colleagues who can already see the case can be named.")
    return _page(desk, form, heading, lead, gettext("Save who is responsible"))


@blueprint.route("/cases/<uuid:case_id>/people/new", methods=["GET", "POST"])
@requires("case:change")
def add_participant(case_id: UUID) -> Response | tuple[str, int]:
    """Adds somebody who takes part."""
    desk = at_desk(case_id, "case:change")
    demand_case_open(desk.row.case)
    form = ParticipantForm(page.colleague_choices(desk.situation, desk.speech))
    if form.validate_on_submit():
        who = UUID(form.colleague.data) if form.colleague.data else _somebody(form)

        def act() -> str:
            case, since = locked_case(case_id), form.since.data or desk.today
            actions.add_participant(case, who, since, actor=desk.reader, now=desk.now)
            return url_for("cases.participants", case_id=case_id)

        return once(act)
    lead = gettext("Being named here gives nobody access to the case.")
    return _page(desk, form, gettext("Who takes part?"), lead, gettext("Add"))


def _somebody(form: ParticipantForm) -> actions.Somebody:
    if not form.person.data:
        raise NotAcceptable("name_missing")
    return actions.Somebody(form.person.data, form.body.data or "", form.phone.data or "")


@blueprint.route("/cases/<uuid:case_id>/people/<uuid:participant_id>/end", methods=["GET", "POST"])
@requires("case:change")
def end_participant(case_id: UUID, participant_id: UUID) -> Response | tuple[str, int]:
    """Notes that somebody takes part no longer."""
    desk = at_desk(case_id, "case:change")
    actions.participant_in(case_id, participant_id)
    form = ConfirmForm()
    if form.validate_on_submit():

        def act() -> str:
            case, row = locked_case(case_id), actions.participant_in(case_id, participant_id)
            actions.end_participant(case, row, actor=desk.reader, now=desk.now)
            return url_for("cases.participants", case_id=case_id)

        return once(act)
    lead = gettext("The person stays in the list with the days. They can be added again.")
    return _page(desk, form, gettext("Takes part no longer?"), lead, gettext("Takes part no longer"))


def _page(
    desk: Desk, form: ResponsibleForm | ParticipantForm | ConfirmForm, heading: str, lead: str, label: str
) -> tuple[str, int]:
    return act_page(
        form,
        heading,
        label,
        (desk.row.student.name, url_for("cases.participants", case_id=desk.row.case.id)),
        lead=lead,
    )
