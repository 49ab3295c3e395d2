"""Following up a report that has no case: what is seen now, and whether it comes back in a week."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.cases.act_forms import ReviewForm
from casework.cases.concern_finding import WRITE, Reported, locked_report
from casework.cases.followed_reports import follow_up, followed_by, is_followed
from casework.cases.pages import concern as words
from casework.cases.views import blueprint
from casework.cases.views.concerns import AT
from casework.errors import Conflict, NotHere
from casework.people.noted import refuse_student
from casework.web.act import act_page
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext


@blueprint.route(f"{AT}/follow-up", methods=["GET", "POST"])
@requires(WRITE)
def follow_up_concern(student_id: UUID, concern_id: UUID) -> Response | tuple[str, int]:
    """What is seen now; for who wrote the report, and those who take up such reports."""
    reader = person()
    try:
        found = followed_by(student_id, concern_id, reader)
    except NotHere:
        refuse_student(student_id)
        raise
    shows([found.shown], classes=[found.row.confidentiality])
    if not is_followed(found.row):
        raise Conflict("report_settled")
    form, here = ReviewForm(str(found.row.revision)), _url(found, is_own=found.row.author_id == reader.id)
    if form.validate_on_submit():

        def act() -> str:
            row = locked_report(student_id, concern_id)
            said = {"is_last": form.onwards.data == "stop", "seen": str(form.seen.data)}
            role = _role(found)
            follow_up(row, form.said.data or "", **said, role=role, actor=reader, now=clock.now())
            return here

        return once(act)
    heading = gettext("Follow up: %(title)s", title=words.title_of(found))
    lead = gettext("It comes back each week until you close it here, or until it lies in a case.")
    return act_page(form, heading, gettext("Save the follow-up"), (found.student.name, here), lead=lead)


def _role(found: Reported) -> str:
    """The role in which the reader follows it up: the one it was signed in, or the nearest around."""
    reader = person()
    if found.row.author_id == reader.id:
        return found.row.signed_role
    unit = found.student.unit_id
    return next((one.role for one in reader.grants if unit in one.units), "")


def _url(found: Reported, *, is_own: bool) -> str:
    view = "cases.own_concern" if is_own else "cases.concern"
    return url_for(view, student_id=found.student.id, concern_id=found.row.id)
