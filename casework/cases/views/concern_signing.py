"""Signing a report of concern, or a correction of one; throwing away what was begun."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.attachments import files
from casework.cases import concerns
from casework.cases.concern_finding import WRITE
from casework.cases.forms import SignForm
from casework.cases.pages.reading import read_parts
from casework.cases.views import blueprint
from casework.cases.views.concern_paper import AT, CORRECTING, ConcernPaper, concern_paper, up_of, url_of
from casework.errors import NotHere
from casework.forms.answers import settled
from casework.forms.checks import problems
from casework.forms.reading import left_out
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.forms import ConfirmForm
from casework.web.once import once
from casework.web.text import gettext

Answer = str | Response | tuple[str, int]


@blueprint.route(f"{AT}/sign", methods=["GET", "POST"])
@blueprint.route(f"{CORRECTING}/sign", methods=["GET", "POST"], endpoint="sign_correction")
@requires(WRITE)
def sign_concern(student_id: UUID, report_form: str = "", concern_id: UUID | None = None) -> Answer:
    """The last look before signing; signing locks the report and hands it over."""
    paper = concern_paper(student_id, concern_id or report_form)
    if paper.row is None:
        raise NotHere
    if problems(paper.form, paper.answers, paper.context):
        return redirect(url_of(paper, check=1))
    confirm = SignForm(revision=str(paper.revision))
    if not confirm.validate_on_submit():
        return _last_look(paper, confirm)
    return once(lambda: _signed(paper, str(confirm.revision.data)))


def _signed(paper: ConcernPaper, seen: str) -> str:
    """Signs the report, if it stands as the page showed it; where that leads."""
    row = paper.about.draft(paper.writer)
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
        sections=read_parts(paper.form, paper.answers, paper.context, paper.corrected),
        attached=paper.attached,
        left_out=left_out(paper.form, paper.answers, paper.context),
        form=confirm,
        action=request.path,
        edit_url=url_of(paper),
        up=(paper.student.name_and_class, up_of(paper)),
    )


@blueprint.route(f"{AT}/discard", methods=["GET", "POST"])
@blueprint.route(f"{CORRECTING}/discard", methods=["GET", "POST"], endpoint="discard_correction")
@requires(WRITE)
def discard_concern(
    student_id: UUID, report_form: str = "", concern_id: UUID | None = None
) -> Response | tuple[str, int]:
    """Takes away what the author has begun, once they have said so."""
    paper = concern_paper(student_id, concern_id or report_form)
    if paper.row is None:
        raise NotHere
    form = ConfirmForm()
    if form.validate_on_submit():
        left: list[UUID] = []
        answer = once(lambda: _discarded(paper, left))
        files.forget(left)
        return answer
    heading = gettext("Throw away what you have begun?")
    lead = gettext("Nobody but you has seen it.")
    gone = gettext("What you have written is gone then.")
    return act_page(form, heading, gettext("Throw away"), ("", url_of(paper)), lead=lead, for_good=gone)


def _discarded(paper: ConcernPaper, left: list[UUID]) -> str:
    row = paper.about.draft(paper.writer)
    if row is None:
        raise NotHere
    left += concerns.discard_draft(row)
    return up_of(paper)
