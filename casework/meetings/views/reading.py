"""Reading: the meetings of a case, one of them, and the invitation on paper."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for

from casework.access.policy import decide
from casework.cases.views.desk import at_desk
from casework.errors import NotHere
from casework.meetings import queries
from casework.meetings.agenda import WORK
from casework.meetings.pages import letter as letters
from casework.meetings.pages import sharing as shares
from casework.meetings.pages import show as page
from casework.meetings.views import blueprint
from casework.tasks.queries import task_in
from casework.web.doors import requires

CHANGE = "case:change"


@blueprint.get("/cases/<uuid:case_id>/meetings")
@requires("case:read")
def of_case(case_id: UUID) -> str:
    """Every meeting of the case, and those that are to be called."""
    desk = at_desk(case_id)
    meetings = queries.meetings_of(case_id)
    called = queries.called_to([one.id for one in meetings], desk.row.student.name)
    may_put = desk.is_open and decide(desk.reader, WORK, desk.row.place).is_allowed
    return render_template(
        "meetings/index.html",
        identity=desk.identity("meetings.of_case"),
        new_url=url_for("meetings.call", case_id=case_id) if desk.is_open else None,
        agenda_url=url_for("meetings.put_on_agenda", case_id=case_id) if may_put else None,
        **page.listing(desk, meetings, called),
    )


@blueprint.get("/cases/<uuid:case_id>/meetings/<uuid:meeting_id>")
@requires("case:read")
def show(case_id: UUID, meeting_id: UUID) -> str:
    """One meeting: who is called, what those outside may learn, what follows from it."""
    desk = at_desk(case_id)
    meeting = queries.meeting_in(case_id, meeting_id)
    called = queries.called_to([meeting_id], desk.row.student.name)[meeting_id]
    task = task_in(case_id, meeting.task_id) if meeting.task_id else None
    mails = page.mail_lines(desk, meeting, queries.mails_of(meeting_id))
    return render_template(
        "meetings/show.html",
        identity=desk.identity("meetings.of_case"),
        named={"case_id": case_id, "meeting_id": meeting_id},
        shared=shares.shared_rows(desk, meeting, queries.shares_of(meeting_id), called),
        may_share=meeting.status == "held" and bool(shares.signed_minutes(desk, meeting)),
        **page.one_meeting(desk, meeting, task, called, mails),
    )


@blueprint.get("/cases/<uuid:case_id>/meetings/<uuid:meeting_id>/letters/<uuid:called_id>")
@requires(CHANGE)
def letter(case_id: UUID, meeting_id: UUID, called_id: UUID) -> str:
    """The invitation for one of those who are called, to print and hand over or post."""
    desk = at_desk(case_id, CHANGE)
    meeting = queries.meeting_in(case_id, meeting_id)
    called = queries.called_to([meeting_id], desk.row.student.name)[meeting_id]
    one = next((row for row in called if row.row.id == called_id and row.row.party != "staff"), None)
    if one is None or one.row.left_at or meeting.status != "booked":
        raise NotHere
    up = desk.speech.titled(meeting.action, meeting.title)
    return render_template(
        "meetings/letter.html",
        paper=letters.paper(desk, meeting, one, called),
        up=(up, url_for("meetings.show", case_id=case_id, meeting_id=meeting_id)),
    )
