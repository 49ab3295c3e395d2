"""Writing a report of concern: the page, what it keeps while somebody types, and the signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases import concerns
from casework.cases.concern_finding import WRITE, draft_of
from casework.cases.forms import ConfirmForm, SignForm
from casework.cases.pages import form as page
from casework.cases.pages.concern import receivers
from casework.cases.pages.reading import read_parts
from casework.cases.views import blueprint
from casework.cases.views.concern_paper import ConcernPaper, concern_paper
from casework.cases.views.sending import PageState, keepable, number, page_id
from casework.errors import CaseworkError, Conflict, NotHere
from casework.extensions import unit_of_work
from casework.forms.answers import answers_from, settled
from casework.forms.base import element_id
from casework.forms.checks import FieldProblem, posted_problems, problems
from casework.forms.messages import message
from casework.forms.reading import left_out
from casework.forms.rows import after_button
from casework.records.contributions import Page
from casework.web.act import act_page
from casework.web.dates import clock as clock_time
from casework.web.doors import requires
from casework.web.once import once
from casework.web.problems import show_again
from casework.web.text import gettext

Answer = str | Response | tuple[str, int]
AT = "/students/<uuid:student_id>/concerns/new/<report_form>"


@blueprint.route(AT, methods=["GET", "POST"])
@requires(WRITE)
def report_concern(student_id: UUID, report_form: str) -> Answer:
    """The form, with what the author has written; it is begun when it is saved for the first time."""
    paper = concern_paper(student_id, report_form)
    if request.method == "POST":
        return _save(paper)
    found = problems(paper.form, paper.answers, paper.context) if "check" in request.args else ()
    return _page(paper, paper.answers, found)


@blueprint.post(f"{AT}/keep")
@requires(WRITE)
def keep_concern(student_id: UUID, report_form: str) -> Response:
    """Keeps what was typed, while the page stays open."""
    paper = concern_paper(student_id, report_form, is_told=False)
    answers, unkept = keepable(paper.form, paper.answers, paper.context)
    told: dict[str, object] = {"unkept": {one.field_id: message(one, gettext) for one in unkept}}
    if answers:
        with unit_of_work():
            _keep(paper, answers)
        kept = concern_paper(student_id, report_form, is_told=False)
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
        return _url(paper, check=1) if is_missing else _url(paper, "cases.sign_concern")
    if ":" in do:
        return _url(paper, anchor=element_id(do.split(":")[1]))
    flash(gettext("Saved %(time)s. You can go on when you like.", time=clock_time(paper.now)))
    return _student_url(paper)


def _again(error: CaseworkError, paper: ConcernPaper, answers: Mapping[str, object]) -> str | None:
    """The page with what was typed, where the same person has saved in another window."""
    if not isinstance(error, Conflict) or error.code != "saved_elsewhere":
        return None
    notice = gettext(
        "You have written in this in another window too. In the form stands what you wrote here, "
        "beneath it what you saved there. Put together what belongs together, then save."
    )
    return _page(concern_paper(paper.about.student_id, paper.definition.id), answers, (), notice=notice)


def _page(
    paper: ConcernPaper,
    answers: Mapping[str, object],
    found: Sequence[FieldProblem],
    *,
    notice: str = "",
) -> str:
    who = receivers(paper.speech, paper.writer, paper.form.confidentiality)
    lead = gettext(
        "Nobody else sees what you write until you sign it. Then it goes to %(who)s. "
        "The program sends nothing out of the school.",
        who=who,
    )
    return render_template(
        "records/contribute.html",
        **page.edit_page(paper.form, answers, paper.context, found),
        about=paper.student.name_and_class,
        lead=lead if who else gettext("Nobody else sees what you write until you sign it."),
        action=request.path,
        keep_url=f"{request.path}/keep",
        writer=paper.writer,
        page_state=PageState(str(page_id()), number("_turn") or 1, "{}"),
        revision=paper.revision,
        notice=notice,
        give=("finalise", gettext("Finalise and sign")),
        read=read_parts(paper.form, paper.answers, paper.context),
        status=paper.saved_text,
        discard_url=_url(paper, "cases.discard_concern") if paper.row else None,
        up=(paper.student.student.name, _student_url(paper)),
    )


@blueprint.route(f"{AT}/sign", methods=["GET", "POST"])
@requires(WRITE)
def sign_concern(student_id: UUID, report_form: str) -> Answer:
    """The last look before signing; signing locks the report and hands it over."""
    paper = concern_paper(student_id, report_form)
    if paper.row is None:
        raise NotHere
    if problems(paper.form, paper.answers, paper.context):
        return redirect(_url(paper, check=1))
    confirm = SignForm(revision=str(paper.revision))
    if not confirm.validate_on_submit():
        return _last_look(paper, confirm)
    return once(lambda: _signed(paper, str(confirm.revision.data)))


def _signed(paper: ConcernPaper, seen: str) -> str:
    """Signs the report, if it stands as the page showed it; where that leads."""
    row = draft_of(paper.about.student_id, paper.definition.id, paper.writer)
    if row is None:
        raise NotHere
    answers = settled(paper.form, row.answers, paper.context)
    concerns.sign(row, answers, seen=seen, role=paper.role, actor=paper.writer, now=paper.now)
    flash(gettext("Signed and received. Here you see when somebody takes it up."))
    return url_for("cases.own_concern", student_id=paper.about.student_id, concern_id=row.id)


def _last_look(paper: ConcernPaper, confirm: SignForm) -> str:
    """All that is signed, and what it means."""
    role = paper.speech.role_within(paper.role)
    return render_template(
        "records/finalise.html",
        heading=gettext("Sign %(form)s?", form=paper.form.title),
        about=paper.student.name_and_class,
        lead=gettext(
            "Read it through once more. A signed report is locked, and the school's own can read it at once. "
            "The program sends nothing out of the school: you can print it afterwards."
        ),
        statement=gettext("You sign as %(name)s, %(role)s.", name=paper.writer.name, role=role),
        sections=read_parts(paper.form, paper.answers, paper.context),
        left_out=left_out(paper.form, paper.answers, paper.context),
        form=confirm,
        action=request.path,
        edit_url=_url(paper),
        up=(paper.student.name_and_class, _student_url(paper)),
    )


@blueprint.route(f"{AT}/discard", methods=["GET", "POST"])
@requires(WRITE)
def discard_concern(student_id: UUID, report_form: str) -> Response | tuple[str, int]:
    """Takes away what the author has begun, once they have said so."""
    paper = concern_paper(student_id, report_form)
    if paper.row is None:
        raise NotHere
    form = ConfirmForm()
    if form.validate_on_submit():
        return once(lambda: _discarded(paper))
    heading = gettext("Throw away what you have begun?")
    lead = gettext("Nobody but you has seen it.")
    gone = gettext("What you have written is gone then.")
    return act_page(form, heading, gettext("Throw away"), ("", _url(paper)), lead=lead, for_good=gone)


def _discarded(paper: ConcernPaper) -> str:
    row = draft_of(paper.about.student_id, paper.definition.id, paper.writer)
    if row is None:
        raise NotHere
    concerns.discard_draft(row)
    return _student_url(paper)


def _student_url(paper: ConcernPaper) -> str:
    return url_for("cases.student", student_id=paper.about.student_id)


def _url(
    paper: ConcernPaper,
    endpoint: str = "cases.report_concern",
    *,
    check: int | None = None,
    anchor: str | None = None,
) -> str:
    named: dict[str, Any] = {"student_id": paper.about.student_id, "report_form": paper.definition.id}
    return url_for(endpoint, **named, check=check, _anchor=anchor)
