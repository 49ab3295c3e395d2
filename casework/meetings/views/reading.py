"""Reading: the meetings of a case, and one of them."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for

from casework.access.policy import decide
from casework.cases.views.desk import at_desk
from casework.letters.queries import invitations_in
from casework.meetings import queries
from casework.meetings.agenda import WORK
from casework.meetings.pages import sharing as shares
from casework.meetings.pages import show as page
from casework.meetings.pages.letter import sent_lines
from casework.meetings.pages.measures import decided_at, may_decide
from casework.meetings.views import blueprint
from casework.web.doors import requires


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
    task = next((one for one in desk.situation.tasks if one.id == meeting.task_id), None)
    mails = page.mail_lines(desk, meeting, queries.mails_of(meeting_id))
    letters = sent_lines(invitations_in(case_id, desk.readable))
    return render_template(
        "meetings/show.html",
        identity=desk.identity("meetings.of_case"),
        named={"case_id": case_id, "meeting_id": meeting_id},
        shared=shares.shared_rows(desk, meeting, queries.shares_of(meeting_id), called),
        decided=decided_at(desk, meeting),
        may_decide=may_decide(desk, meeting),
        may_share=meeting.status == "held" and bool(shares.signed_minutes(desk, meeting)),
        **page.one_meeting(desk, meeting, task, called, page.Told(mails, letters)),
    )
