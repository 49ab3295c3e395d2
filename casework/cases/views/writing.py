"""Writing in a form: the page, what is kept when it is sent, and what it keeps while somebody types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.access.policy import Person
from casework.cases import work
from casework.cases.for_home import TOGETHER
from casework.cases.moves import locked_case
from casework.cases.pages import form as page
from casework.cases.pages.contribution import awaited_lines, by_question
from casework.cases.pages.together import Company
from casework.cases.views import blueprint
from casework.cases.views.beside import attached_to
from casework.cases.views.desk import read_rules
from casework.cases.views.news import news_of
from casework.cases.views.paper import Paper, begun_paper, new_paper
from casework.cases.views.sending import page_state, sent_by_page
from casework.extensions import unit_of_work
from casework.forms.answers import answers_from
from casework.forms.checks import FieldProblem, problems
from casework.forms.merge import Merged
from casework.forms.messages import message
from casework.forms.rows import after_button
from casework.forms.units import field_of
from casework.records import together
from casework.records.models import Submission
from casework.records.together import Sent
from casework.web.dates import clock as clock_time
from casework.web.disclosure import unattended
from casework.web.doors import requires
from casework.web.once import once
from casework.web.text import gettext

WAYS = ("keep", "take", "join")


class By(TypedDict):
    """Who acts, and when."""

    actor: Person
    now: datetime


@blueprint.route("/cases/<uuid:case_id>/forms/new/<form_id>", methods=["GET", "POST"])
@requires("case:change")
def new_form(case_id: UUID, form_id: str) -> str | Response | tuple[str, int]:
    """The empty form; it is begun when it is saved for the first time, so that looking leaves no trace."""
    paper = new_paper(case_id, form_id)
    if request.method == "POST":
        return save(paper)
    if paper.draft:
        return redirect(url_for("cases.form", case_id=case_id, submission_id=paper.draft.id), 303)
    return edit(paper, paper.answers, ())


@blueprint.post("/cases/<uuid:case_id>/forms/new/<form_id>/keep")
@requires("case:change")
def keep_new(case_id: UUID, form_id: str) -> Response:
    """Keeps the first words of a form, which begins it."""
    return _keep(new_paper(case_id, form_id, is_told=False))


@blueprint.post("/cases/<uuid:case_id>/forms/<uuid:submission_id>/keep")
@requires("case:change")
def keep(case_id: UUID, submission_id: UUID) -> Response:
    """Keeps what was typed in a draft, and tells what others have written meanwhile."""
    return _keep(begun_paper(case_id, submission_id, is_told=False))


def save(paper: Paper) -> str | Response | tuple[str, int]:
    """Keeps what the page holds, and goes where its button says."""
    paper.demand_writer()
    sent, unkept = sent_by_page(paper)
    if unkept:
        return edit(paper, answers_from(paper.form, request.form, paper.answers, paper.context), unkept), 422
    do = request.form.get("do", "save")

    def act() -> str:
        draft, merged = _taken_in(paper, sent, do)
        return _way_on(replace(paper, draft=draft), draft, do, is_clashing=bool(merged and merged.clashes))

    return once(act)


def _taken_in(paper: Paper, sent: Sent, do: str) -> tuple[Submission, Merged | None]:
    """Takes in what was sent, in a draft that is begun by it if need be; then does what the button says."""
    case, by = locked_case(paper.case_id), By(actor=paper.actor, now=paper.now)
    draft = paper.draft or work.begin_form(case, paper.definition, **by)
    merged = work.save_form(case, draft, sent, **by)
    verb, _, name = do.partition(":")
    clash = together.clash_in(draft.id, name) if verb in WAYS else None
    changed = after_button(paper.form, draft.answers, do, paper.context)
    fetched = replace(paper, draft=draft).carrying.fetched(do)
    if changed is not None:
        work.change_draft(case, draft, changed, **by)
    elif fetched:
        answers, origins = {**draft.answers, name: fetched.value}, {**draft.origins, name: fetched.stored()}
        work.change_draft(case, draft, answers, origins, **by)
    elif clash and paper.may_read(field_of(clash.path)):
        work.settle_clash(case, draft, clash, verb, **by)
    if paper.draft is None:
        read_rules(paper.desk.row.student, paper.now)
    return draft, merged


def _way_on(paper: Paper, draft: Submission, do: str, *, is_clashing: bool) -> str:
    """Where the page's button leads."""
    if do == "finalise":
        found = _problems(replace(paper, draft=draft))
        return (
            _at(paper, draft, check=1)
            if found
            else url_for("cases.sign", case_id=paper.case_id, submission_id=draft.id)
        )
    if do == "attach":
        return url_for("cases.attach_to_form", case_id=paper.case_id, submission_id=draft.id)
    if do.partition(":")[0] in WAYS or is_clashing:
        return _at(paper, draft)
    if ":" in do:
        return _at(paper, draft, anchor=paper.anchor(do.split(":")[1]))
    flash(gettext("Saved %(time)s. You can go on when you like.", time=clock_time(paper.now)))
    return url_for("cases.show", case_id=paper.case_id)


def _at(paper: Paper, draft: Submission, *, anchor: str | None = None, check: int | None = None) -> str:
    return url_for("cases.form", case_id=paper.case_id, submission_id=draft.id, check=check, _anchor=anchor)


def _company(paper: Paper) -> Company | None:
    if paper.draft is None:
        return None
    clashes = together.clashes_of(paper.draft.id)
    return Company(paper.form, paper.draft, paper.context, clashes, paper.actor.id, paper.corrected)


def _problems(paper: Paper) -> list[FieldProblem]:
    """Everything that stands between the draft and its signature."""
    company = _company(paper)
    found = list(problems(paper.form, paper.whole, paper.context))
    return [*(company.problems() if company else ()), *found]


def edit(paper: Paper, answers: Mapping[str, object], found: Sequence[FieldProblem]) -> str:
    """The page to write in, with what is in the way of keeping or signing it."""
    company = _company(paper)
    if "check" in request.args:
        found = _problems(paper)
    choices = company.problems() if company and not found else ()
    shown, context = paper.carrying.on_page(answers, request.form)
    return render_template(
        "records/edit.html",
        **page.edit_page(paper.form, shown, context, found),
        about=paper.about,
        action=request.path,
        keep_url=f"{request.path}/keep",
        writer=paper.actor,
        page_state=page_state(paper, shown),
        revision=paper.revision,
        state_text=paper.state_text,
        status=gettext("Saved %(time)s", time=clock_time(paper.draft.saved_at)) if paper.draft else "",
        choices=[(message(one, gettext), f"#{one.anchor}") for one in choices],
        others=company.on_page() if company else {},
        attached=attached_to(paper),
        contributed=by_question(paper.form, paper.given, paper.desk.speech, paper.context),
        awaited=awaited_lines(paper.desk.speech, paper.awaited),
        can_finalise=paper.may_finalise,
        discard_url=_discard_url(paper),
        print_url=f"{request.path}/print?reader={TOGETHER}",
        up=(paper.about, url_for("cases.show", case_id=paper.case_id)),
    )


def _discard_url(paper: Paper) -> str | None:
    if paper.draft is None or not paper.may_write:
        return None
    return url_for("cases.discard_form", case_id=paper.case_id, submission_id=paper.draft.id)


def _keep(paper: Paper) -> Response:
    paper.demand_writer()
    sent, unkept = sent_by_page(paper)
    do, merged = request.form.get("do", ""), None
    if sent.answers or do:
        with unit_of_work():
            draft, merged = _taken_in(paper, sent, do)
        paper = replace(paper, draft=draft)
    else:
        unattended()
        if paper.draft and together.is_due(sent, now=paper.now):
            with unit_of_work():
                together.note_presence(paper.draft, sent, actor=paper.actor, now=paper.now)
    told = {"unkept": {one.field_id: message(one, gettext) for one in unkept}}
    if paper.draft:
        told |= news_of(paper, paper.draft, sent, merged)
    return jsonify(told)
