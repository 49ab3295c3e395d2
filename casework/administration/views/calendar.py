"""The calendar of a school: terms, breaks and staff days."""

from __future__ import annotations

from uuid import UUID

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.administration import actions
from casework.administration.calendar_rows import CalendarRows, rows_of, sent_rows
from casework.administration.pages.calendar import problem_lines, term_lines
from casework.administration.queries import SchoolRow
from casework.administration.views import blueprint
from casework.administration.views.schools import school_named
from casework.attendance.calendars import laid_calendar
from casework.clock import now
from casework.web.doors import requires
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

    def act() -> str:
        actions.lay_calendar(row.unit, sent.laid(), actor=person(), now=now())
        flash(gettext("The calendar is saved. Limits are counted by it from the next evaluation on."))
        return url_for("administration.calendar", unit_id=unit_id)

    return once(act)


def _calendar_page(row: SchoolRow, rows: CalendarRows) -> str:
    return render_template(
        "administration/calendar.html",
        rows=rows.with_empty(),
        problems=problem_lines(rows),
        said=term_lines(row.unit),
        action=url_for("administration.calendar", unit_id=row.unit.id),
        up=(row.unit.name, url_for("administration.school", unit_id=row.unit.id)),
    )
