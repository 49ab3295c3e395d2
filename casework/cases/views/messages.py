"""What has been sent to the home and to colleagues: about a student, and in a case."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for

from casework.cases.views import blueprint
from casework.cases.views.desk import at_desk
from casework.cases.views.students import student_at_desk
from casework.messages.pages import PAGE, row
from casework.messages.queries import messages_about, messages_in
from casework.web.doors import requires
from casework.web.paging import page_number, pager


@blueprint.get("/cases/<uuid:case_id>/messages")
@requires("case:read")
def messages(case_id: UUID) -> str:
    """The messages of the case, the newest first."""
    desk, page = at_desk(case_id), page_number()
    case = desk.row.case
    said = {"limit": PAGE, "offset": (page - 1) * PAGE}
    found, total = messages_in(case.id, case.student_id, case.opened_at, case.closed_at, **said)
    return render_template(
        "cases/messages.html",
        identity=desk.identity("messages"),
        name=desk.row.student.name,
        rows=[row(one) for one in found],
        pager=pager("cases.messages", page, PAGE, total, {"case_id": case_id}),
    )


@blueprint.get("/students/<uuid:student_id>/messages")
@requires("case:read")
def student_messages(student_id: UUID) -> str:
    """The messages to the home about the student, with or without a case."""
    desk, page = student_at_desk(student_id, "case:read"), page_number()
    found, total = messages_about(student_id, limit=PAGE, offset=(page - 1) * PAGE)
    return render_template(
        "cases/messages.html",
        identity=None,
        name=desk.head.name,
        rows=[row(one) for one in found],
        pager=pager("cases.student_messages", page, PAGE, total, {"student_id": student_id}),
        up=(desk.row.name_and_class, url_for("cases.student", student_id=student_id)),
    )
