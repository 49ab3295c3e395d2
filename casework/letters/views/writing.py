"""Writing a letter: beginning one, going on with a draft, taking it away."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases.demands import demand_case_open
from casework.cases.moves import locked_case
from casework.cases.pages.words import capital
from casework.cases.views.desk import Desk, at_desk
from casework.letter_kinds import LetterKind
from casework.letters import actions
from casework.letters.for_tasks import demand_writer, task_of
from casework.letters.forms import DraftForm, WriteForm
from casework.letters.pages import listing, writing
from casework.letters.queries import letter_in
from casework.letters.views import blueprint
from casework.letters.views.letters import CHANGE, shown, task_asked
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.once import once
from casework.web.problems import stays
from casework.web.text import gettext


@blueprint.route("/cases/<uuid:case_id>/letters/new/<kind_name>", methods=["GET", "POST"])
@requires(CHANGE)
def write(case_id: UUID, kind_name: str) -> Response | tuple[str, int]:
    """A new letter of the kind, for the task that the address names; an invitation leads to the meetings."""
    desk = at_desk(case_id, CHANGE)
    demand_case_open(desk.row.case)
    task = task_asked(desk)
    if task:
        demand_writer(desk.situation, task, desk.reader)
    usual = writing.usual_language(desk)
    kind = writing.kind_of(kind_name, usual, desk)
    if kind.is_of_meeting:
        return redirect(url_for("meetings.of_case", case_id=case_id), 303)
    offered = writing.offered(kind, desk, usual, task)
    form = WriteForm(offered)
    stays(form, lambda: _write_page(desk, kind, form, url_for("letters.of_case", case_id=case_id)))
    if form.validate_on_submit():

        def act() -> str:
            spoken = writing.kind_of(kind_name, form.said.language, desk)
            said = writing.in_new_language(form.said, offered.start, spoken, desk)
            found = actions.write_letter(
                locked_case(case_id), spoken, said, task_asked(desk), actor=desk.reader, now=desk.now
            )
            return listing.letter_url(found)

        return once(act)
    return _write_page(desk, kind, form, url_for("letters.of_case", case_id=case_id))


@blueprint.route("/cases/<uuid:case_id>/letters/<uuid:letter_id>/change", methods=["GET", "POST"])
@requires(CHANGE)
def change(case_id: UUID, letter_id: UUID) -> Response | tuple[str, int]:
    """Goes on with a draft."""
    found = shown(case_id, letter_id, CHANGE)
    desk, letter = found.desk, found.letter
    actions.demand_draft(desk.row.case, letter, actions.state_of(letter))
    offered = writing.offered(found.kind, desk, letter.language, task_of(letter))
    form = WriteForm(offered, writing.said_of(letter), actions.state_of(letter))
    stays(form, lambda: _write_page(desk, found.kind, form, found.url("letter")))
    if form.validate_on_submit():

        def act() -> str:
            case, row = locked_case(case_id), letter_in(case_id, letter_id, desk.readable)
            spoken = writing.kind_of(row.kind, form.said.language, desk)
            said = writing.in_new_language(form.said, offered.start, spoken, desk)
            seen = form.seen.data or ""
            actions.change_letter(case, row, spoken, said, seen, actor=desk.reader, now=desk.now)
            return found.url("letter")

        return once(act)
    return _write_page(desk, found.kind, form, found.url("letter"))


@blueprint.route("/cases/<uuid:case_id>/letters/<uuid:letter_id>/discard", methods=["GET", "POST"])
@requires(CHANGE)
def discard(case_id: UUID, letter_id: UUID) -> Response | tuple[str, int]:
    """Takes a draft away."""
    found = shown(case_id, letter_id, CHANGE)
    state = actions.state_of(found.letter)
    actions.demand_draft(found.desk.row.case, found.letter, state)
    form = DraftForm(state)
    if form.validate_on_submit():

        def act() -> str:
            case, row = locked_case(case_id), letter_in(case_id, letter_id, found.desk.readable)
            actions.discard_letter(case, row, form.seen.data or "")
            return url_for("letters.of_case", case_id=case_id)

        return once(act)
    lead = gettext("The letter has not been sent. Nothing of it is kept.")
    return act_page(form, gettext("Throw the draft away?"), gettext("Throw it away"), found.up, lead=lead)


def _write_page(desk: Desk, kind: LetterKind, form: WriteForm, up: str) -> tuple[str, int]:
    spoken = writing.kind_of(kind.letter, language(), desk)
    page = render_template(
        "letters/write.html",
        about=desk.row.student.name,
        heading=capital(spoken.title),
        lead=spoken.help,
        is_marked=desk.is_marked,
        form=form,
        action=request.full_path.rstrip("?"),
        up=(desk.row.student.name, up),
    )
    return page, 422 if form.errors else 200
