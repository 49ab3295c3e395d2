"""Filling in a form, signing it, reading it, correcting it by a new version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases import work
from casework.cases.forms import SignForm
from casework.cases.moves import locked_case
from casework.cases.pages import form as page
from casework.cases.pages.rows import form_rows
from casework.cases.pages.undo import put_away_rows
from casework.cases.views import blueprint
from casework.cases.views.desk import at_desk
from casework.cases.views.paper import Paper, begun_paper, new_paper
from casework.catalog import catalog
from casework.errors import CaseworkError, Conflict, NotHere
from casework.forms.answers import answers_from, settled
from casework.forms.checks import FieldProblem, posted_problems, problems
from casework.forms.rows import after_button
from casework.people import queries as people
from casework.records import queries as kept
from casework.records.models import Submission
from casework.web.dates import clock as clock_time
from casework.web.doors import requires
from casework.web.once import once
from casework.web.problems import show_again
from casework.web.text import gettext

Posted = Mapping[str, object]
JUST_BEGUN = 1  # the revision of a draft that nobody has saved yet


@blueprint.get("/cases/<uuid:case_id>/forms")
@requires("case:read")
def forms(case_id: UUID) -> str:
    """All forms of the case."""
    desk = at_desk(case_id)
    groups = [(gettext("This round"), form_rows(desk.situation, desk.speech, desk.readable))]
    for number in range(desk.row.case.round - 1, 0, -1):
        earlier = form_rows(desk.situation, desk.speech, desk.readable, number)
        groups.append((gettext("Round %(number)s", number=number), earlier))
    groups = [(title, rows) for title, rows in groups if rows]
    put_away = put_away_rows(desk.situation, desk.speech, desk.readable)
    return render_template(
        "records/index.html", identity=desk.identity("forms"), groups=groups, put_away=put_away
    )


@blueprint.route("/cases/<uuid:case_id>/forms/new/<form_id>", methods=["GET", "POST"])
@requires("case:change")
def new_form(case_id: UUID, form_id: str) -> str | Response | tuple[str, int]:
    """The empty form; it is begun when it is saved for the first time, so that looking leaves no trace."""
    paper = new_paper(case_id, form_id)
    if request.method == "POST":
        return _save(paper)
    if paper.draft:
        return redirect(url_for("cases.form", case_id=case_id, submission_id=paper.draft.id), 303)
    return _edit(paper, paper.answers, ())


@blueprint.route("/cases/<uuid:case_id>/forms/<uuid:submission_id>", methods=["GET", "POST"])
@requires("case:read")
def form(case_id: UUID, submission_id: UUID) -> str | Response | tuple[str, int]:
    """A draft to go on with, for who may write in it; else the version to read."""
    paper = begun_paper(case_id, submission_id)
    if request.method == "POST":
        return _save(paper)
    paper.demand_signed_or_own()
    if paper.may_write or paper.draft is None:
        found = problems(paper.form, paper.answers, paper.context) if "check" in request.args else ()
        return _edit(paper, paper.answers, found)
    return _read(paper, paper.draft)


def _save(paper: Paper) -> str | Response | tuple[str, int]:
    """Keeps what was typed, and goes where the button says."""
    paper.demand_writer()
    answers = answers_from(paper.form, request.form, paper.answers, paper.context)
    unkept = posted_problems(paper.form, request.form, paper.context)
    if unkept:
        return _edit(paper, answers, unkept), 422
    if paper.draft and request.form.get("revision") != str(paper.draft.revision):
        return _edit(paper, answers, (), is_conflict=True), 409
    do = request.form.get("do", "save")
    changed = after_button(paper.form, answers, do, paper.context) or answers
    seen = paper.draft.revision if paper.draft else JUST_BEGUN

    def act() -> str:
        case = locked_case(paper.case_id)
        draft = paper.draft or work.begin_form(case, paper.definition, actor=paper.actor, now=paper.now)
        work.save_form(case, draft, changed, revision=seen, actor=paper.actor, now=paper.now)
        return _way_on(paper, draft, do)

    show_again(lambda error: _with_both_texts(error, paper, answers))
    return once(act)


def _with_both_texts(error: CaseworkError, paper: Paper, answers: Posted) -> str | None:
    """The page again where somebody saved at the same moment; what was saved is read anew."""
    if not isinstance(error, Conflict) or error.code != "form_saved":
        return None
    draft = paper.draft
    theirs = begun_paper(paper.case_id, draft.id) if draft else new_paper(paper.case_id, paper.definition.id)
    return _edit(theirs, answers, (), is_conflict=True)


def _way_on(paper: Paper, draft: Submission, do: str) -> str:
    """Where the page's button leads."""
    if do == "finalise":
        found = problems(paper.form, draft.answers, paper.context)
        return (
            _at(paper, draft, check=1)
            if found
            else url_for("cases.sign", case_id=paper.case_id, submission_id=draft.id)
        )
    if ":" in do:
        field = do.split(":")[1]
        return _at(paper, draft, anchor=paper.anchor(field))
    flash(gettext("Saved %(time)s. You can go on when you like.", time=clock_time(paper.now)))
    return url_for("cases.show", case_id=paper.case_id)


def _at(paper: Paper, draft: Submission, *, anchor: str | None = None, check: int | None = None) -> str:
    return url_for("cases.form", case_id=paper.case_id, submission_id=draft.id, check=check, _anchor=anchor)


def _edit(paper: Paper, answers: Posted, found: Sequence[FieldProblem], *, is_conflict: bool = False) -> str:
    names = people.names_of([paper.draft.saved_by_id]) if paper.draft else {}
    their_name = names.get(paper.draft.saved_by_id, "") if paper.draft else ""
    conflict = None
    if is_conflict and paper.draft:
        conflict = page.conflict_note(paper.form, paper.draft, answers, their_name, paper.context)
    saved = gettext("Saved %(time)s", time=clock_time(paper.draft.saved_at)) if paper.draft else ""
    return render_template(
        "records/edit.html",
        **page.edit_page(paper.form, answers, paper.context, found),
        about=paper.about,
        action=request.path,
        revision=paper.revision,
        state_text=paper.state_text,
        status=saved,
        conflict=conflict,
        can_finalise=paper.may_finalise,
        discard_url=_discard_url(paper),
        up=(paper.about, url_for("cases.show", case_id=paper.case_id)),
    )


def _discard_url(paper: Paper) -> str | None:
    if paper.draft is None or not paper.may_write:
        return None
    return url_for("cases.discard_form", case_id=paper.case_id, submission_id=paper.draft.id)


def _read(paper: Paper, shown: Submission) -> str:
    situation, speech = paper.desk.situation, paper.desk.speech
    submissions, names = situation.submissions, situation.writers
    before = next((row.answers for row in submissions if row.id == shown.corrects_id), None)
    newest = max(
        (one.number for one in submissions if one.form == shown.form and one.finalised_at), default=0
    )
    notice = None
    if shown.finalised_at and shown.status == "replaced":
        notice = (
            gettext("A later version has replaced this one. The newest is version %(n)s.", n=newest),
            "",
            "",
        )
    return render_template(
        "records/read.html",
        heading=paper.form.title,
        about=paper.about,
        state_text=paper.state_text,
        signed=shown.finalised_at is not None,
        facts=page.signed_facts(speech, shown, names),
        notice=notice,
        sections=page.read_parts(paper.form, shown.answers, paper.context, before),
        versions=page.versions(paper.case_id, submissions, shown, names),
        correct_url=url_for("cases.correct", case_id=paper.case_id, submission_id=shown.id)
        if paper.may_correct
        else None,
        up=(paper.about, url_for("cases.show", case_id=paper.case_id)),
    )


@blueprint.route("/cases/<uuid:case_id>/forms/<uuid:submission_id>/sign", methods=["GET", "POST"])
@requires("case:change")
def sign(case_id: UUID, submission_id: UUID) -> str | Response:
    """The last look before signing; signing locks the version for good."""
    paper = begun_paper(case_id, submission_id)
    paper.demand_finaliser()
    if problems(paper.form, paper.answers, paper.context):
        return redirect(url_for("cases.form", case_id=case_id, submission_id=submission_id, check=1))
    confirm = SignForm(revision=paper.draft.revision if paper.draft else 0)
    if confirm.validate_on_submit():

        def act() -> str:
            case = locked_case(case_id)
            draft = kept.submission_in(case_id, submission_id)
            if draft is None:
                raise NotHere
            if str(draft.revision) != confirm.revision.data:
                raise Conflict("form_locked" if draft.finalised_at else "form_saved", case_id=str(case_id))
            answers = settled(paper.form, draft.answers, paper.context)
            work.finalise_form(case, draft, paper.definition, answers, actor=paper.actor, now=paper.now)
            return url_for("cases.show", case_id=case_id)

        return once(act)
    return render_template(
        "records/finalise.html",
        heading=gettext("Sign %(form)s?", form=paper.form.title),
        about=paper.about,
        lead=gettext(
            "Read it through once more. This cannot be undone: a signed version is locked, "
            "and a mistake is put right by a new version."
        ),
        statement=gettext("You sign as %(name)s, %(role)s.", name=paper.actor.name, role=paper.role_title),
        sections=page.read_parts(paper.form, paper.answers, paper.context),
        form=confirm,
        action=request.path,
        edit_url=url_for("cases.form", case_id=case_id, submission_id=submission_id),
        up=(paper.about, url_for("cases.show", case_id=case_id)),
    )


@blueprint.post("/cases/<uuid:case_id>/forms/<uuid:submission_id>/correct")
@requires("case:change")
def correct(case_id: UUID, submission_id: UUID) -> Response:
    """A new version that starts from this one."""
    paper = begun_paper(case_id, submission_id)
    paper.demand_finaliser()

    def act() -> str:
        case = locked_case(case_id)
        signed = kept.submission_in(case_id, submission_id)
        if signed is None:
            raise NotHere
        draft = work.begin_form(
            case, catalog().forms[signed.form], actor=paper.actor, now=paper.now, corrects=signed
        )
        return url_for("cases.form", case_id=case_id, submission_id=draft.id)

    return once(act)
