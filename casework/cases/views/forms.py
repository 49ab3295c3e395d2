"""The forms of a case: reading one, signing it, correcting it by a new version."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.access.policy import decide
from casework.cases import work
from casework.cases.extracts import RELEASE
from casework.cases.forms import SignForm
from casework.cases.moves import locked_case
from casework.cases.pages import reading as read
from casework.cases.pages.contribution import awaited_lines
from casework.cases.pages.measure_words import foreseen_lines
from casework.cases.pages.rows import form_rows
from casework.cases.pages.undo import put_away_rows
from casework.cases.views import blueprint
from casework.cases.views.beside import attached_to
from casework.cases.views.desk import at_desk, read_rules
from casework.cases.views.paper import Paper, begun_paper
from casework.cases.views.writing import edit, save
from casework.catalog import catalog
from casework.errors import Conflict, NotHere
from casework.forms.answers import settled
from casework.forms.checks import problems
from casework.forms.reading import left_out
from casework.records import queries as kept
from casework.records import together
from casework.records.models import Submission
from casework.web.doors import requires
from casework.web.once import once
from casework.web.text import gettext


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
        "records/index.html",
        identity=desk.identity("forms"),
        groups=groups,
        put_away=put_away,
    )


@blueprint.route("/cases/<uuid:case_id>/forms/<uuid:submission_id>", methods=["GET", "POST"])
@requires("case:read")
def form(case_id: UUID, submission_id: UUID) -> str | Response | tuple[str, int]:
    """A draft to go on with, for who may write in it; else the version to read."""
    paper = begun_paper(case_id, submission_id)
    if request.method == "POST":
        return save(paper)
    paper.demand_signed_or_own()
    if paper.may_write or paper.draft is None:
        return edit(paper, paper.answers, ())
    return _read(paper, paper.draft)


def _read(paper: Paper, shown: Submission) -> str:
    situation, speech = paper.desk.situation, paper.desk.speech
    submissions, names = situation.submissions, situation.writers
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
        facts=read.signed_facts(speech, shown, names),
        notice=notice,
        sections=read.read_parts(
            paper.form, shown.answers, paper.carrying.to_read(shown.answers), paper.corrected
        ),
        versions=read.versions(paper.case_id, submissions, shown, names),
        print_url=url_for("cases.print_form", case_id=paper.case_id, submission_id=shown.id),
        release_url=_release_url(paper, shown),
        attached=attached_to(paper),
        correct_url=url_for("cases.correct", case_id=paper.case_id, submission_id=shown.id)
        if paper.may_correct
        else None,
        up=(paper.about, url_for("cases.show", case_id=paper.case_id)),
    )


def _release_url(paper: Paper, shown: Submission) -> str | None:
    may = decide(paper.actor, RELEASE, paper.desk.row.place).is_allowed
    if not (may and shown.finalised_at) or paper.desk.row.case.annulled_at:
        return None
    return url_for("cases.release", case_id=paper.case_id, submission_id=shown.id)


@blueprint.route("/cases/<uuid:case_id>/forms/<uuid:submission_id>/sign", methods=["GET", "POST"])
@requires("case:change")
def sign(case_id: UUID, submission_id: UUID) -> str | Response:
    """The last look before signing; signing locks the version for good."""
    paper = begun_paper(case_id, submission_id)
    paper.demand_finaliser()
    if problems(paper.form, paper.whole, paper.context) or together.clashes_of(submission_id):
        return redirect(url_for("cases.form", case_id=case_id, submission_id=submission_id, check=1))
    confirm = SignForm(revision=paper.seen)
    if not confirm.validate_on_submit():
        return _last_look(paper, confirm)

    return once(lambda: _signed(paper, submission_id, str(confirm.revision.data)))


def _signed(paper: Paper, submission_id: UUID, seen: str) -> str:
    """Signs the draft, if all of it stands as the page showed it; where that leads."""
    case, now, by = locked_case(paper.case_id), paper.now, paper.actor
    there = begun_paper(paper.case_id, submission_id)
    draft = there.draft
    if draft is None:
        raise NotHere
    if there.seen != seen:
        raise Conflict("form_locked" if draft.finalised_at else "form_saved", case_id=str(paper.case_id))
    answers, given = settled(paper.form, there.whole, paper.context), [one.id for one in there.given]
    origins, form = paper.carrying.signed(draft, answers, now), paper.definition
    work.finalise_form(case, draft, form, answers, origins=origins, given=given, actor=by, now=now)
    read_rules(paper.desk.row.student, now)
    return url_for("cases.show", case_id=paper.case_id)


def _last_look(paper: Paper, confirm: SignForm) -> str:
    """All that is signed, and what it means."""
    answers = paper.whole
    return render_template(
        "records/finalise.html",
        heading=gettext("Sign %(form)s?", form=paper.form.title),
        about=paper.about,
        lead=gettext(
            "Read it through once more. This cannot be undone: a signed version is locked, "
            "and a mistake is put right by a new version."
        ),
        measures=foreseen_lines(paper.draft, paper.form, answers, paper.desk.readable) if paper.draft else (),
        statement=gettext("You sign as %(name)s, %(role)s.", name=paper.actor.name, role=paper.role_title),
        sections=read.read_parts(paper.form, answers, paper.carrying.to_read(answers), paper.corrected),
        left_out=left_out(paper.form, answers, paper.context),
        awaited=awaited_lines(paper.desk.speech, paper.awaited),
        attached=attached_to(paper),
        form=confirm,
        action=request.path,
        edit_url=request.path.removesuffix("/sign"),
        up=(paper.about, url_for("cases.show", case_id=paper.case_id)),
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
