"""Giving what one is asked for to a form that somebody else fills in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import flash, jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases import contributions as giving
from casework.cases.facts import Situation
from casework.cases.moves import locked_case
from casework.cases.pages import contribution as words
from casework.cases.pages import form as page
from casework.cases.pages.reading import read_parts
from casework.cases.views import blueprint
from casework.cases.views.sending import PageState, keepable, number, page_id
from casework.cases.views.sheet import Sheet, sheet_for
from casework.errors import CaseworkError, Conflict, NotHere
from casework.extensions import unit_of_work
from casework.forms.answers import answers_from, settled
from casework.forms.base import element_id
from casework.forms.checks import FieldProblem, posted_problems, problems
from casework.forms.messages import message
from casework.forms.rows import after_button
from casework.records.contributions import Page
from casework.tasks import queries as tasks
from casework.web.dates import clock as clock_time
from casework.web.doors import requires
from casework.web.once import once
from casework.web.problems import show_again
from casework.web.text import gettext


@blueprint.route("/cases/<uuid:case_id>/contributions/<uuid:asked_id>", methods=["GET", "POST"])
@requires("contribution:give")
def contribute(case_id: UUID, asked_id: UUID) -> str | Response | tuple[str, int]:
    """The questions that the reader is asked, and nothing else of the form."""
    sheet = sheet_for(case_id, asked_id)
    return _save(sheet) if request.method == "POST" else _page(sheet, sheet.answers, ())


@blueprint.post("/cases/<uuid:case_id>/contributions/<uuid:asked_id>/keep")
@requires("contribution:give")
def keep_contribution(case_id: UUID, asked_id: UUID) -> Response:
    """Keeps what was typed, while the page stays open."""
    sheet = sheet_for(case_id, asked_id, is_told=False)
    answers, unkept = keepable(sheet.form, sheet.answers, sheet.context)
    told: dict[str, object] = {"unkept": {one.field_id: message(one, gettext) for one in unkept}}
    if answers:
        with unit_of_work():
            _keep(sheet, answers)
        told |= _heard(sheet_for(case_id, asked_id, is_told=False), answers)
    return jsonify(told)


def _heard(sheet: Sheet, sent: Mapping[str, object]) -> dict[str, object]:
    """What the page hears: nobody else writes here, so there is no other news than that it is saved."""
    return {
        "revision": sheet.revision,
        "saved": sheet.saved_text,
        "kept": sorted(sent),
        "base": {},
        "news": {},
        "people": [],
    }


def _save(sheet: Sheet) -> str | Response | tuple[str, int]:
    answers = answers_from(sheet.form, request.form, sheet.answers, sheet.context)
    unkept = posted_problems(sheet.form, request.form, sheet.context)
    do = request.form.get("do", "save")
    changed = after_button(sheet.form, answers, do, sheet.context)
    answers = changed or answers
    is_given = do == "give"
    found = unkept or (problems(sheet.form, answers, sheet.context) if is_given else ())
    if found:
        return _page(sheet, answers, found), 422
    given = settled(sheet.form, answers, sheet.context) if is_given else None

    def act() -> str:
        _keep(sheet, {field.id: answers.get(field.id) for field in sheet.form.all_fields()}, given)
        return _told(sheet, do, is_given)

    show_again(lambda error: _again(error, sheet, answers))
    return once(act)


def _keep(sheet: Sheet, answers: Mapping[str, object], given: Mapping[str, object] | None = None) -> None:
    """Keeps what the page has sent; None where an answer has been taken away."""
    case = locked_case(sheet.desk.row.case.id)
    task = tasks.task_in(case.id, sheet.task.id)
    if task is None:
        raise NotHere
    giving.save_contribution(
        case,
        task,
        answers,
        page=Page(page_id(), number("_turn") or 1, number("_seen")),
        given=given,
        colleagues=sheet.desk.speech.colleagues,
        actor=sheet.desk.reader,
        now=sheet.desk.now,
    )


def _told(sheet: Sheet, do: str, is_given: bool) -> str:
    """Says what happened, and leads back to where one's own things wait; a row's button stays on the page."""
    if ":" in do:
        return url_for("cases.contribute", **request.view_args or {}, _anchor=element_id(do.split(":")[1]))
    if is_given:
        flash(
            gettext("Thank you. Your answers stand in the form now. You can change them until it is signed.")
        )
    else:
        flash(gettext("Saved %(time)s. You can go on when you like.", time=clock_time(sheet.desk.now)))
    return url_for("cases.start")


def _again(error: CaseworkError, sheet: Sheet, answers: Mapping[str, object]) -> str | None:
    """The page with what was typed, where the same person has saved in another window."""
    if not isinstance(error, Conflict) or error.code != "saved_elsewhere":
        return None
    newer = sheet_for(sheet.desk.row.case.id, sheet.task.id)
    return _page(newer, answers, (), notice=_differs())


def _differs() -> str:
    return gettext(
        "You have written in this in another window too. In the form stands what you wrote here, "
        "beneath it what you saved there. Put together what belongs together, then save."
    )


def _page(
    sheet: Sheet, answers: Mapping[str, object], found: Sequence[FieldProblem], *, notice: str = ""
) -> str:
    situation, speech = sheet.desk.situation, sheet.desk.speech
    finalisers = situation.workflow.finalisers(sheet.action.to_form)
    student, group = sheet.desk.row.student.name, sheet.desk.row.group
    return render_template(
        "records/contribute.html",
        **dict(page.edit_page(sheet.form, answers, sheet.context, found)) | _head(sheet),
        about=f"{student}, {group}" if group else student,
        lead=words.lead(speech, finalisers, sheet.form.title),
        action=request.path,
        keep_url=f"{request.path}/keep",
        writer=sheet.desk.reader,
        page_state=PageState(str(page_id()), number("_turn") or 1, "{}"),
        revision=sheet.revision,
        notice=notice,
        is_given=sheet.is_given,
        give=("give", gettext("Give to the form anew") if sheet.is_given else gettext("Give to the form")),
        closed_note=_closed_note(situation, sheet),
        read=read_parts(sheet.form, sheet.answers, sheet.context),
        status=sheet.saved_text,
        up=(gettext("Start"), url_for("cases.start")),
    )


def _head(sheet: Sheet) -> dict[str, object]:
    """The task's own words in the place of the form's."""
    action = sheet.desk.speech.workflow.action(sheet.action.id)
    return {"heading": action.title, "intro": action.guidance}


def _closed_note(situation: Situation, sheet: Sheet) -> str:
    """Why nothing can be given any more; empty while something can."""
    if sheet.kept and sheet.kept.laid_in_id:
        return gettext("The form has been signed, with your answers in it.")
    is_open = sheet.task.status in ("open", "done") and situation.case.closed_at is None
    return "" if is_open else gettext("This is not asked for any more.")
