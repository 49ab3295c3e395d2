"""Cases that have begun elsewhere: a table is sent, looked at, then every case is opened or none."""

from __future__ import annotations

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.administration.forms import FileForm
from casework.administration.pages.words import file_fault
from casework.administration.tables import Unreadable, text_of
from casework.cases.views import blueprint
from casework.clock import now, school_date
from casework.errors import CaseworkError
from casework.rosters import moving
from casework.rosters.moving import Arrivals, read_arrivals
from casework.rosters.pages.moving import columns, preview, reason
from casework.web.disclosure import shows
from casework.web.doors import requires, takes_file
from casework.web.languages import language
from casework.web.once import once
from casework.web.problems import show_again
from casework.web.sessions import person
from casework.web.text import gettext, ngettext

Answer = str | Response | tuple[str, int]


@blueprint.route("/cases/move-in", methods=["GET", "POST"])
@requires("case:migrate")
@takes_file
def move_in() -> Answer:
    """Takes a table or its text, and shows which cases it would open; nothing is written."""
    form = FileForm()
    if not form.validate_on_submit():
        return _file_page(form), 422 if form.errors else 200
    try:
        data = form.file.data.read() if form.file.data else b""
        data = data or (form.text.data or "").strip().encode()
        if not data:
            raise Unreadable("nothing_sent")
        found = _read(text_of(data))
    except Unreadable as fault:
        return _file_page(form, file_fault(fault)), 422
    return _preview(found), 422 if found.faults else 200


@blueprint.post("/cases/move-in/open")
@requires("case:migrate")
def open_moved() -> Answer:
    """Opens the cases that were shown, all in one piece."""
    try:
        found = _read(request.form.get("text", ""))
    except Unreadable as fault:
        return _file_page(FileForm(formdata=None), file_fault(fault)), 422
    show_again(lambda error: _preview(found, error))

    def act() -> str:
        reasons = [reason(one) for one in found.cases]
        digest = request.form.get("digest", "")
        opened = moving.keep(found, digest, reasons, actor=person(), now=now())
        text = ngettext("%(num)d case has been opened.", "%(num)d cases have been opened.", len(opened))
        flash(text)
        return url_for("cases.index")

    return once(act)


def _read(text: str) -> Arrivals:
    return read_arrivals(text, language(), actor=person(), today=school_date(now()))


def _preview(found: Arrivals, error: CaseworkError | None = None) -> str:
    shows(one.shown for one in found.cases)
    return render_template(
        "cases/moved_in.html",
        found=preview(found),
        text=found.text,
        digest=found.digest,
        is_other=error is not None,
        up=(gettext("Move cases in"), url_for("cases.move_in")),
    )


def _file_page(form: FileForm, problem: str = "") -> str:
    up = (gettext("Cases"), url_for("cases.index"))
    return render_template("cases/move_in.html", form=form, problem=problem, columns=columns(), up=up)
