"""Files of staff and students: sent, looked at, then read in whole, or without the lines that are wrong."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask import Response as FileResponse
from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.administration import headings, imports, queries, templates
from casework.administration.forms import FileForm
from casework.administration.imports import FileKind, Sent
from casework.administration.pages.imports import preview
from casework.administration.pages.words import file_fault
from casework.administration.staff_file import Language
from casework.administration.tables import Unreadable, text_of
from casework.administration.views import blueprint, chosen
from casework.administration.views.start import up
from casework.clock import now, school_date
from casework.errors import CaseworkError
from casework.extensions import rehearsal
from casework.web.doors import requires, takes_file
from casework.web.languages import NAMES, language
from casework.web.once import once
from casework.web.problems import show_again
from casework.web.sessions import person
from casework.web.text import gettext
from casework.web.wiring import wiring

Answer = str | Response | tuple[str, int]
KIND = "<any(staff, students):kind>"


@blueprint.route(f"/import/{KIND}", methods=["GET", "POST"])
@requires("people:administer")
@takes_file
def import_file(kind: FileKind) -> Answer:
    """Takes a file or its text, and shows what it would do; nothing is written."""
    form = FileForm()
    if not form.validate_on_submit():
        return _file_page(kind, form), 422 if form.errors else 200
    try:
        text = _text(form)
        sent = _sent(kind, text)
    except Unreadable as fault:
        return _file_page(kind, form, file_fault(fault)), 422
    has_open_end = bool(form.file.data) and not text.endswith(("\n", "\r"))  # what is pasted never has one
    return _preview_page(sent, has_open_end=has_open_end)


@blueprint.post(f"/import/{KIND}/save")
@requires("people:administer")
def save_file(kind: FileKind) -> Answer:
    """Reads in what was shown, in one piece; without the lines that are wrong where somebody says so."""
    try:
        sent = _sent(kind, request.form.get("text", ""))
    except Unreadable as fault:
        return _file_page(kind, FileForm(formdata=None), file_fault(fault)), 422
    show_again(lambda error: _preview_page(sent, error)[0])

    def act() -> str:
        outcome = imports.keep(
            sent,
            request.form.get("digest", ""),
            chosen("end"),
            leaves_out=bool(request.form.get("leaves_out")),
            actor=person(),
            now=now(),
        )
        if outcome.begun:
            wiring().attendance_changed(outcome.begun, date.min, now())
        flash(gettext("The file has been read in."))
        return url_for("administration.start")

    return once(act)


@blueprint.get("/templates/<any(staff, students, calendar):kind>/<any(sv, nb, en):code>")
@requires("people:administer")
def template(kind: str, code: str) -> FileResponse:
    """A file with the right headings and made-up lines."""
    answer = FileResponse(templates.template(kind, code), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{kind}-{code}.csv"'
    return answer


def _text(form: FileForm) -> str:
    """The file's text, or what was pasted. Raises Unreadable."""
    data = form.file.data.read() if form.file.data else b""
    if not data:
        data = (form.text.data or "").strip().encode()
    if not data:
        raise Unreadable("nothing_sent")
    return text_of(data)


def _sent(kind: FileKind, text: str) -> Sent:
    sent = imports.read_file(kind, text, language=cast(Language, language()), today=school_date(now()))
    with rehearsal():
        return imports.without_own_roles(sent, actor=person(), now=now())


def _preview_page(
    sent: Sent, error: CaseworkError | None = None, *, has_open_end: bool = False
) -> tuple[str, int]:
    with rehearsal():
        outcome = imports.carry_out(sent, actor=person(), now=now())
    found = preview(sent, outcome, has_open_end=has_open_end)
    shown = render_template(
        "administration/preview.html",
        heading=_heading(sent.kind),
        found=found,
        text=sent.text,
        digest=outcome.digest,
        is_other=error is not None,
        action=url_for("administration.save_file", kind=sent.kind),
        again_url=url_for("administration.import_file", kind=sent.kind),
        up=up(),
    )
    return shown, 422 if found.faults else 200


def _file_page(kind: FileKind, form: FileForm, problem: str = "") -> str:
    words = headings.COLUMNS[kind]
    return render_template(
        "administration/import.html",
        heading=_heading(kind),
        kind=kind,
        form=form,
        problem=problem,
        columns=[
            (texts[language()][0], column in headings.REQUIRED[kind]) for column, texts in words.items()
        ],
        roles=[one[0] for one in headings.ROLE_WORDS.values()] if kind == "staff" else [],
        schools=[row.unit.name for row in queries.schools()],
        templates=[
            (name, url_for("administration.template", kind=kind, code=code)) for code, name in NAMES.items()
        ],
        up=up(),
    )


def _heading(kind: FileKind) -> str:
    return gettext("Staff from a file") if kind == "staff" else gettext("Students from a file")
