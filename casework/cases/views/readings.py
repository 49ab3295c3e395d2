"""Who has read about a student: as a page for the principal, and on paper for the home or the file.

Only what concerns this student stands there, whomever else the same pages showed. This is a reading too.
"""

from __future__ import annotations

from uuid import UUID

from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.cases.for_home import STAFF
from casework.cases.pages import readings as pages
from casework.cases.pages.for_home import way_links
from casework.cases.views import blueprint
from casework.cases.views.for_home import household_of, refused_for
from casework.cases.views.students import student_at_desk
from casework.web.dates import day
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.paging import page_number, pager
from casework.web.text import gettext


@blueprint.get("/students/<uuid:student_id>/readings")
@requires("log:read")
def readings(student_id: UUID) -> str:
    """The readings with the names of who read."""
    desk, page = student_at_desk(student_id, "log:read"), page_number()
    paper_url, around = url_for("cases.readings_paper", student_id=student_id), household_of(desk.row.student)
    found = pages.readings(student_id, limit=pages.PAGE, offset=(page - 1) * pages.PAGE)
    return render_template(
        "cases/readings.html",
        name=desk.head.name,
        found=found,
        pager=pager("cases.readings", page, pages.PAGE, found.total, {"student_id": student_id}),
        paper_url=paper_url,
        ways=[one for one in way_links(around, around.reader(STAFF), paper_url) if one.url],
        up=(desk.row.name_and_class, url_for("cases.student", student_id=student_id)),
    )


@blueprint.get("/students/<uuid:student_id>/readings.pdf")
@requires("log:read")
def readings_paper(student_id: UUID) -> Response:
    """The same to print; for the home the readers stand by their roles, not by their names."""
    desk = student_at_desk(student_id, "log:read")
    reader = household_of(desk.row.student).reader(request.args.get("reader", ""))
    if reader.is_refused:
        up = desk.row.student.name, url_for("cases.readings", student_id=student_id)
        return make_response(refused_for(reader, desk.row.student, up))
    found = pages.readings(student_id, limit=pages.ON_PAPER, is_for_home=not reader.is_staff)
    about = [gettext("%(school)s, %(day)s", school=desk.row.unit, day=day(clock.now()))]
    answer = make_response(pages.paper(desk.head.name, found, about, language()))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers.set("Content-Disposition", "inline", filename=f"readings-{language()}.pdf")
    return answer
