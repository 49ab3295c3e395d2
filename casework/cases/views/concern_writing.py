"""Writing a report of concern, or correcting one: the page, and what it keeps while somebody types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import flash, jsonify, render_template, request
from werkzeug.wrappers import Response

from casework.attachments.files import Arrived
from casework.cases import concern_files, concerns
from casework.cases.attachment_forms import AttachForm
from casework.cases.concern_finding import WRITE, locked_report
from casework.cases.pages import form as page
from casework.cases.pages.attachment import form_places
from casework.cases.pages.concern import receivers
from casework.cases.pages.reading import read_parts
from casework.cases.views import blueprint
from casework.cases.views.attaching import Upload, upload
from casework.cases.views.concern_paper import AT, CORRECTING, ConcernPaper, concern_paper, up_of, url_of
from casework.cases.views.sending import PageState, keepable, number, page_id
from casework.errors import CaseworkError, Conflict, NotHere
from casework.extensions import unit_of_work
from casework.forms.answers import answers_from
from casework.forms.base import element_id
from casework.forms.checks import FieldProblem, posted_problems, problems
from casework.forms.messages import message
from casework.forms.rows import after_button
from casework.records.contributions import Page
from casework.web.dates import clock as clock_time
from casework.web.doors import requires, takes_file
from casework.web.once import once
from casework.web.problems import show_again
from casework.web.text import gettext

Answer = str | Response | tuple[str, int]


@blueprint.route(AT, methods=["GET", "POST"])
@blueprint.route(CORRECTING, methods=["GET", "POST"], endpoint="correct_concern")
@requires(WRITE)
def report_concern(student_id: UUID, report_form: str = "", concern_id: UUID | None = None) -> Answer:
    """The form, with what the author has written; it is begun when it is saved for the first time."""
    paper = concern_paper(student_id, concern_id or report_form)
    if request.method == "POST":
        return _save(paper)
    found = problems(paper.form, paper.answers, paper.context) if "check" in request.args else ()
    return _page(paper, paper.answers, found)


@blueprint.post(f"{AT}/keep")
@blueprint.post(f"{CORRECTING}/keep", endpoint="keep_correction")
@requires(WRITE)
def keep_concern(student_id: UUID, report_form: str = "", concern_id: UUID | None = None) -> Response:
    """Keeps what was typed, while the page stays open."""
    paper = concern_paper(student_id, concern_id or report_form, is_told=False)
    answers, unkept = keepable(paper.form, paper.answers, paper.context)
    told: dict[str, object] = {"unkept": {one.field_id: message(one, gettext) for one in unkept}}
    if answers:
        with unit_of_work():
            _keep(paper, answers)
        kept = concern_paper(student_id, concern_id or report_form, is_told=False)
        told |= {"revision": kept.revision, "saved": kept.saved_text, "kept": sorted(answers)}
        told |= {"base": {}, "news": {}, "people": []}  # nobody else writes here
    return jsonify(told)


def _save(paper: ConcernPaper) -> Answer:
    answers = answers_from(paper.form, request.form, paper.answers, paper.context)
    unkept = posted_problems(paper.form, request.form, paper.context)
    do = request.form.get("do", "save")
    answers = after_button(paper.form, answers, do, paper.context) or answers
    if unkept:
        return _page(paper, answers, unkept), 422

    def act() -> str:
        _keep(paper, {field.id: answers.get(field.id) for field in paper.form.all_fields()})
        return _way_on(paper, answers, do)

    show_again(lambda error: _again(error, paper, answers))
    return once(act)


def _keep(paper: ConcernPaper, answers: Mapping[str, object]) -> None:
    sent = Page(page_id(), number("_turn") or 1, number("_seen"))
    concerns.save_draft(paper.about, answers, page=sent, actor=paper.writer, now=paper.now)


def _way_on(paper: ConcernPaper, answers: Mapping[str, object], do: str) -> str:
    """Where the page's button leads."""
    if do == "finalise":
        is_missing = bool(problems(paper.form, answers, paper.context))
        return url_of(paper, check=1) if is_missing else url_of(paper, "cases.sign_concern")
    if do == "attach":
        return url_of(paper, "cases.attach_to_concern")
    if ":" in do:
        return url_of(paper, anchor=element_id(do.split(":")[1]))
    flash(gettext("Saved %(time)s. You can go on when you like.", time=clock_time(paper.now)))
    return up_of(paper)


def _again(error: CaseworkError, paper: ConcernPaper, answers: Mapping[str, object]) -> str | None:
    """The page with what was typed, where the same person has saved in another window."""
    if not isinstance(error, Conflict) or error.code != "saved_elsewhere":
        return None
    notice = gettext(
        "You have written in this in another window too. In the form stands what you wrote here, "
        "beneath it what you saved there. Put together what belongs together, then save."
    )
    there = concern_paper(
        paper.about.student_id, paper.corrects.id if paper.corrects else paper.definition.id
    )
    return _page(there, answers, (), notice=notice)


def _page(
    paper: ConcernPaper,
    answers: Mapping[str, object],
    found: Sequence[FieldProblem],
    *,
    notice: str = "",
) -> str:
    return render_template(
        "records/contribute.html",
        **page.edit_page(paper.form, answers, paper.context, found),
        about=paper.student.name_and_class,
        lead=_lead(paper),
        action=request.path,
        keep_url=f"{request.path}/keep",
        writer=paper.writer,
        page_state=PageState(str(page_id()), number("_turn") or 1, "{}"),
        revision=paper.revision,
        notice=notice,
        give=("finalise", gettext("Finalise and sign")),
        read=read_parts(paper.form, paper.answers, paper.context),
        status=paper.saved_text,
        attached=paper.attached,
        discard_url=url_of(paper, "cases.discard_concern") if paper.row else None,
        up=(paper.student.student.name, up_of(paper)),
    )


def _lead(paper: ConcernPaper) -> str:
    """Who sees it, and when."""
    who = receivers(paper.speech, paper.writer, paper.form.confidentiality)
    if paper.corrects:
        return gettext(
            "It begins with what you have signed. Nobody else sees what you change until you sign it. Then "
            "this version stands in its place, and the one before is kept."
        )
    if not who:
        return gettext("Nobody else sees what you write until you sign it.")
    return gettext(
        "Nobody else sees what you write until you sign it. Then it goes to %(who)s. "
        "The program sends nothing out of the school.",
        who=who,
    )


@blueprint.route(f"{AT}/attach", methods=["GET", "POST"])
@blueprint.route(f"{CORRECTING}/attach", methods=["GET", "POST"], endpoint="attach_to_correction")
@requires(WRITE)
@takes_file
def attach_to_concern(student_id: UUID, report_form: str = "", concern_id: UUID | None = None) -> Answer:
    """Attaches a file to a part of the report that is being written; the part gives it its class."""
    paper = concern_paper(student_id, concern_id or report_form)
    if paper.row is None:
        raise NotHere
    row_id, places = paper.row.id, form_places(paper.form, paper.context)
    form = AttachForm(places, question=gettext("Which part does it belong to?"))
    back = url_of(paper, anchor="attachments")

    def act(arrived: Arrived) -> str:
        section = str(form.place.data) if form.place else places[0][0]
        classes = {one.id: one.confidentiality for one in paper.form.sections}
        said = (section, classes[section], form.title.data or "", arrived)
        concern_files.attach_to_report(locked_report(student_id, row_id), *said, now=paper.now)
        return back

    title, name = paper.form.title, paper.student.student.name
    return upload(Upload(gettext("Attach a file"), name, title, (title, back)), form, act)
