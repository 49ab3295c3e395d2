"""Extracts: releasing one of a signed form, reading it, having it on paper, withdrawing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from flask import get_template_attribute, render_template, request, url_for
from flask_babel import force_locale
from markupsafe import Markup
from werkzeug.wrappers import Response

from casework.access.policy import decide
from casework.cases import extracts as actions
from casework.cases.act_forms import TakeBackForm
from casework.cases.extract_forms import ReleaseForm
from casework.cases.extract_models import Extract
from casework.cases.extracts import RELEASE, Held, Wanted, faults
from casework.cases.for_home import Reader
from casework.cases.moves import locked_case
from casework.cases.pages import extract as page
from casework.cases.pages import printed
from casework.cases.pages.words import Speech
from casework.cases.views import blueprint
from casework.cases.views.desk import Desk, at_desk
from casework.cases.views.for_home import household_of, refused_for
from casework.cases.views.paper import Paper, begun_paper
from casework.errors import NotAcceptable, NotHere
from casework.people import queries as people
from casework.records.carried import taken_in
from casework.records.models import Submission
from casework.records.queries import definition_of
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.languages import NAMES, language
from casework.web.once import once
from casework.web.text import gettext


@dataclass(frozen=True)
class Shown:
    """One extract in front of one reader."""

    desk: Desk
    row: Extract
    signed: Submission
    by: str

    def facts(self, speech: Speech) -> list[tuple[str, str]]:
        """What is told with the answers."""
        signer = self.signed.finalised_by_id or self.signed.saved_by_id
        return page.extract_facts(self.row, self.signed, self.by, speech, people.names_of([signer])[signer])

    @property
    def url(self) -> str:
        """Where it is read."""
        return url_for("cases.extract", case_id=self.row.case_id, extract_id=self.row.id)


@blueprint.route("/cases/<uuid:case_id>/forms/<uuid:submission_id>/release", methods=["GET", "POST"])
@requires(RELEASE)
def release(case_id: UUID, submission_id: UUID) -> Response | tuple[str, int]:
    """Decides what of a signed form is released, to whom, on which ground."""
    paper = begun_paper(case_id, submission_id, permission=RELEASE)
    signed = paper.draft
    if signed is None or signed.finalised_at is None:
        raise NotHere
    household, workflow = household_of(paper.desk.row.student), paper.desk.situation.workflow
    known = page.grounds(workflow, language())
    parts = page.answered(paper.form, signed.answers, paper.context)
    form = ReleaseForm(page.offered(parts, household.home, known, workflow.country, paper.desk.readable))

    def against(wanted: Wanted) -> Iterator[tuple[str, NotAcceptable]]:
        return faults(wanted, _held(paper, wanted))

    if form.validate_on_submit() and not form.blames(against):

        def act() -> str:
            wanted = form.wanted
            held = _held(paper, wanted)
            row = actions.release_extract(
                locked_case(case_id), signed, wanted, held, actor=paper.actor, now=paper.now
            )
            return url_for("cases.extract", case_id=case_id, extract_id=row.id)

        return once(act)
    up = paper.form.title, url_for("cases.form", case_id=case_id, submission_id=submission_id)
    lead = gettext(
        "The form keeps its classes. What you choose can be read here by those you choose, and printed for "
        "the recipient; the history says that you released it."
    )
    heading = gettext("Release an extract of “%(form)s”", form=paper.form.title)
    return act_page(form, heading, gettext("Release the extract"), up, lead=lead)


def _held(paper: Paper, wanted: Wanted) -> Held:
    """What there is to release, and what is kept from whom it is wanted for."""
    household, workflow = household_of(paper.desk.row.student), paper.desk.situation.workflow
    parts = page.answered(paper.form, paper.answers, paper.context)
    ids = [field for _, _, questions in parts for field, _ in questions]
    reader = household.reader(str(wanted.bond_id or ""))
    return Held(
        classes={one: paper.form.field(one).confidentiality for one in ids},
        readable=paper.desk.readable,
        grounds=page.grounds(workflow, language()),
        country=workflow.country,
        withheld=paper.for_reader(reader).withheld,
        is_informed=not reader.is_refused,
    )


@blueprint.get("/cases/<uuid:case_id>/extracts/<uuid:extract_id>")
@requires("case:read")
def extract(case_id: UUID, extract_id: UUID) -> str:
    """What was released, to whom, on which ground and why, for those who read its class."""
    shown = _shown(case_id, extract_id)
    desk, row, place = shown.desk, shown.row, shown.desk.row.place
    form = definition_of(shown.signed).in_language(language())
    may_withdraw = decide(desk.reader, RELEASE, place).is_allowed
    return render_template(
        "cases/extract.html",
        heading=gettext("Extract of %(form)s", form=form.title),
        about=desk.row.student.name,
        facts=shown.facts(desk.speech),
        reason=row.reason,
        sections=page.extract_parts(form, row.fields, shown.signed.answers),
        print_url=url_for("cases.print_extract", case_id=case_id, extract_id=extract_id),
        withdraw_url=url_for("cases.withdraw_extract", case_id=case_id, extract_id=extract_id)
        if may_withdraw
        else None,
        up=(desk.row.student.name, url_for("cases.show", case_id=case_id)),
    )


@blueprint.get("/cases/<uuid:case_id>/extracts/<uuid:extract_id>/print")
@requires("case:read")
def print_extract(case_id: UUID, extract_id: UUID) -> str | tuple[str, int]:
    """The extract on paper for its recipient, in the language that is chosen."""
    shown, asked = _shown(case_id, extract_id), request.args.get("language", "")
    reader = household_of(shown.desk.row.student).reader(str(shown.row.guardianship_id or ""))
    if reader.is_refused:
        return refused_for(reader, shown.desk.row.student, (gettext("The extract"), shown.url))
    chosen = asked if asked in NAMES else language()
    draw = get_template_attribute("records/sheet.html", "sheet")
    with force_locale(chosen):
        sheet = _sheet(shown, reader, chosen)
        drawn = Markup(draw(sheet, printed.when_asked))  # noqa: S704 a template's output
    return render_template(
        "records/print.html",
        heading=gettext("Extract of %(form)s", form=page.title_of(shown.signed, language())),
        about=shown.desk.row.student.name,
        sheet=drawn,
        language=chosen,
        ways=(),
        note="",
        languages=NAMES,
        up=(gettext("The extract"), shown.url),
    )


def _sheet(shown: Shown, reader: Reader, chosen: str) -> printed.Sheet:
    """The paper in its own language: of the form what was released, and is not kept from the reader since."""
    desk, form = shown.desk, definition_of(shown.signed).in_language(chosen)
    speech = replace(desk.speech, workflow=desk.situation.model.in_language(chosen), language=chosen)
    kept = reader.leaves_out(form, taken_in(shown.signed))
    fields = [one for one in shown.row.fields if one not in kept]
    return printed.extract_sheet(
        form,
        page.extract_parts(form, fields, shown.signed.answers),
        school="" if desk.is_marked else people.unit(desk.row.student.unit_id).name,
        is_marked=desk.is_marked,
        about=desk.row.student.name,
        facts=shown.facts(speech),
    )


@blueprint.route("/cases/<uuid:case_id>/extracts/<uuid:extract_id>/withdraw", methods=["GET", "POST"])
@requires(RELEASE)
def withdraw_extract(case_id: UUID, extract_id: UUID) -> Response | tuple[str, int]:
    """Nobody reads it here any more; the history says that it was released."""
    shown, form = _shown(case_id, extract_id, RELEASE), TakeBackForm()
    if form.validate_on_submit():

        def act() -> str:
            found = _shown(case_id, extract_id, RELEASE)
            said = (locked_case(case_id), found.row, found.signed.form, form.reason.data or "")
            actions.withdraw_extract(*said, actor=found.desk.reader, now=found.desk.now)
            return url_for("cases.show", case_id=case_id)

        return once(act)
    lead = gettext("Nobody reads it here any more. Paper that has left the school is not called back by it.")
    heading, label = gettext("Withdraw the extract?"), gettext("Withdraw the extract")
    return act_page(form, heading, label, (gettext("The extract"), shown.url), lead=lead)


def _shown(case_id: UUID, extract_id: UUID, permission: str = "case:read") -> Shown:
    """The extract on the desk; NotHere where it is withdrawn or not for the reader."""
    desk = at_desk(case_id, permission)
    for row, signed, name in actions.extracts_of(case_id, desk.readable, extract_id):
        return Shown(desk, row, signed, name)
    raise NotHere
