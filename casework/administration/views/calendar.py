"""The calendar of a school: terms, breaks and staff days."""

from __future__ import annotations

from uuid import UUID

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.administration import actions, queries
from casework.administration.calendar_file import read_calendar
from casework.administration.calendar_rows import CalendarRows, joined, rows_of, sent_rows
from casework.administration.forms import CalendarFileForm
from casework.administration.pages.calendar import FileRead, problem_lines, read_lines, term_lines
from casework.administration.pages.words import file_fault
from casework.administration.queries import SchoolRow
from casework.administration.tables import Unreadable, text_of
from casework.administration.views import blueprint, chosen
from casework.administration.views.schools import school_named
from casework.attendance.calendars import laid_calendar
from casework.clock import now
from casework.people.models import Unit
from casework.web.doors import requires, takes_file
from casework.web.languages import language
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext


@blueprint.route("/schools/<uuid:unit_id>/calendar", methods=["GET", "POST"])
@requires("people:administer")
def calendar(unit_id: UUID) -> Response | tuple[str, int]:
    """When there is school: what is laid, as rows to change."""
    row = school_named(unit_id)
    if request.method == "GET":
        return _calendar_page(row, rows_of(laid_calendar(unit_id))), 200
    sent = sent_rows(request.form.getlist)
    if sent.problems:
        return _calendar_page(row, sent), 422

    also = set(chosen("also"))

    def act() -> str:
        for unit in (row.unit, *(one for one in _others(row) if one.id in also)):
            actions.lay_calendar(unit, sent.laid(), actor=person(), now=now())
        flash(gettext("The calendar is saved. Limits are counted by it from the next evaluation on."))
        return url_for("administration.calendar", unit_id=unit_id)

    return once(act)


@blueprint.post("/schools/<uuid:unit_id>/calendar/file")
@requires("people:administer")
@takes_file
def calendar_file(unit_id: UUID) -> tuple[str, int]:
    """Takes a file, and shows the calendar as it would be with it; nothing is written."""
    row, form = school_named(unit_id), CalendarFileForm()
    laid = laid_calendar(unit_id)
    if not form.validate_on_submit():
        return _calendar_page(row, rows_of(laid), form), 422
    try:
        found = read_calendar(text_of(form.file.data.read()), language())
    except Unreadable as fault:
        form.file.errors = [file_fault(fault)]
        return _calendar_page(row, rows_of(laid), form), 422
    now_laid = joined(laid, found.laid)
    return _calendar_page(row, rows_of(now_laid.laid), form, read_lines(found, now_laid)), 200


def _others(row: SchoolRow) -> list[Unit]:
    """The other schools, which may have the same year."""
    return [one.unit for one in queries.schools() if one.unit.id != row.unit.id]


def _calendar_page(
    row: SchoolRow, rows: CalendarRows, form: CalendarFileForm | None = None, read: FileRead | None = None
) -> str:
    return render_template(
        "administration/calendar.html",
        rows=rows.with_empty(),
        form=form or CalendarFileForm(formdata=None),
        read=read,
        others=_others(row),
        also=set(chosen("also")),
        file_action=url_for("administration.calendar_file", unit_id=row.unit.id),
        template_url=url_for("administration.template", kind="calendar", code=language()),
        problems=problem_lines(rows),
        said=term_lines(row.unit),
        action=url_for("administration.calendar", unit_id=row.unit.id),
        up=(row.unit.name, url_for("administration.school", unit_id=row.unit.id)),
    )
