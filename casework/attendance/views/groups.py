"""The attendance of a class."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for

from casework import clock
from casework.attendance import finding
from casework.attendance.pages.groups import class_attendance
from casework.attendance.views import blueprint
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.sessions import person
from casework.web.text import gettext


@blueprint.get("/groups/<uuid:group_id>/attendance")
@requires(finding.READ)
def group(group_id: UUID) -> str:
    """The pictures of a class in the school year, and its students with how much they missed."""
    found = finding.class_for(person(), group_id)
    page = class_attendance(person(), found, clock.school_date(clock.now()))
    shows(page.students)
    return render_template(
        "attendance/group.html",
        heading=gettext("Attendance of %(name)s", name=found.name),
        page=page,
        up=(gettext("Students"), url_for("people.students", group=group_id)),
    )
