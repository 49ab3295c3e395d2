"""Notes: reading them, writing one, correcting one by a new note."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from casework.cases import notes as actions
from casework.cases.act_forms import NoteForm
from casework.cases.demands import demand_case_open
from casework.cases.moves import locked_case
from casework.cases.pages import notes as page
from casework.cases.views import blueprint
from casework.cases.views.desk import Desk, at_desk
from casework.errors import NotAllowed
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.once import once
from casework.web.text import gettext


@blueprint.get("/cases/<uuid:case_id>/notes")
@requires("case:read")
def notes(case_id: UUID) -> str:
    """Every note that the reader may read, with what each replaced."""
    desk = at_desk(case_id)
    return render_template(
        "cases/notes.html",
        identity=desk.identity("notes"),
        notes=page.notes(desk.row, desk.speech, desk.reader, desk.readable).rows,
        write_url=url_for("cases.write_note", case_id=case_id) if desk.is_open else None,
    )


@blueprint.route("/cases/<uuid:case_id>/notes/new", methods=["GET", "POST"])
@requires("case:change")
def write_note(case_id: UUID) -> Response | tuple[str, int]:
    """A new note in one of the classes that the writer reads."""
    desk = at_desk(case_id, "case:change")
    demand_case_open(desk.row.case)
    classes = page.class_choices(actions.writable_classes(desk.reader, desk.row.place))
    form = NoteForm(classes)
    if form.validate_on_submit():

        def act() -> str:
            note = actions.write_note(
                locked_case(case_id),
                form.text.data or "",
                confidentiality=form.confidentiality.data if form.confidentiality else classes[0][0],
                happened_on=form.happened_on.data or desk.today,
                actor=desk.reader,
                now=desk.now,
            )
            return url_for("cases.notes", case_id=case_id, _anchor=page.anchor(note.id))

        return once(act)
    heading = gettext("Write a note")
    lead = gettext("The note is kept in the history of the case. A mistake is put right by a new note.")
    return _page(desk, form, heading, lead)


@blueprint.route("/cases/<uuid:case_id>/notes/<uuid:note_id>/correct", methods=["GET", "POST"])
@requires("case:change")
def correct_note(case_id: UUID, note_id: UUID) -> Response | tuple[str, int]:
    """A note that stands in the place of an earlier one; both can be read."""
    desk = at_desk(case_id, "case:change")
    old = actions.note_in(case_id, note_id, desk.readable)
    demand_case_open(desk.row.case)
    if not actions.may_correct(desk.reader, desk.row.place, old):
        raise NotAllowed
    form = NoteForm((), (old.text, old.happened_on))
    if form.validate_on_submit():

        def act() -> str:
            found = actions.note_in(case_id, note_id, desk.readable)
            case, text = locked_case(case_id), form.text.data or ""
            note = actions.correct_note(case, found, text, actor=desk.reader, now=desk.now)
            return url_for("cases.notes", case_id=case_id, _anchor=page.anchor(note.id))

        return once(act)
    lead = gettext("The earlier note can still be read behind the new one, with who wrote it and when.")
    return _page(desk, form, gettext("Correct the note"), lead)


def _page(desk: Desk, form: NoteForm, heading: str, lead: str) -> tuple[str, int]:
    return act_page(
        form,
        heading,
        gettext("Save the note"),
        (desk.row.student.name, url_for("cases.notes", case_id=desk.row.case.id)),
        lead=lead,
    )
