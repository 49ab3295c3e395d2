"""Asking those who may for a move or for help, answering, taking it back."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases import asks as actions
from casework.cases.act_forms import AnswerForm, AskForm
from casework.cases.moves import locked_case
from casework.cases.pages import asking as page
from casework.cases.pages.notes import class_choices
from casework.cases.views import blueprint
from casework.cases.views.desk import at_desk
from casework.errors import NotAllowed
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.once import once
from casework.web.text import gettext


@blueprint.route("/cases/<uuid:case_id>/asks/new", methods=["GET", "POST"])
@requires("case:change")
def ask(case_id: UUID) -> Response | tuple[str, int]:
    """Asks those who may for one of the other ways, or for help."""
    desk = at_desk(case_id, "case:change")
    way = page.ask_way(desk.situation, desk.speech)
    classes = class_choices(actions.classes_for(desk.situation, desk.reader))
    if way is None or not classes:
        raise NotAllowed
    form = AskForm(page.way_choices(desk.situation, desk.speech), classes)
    if form.validate_on_submit():

        def act() -> str:
            chosen = form.confidentiality.data if form.confidentiality else classes[0][0]
            made = (locked_case(case_id), form.way.data, form.reason.data or "")
            found = actions.ask_others(*made, confidentiality=chosen, actor=desk.reader, now=desk.now)
            return url_for("cases.asked", case_id=case_id, ask_id=found.id)

        return once(act)
    lead = gettext(
        "It stands on their start page until they have answered. You follow the case from now on, "
        "so the answer stands on your start page."
    )
    up = desk.row.student.name, url_for("cases.show", case_id=case_id)
    return act_page(form, way[0], gettext("Ask"), up, lead=lead)


@blueprint.route("/cases/<uuid:case_id>/asks/<uuid:ask_id>", methods=["GET", "POST"])
@requires("case:read")
def asked(case_id: UUID, ask_id: UUID) -> Response | tuple[str, int]:
    """What was asked; those who are asked answer here, by the move or with a word."""
    desk = at_desk(case_id)
    found = actions.ask_in(case_id, ask_id, desk.readable)
    form = AnswerForm(is_no=bool(found.transition))
    if form.validate_on_submit():

        def act() -> str:
            case, now = locked_case(case_id), actions.ask_in(case_id, ask_id, desk.readable)
            actions.answer_ask(case, now, form.answer.data or "", actor=desk.reader, now=desk.now)
            return url_for("cases.show", case_id=case_id)

        return once(act)
    shown = render_template(
        "cases/asked.html",
        page=page.ask_page(desk.row, desk.situation, desk.speech, found, desk.reader),
        form=form,
        action=request.path,
        up=(desk.row.student.name, url_for("cases.show", case_id=case_id)),
    )
    return shown, 422 if form.errors else 200


@blueprint.post("/cases/<uuid:case_id>/asks/<uuid:ask_id>/withdraw")
@requires("case:change")
def withdraw_ask(case_id: UUID, ask_id: UUID) -> Response:
    """Whoever asked takes it back."""
    desk = at_desk(case_id)

    def act() -> str:
        locked_case(case_id)
        found = actions.ask_in(case_id, ask_id, desk.readable)
        actions.withdraw_ask(found, actor=desk.reader, now=desk.now)
        return url_for("cases.show", case_id=case_id)

    return once(act)
