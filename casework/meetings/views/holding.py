"""After a meeting: who came, what was decided, when one meets again."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for

from casework.cases.demands import demand_case_open
from casework.cases.moves import locked_case
from casework.cases.pages.task_care import who_choices
from casework.cases.views.desk import Desk, at_desk
from casework.errors import Conflict
from casework.meetings import queries
from casework.meetings.after import Next, Outcome, conclude, open_meetings
from casework.meetings.after_forms import HeldForm, Known
from casework.meetings.form_parts import moment_of
from casework.meetings.models import Meeting
from casework.meetings.queries import Called
from casework.meetings.views import blueprint
from casework.meetings.views.calling import CHANGE, Answer
from casework.tasks.models import Task
from casework.web.doors import requires
from casework.web.once import once
from casework.web.problems import stays
from casework.web.text import gettext


@blueprint.route("/cases/<uuid:case_id>/meetings/<uuid:meeting_id>/held", methods=["GET", "POST"])
@requires(CHANGE)
def held(case_id: UUID, meeting_id: UUID) -> Answer:
    """Notes it all in one go; the minutes are a form of their own, which the page leads on to."""
    desk = at_desk(case_id, CHANGE)
    meeting = queries.meeting_in(case_id, meeting_id)
    demand_case_open(desk.row.case)
    if meeting.status != "booked" or meeting.starts_at > desk.now:
        raise Conflict("meeting_changed", case_id=str(case_id))
    called = queries.called_to([meeting_id], desk.row.student.name)[meeting_id]
    here = [one for one in called if one.row.left_at is None]
    booked = queries.booked_for_tasks(case_id)
    later = [one for one in open_meetings(desk.situation) if one.id not in booked]
    form = HeldForm(
        _known(desk, here, later), str(meeting.revision), {str(one.id): one.due_on for one in later}
    )
    stays(form, lambda: _page(desk, meeting, form))
    if form.validate_on_submit():
        return once(lambda: _conclude(desk, meeting, form, here))
    return _page(desk, meeting, form)


def _known(desk: Desk, here: list[Called], later: list[Task]) -> Known:
    may_add = desk.speech.is_mine(tuple(desk.situation.workflow.acting))
    return Known(
        called=[(str(one.row.id), _named(one)) for one in here],
        doers=who_choices(desk.row.case, desk.speech) if may_add else (),
        next_for=[(str(one.id), desk.speech.titled(one.action, one.title)) for one in later],
    )


def _named(one: Called) -> str:
    return ", ".join(dict.fromkeys(part for part in (one.name, one.row.body) if part))


def _conclude(desk: Desk, meeting: Meeting, form: HeldForm, here: list[Called]) -> str:
    case_id = meeting.case_id
    case, found = locked_case(case_id), queries.meeting_in(case_id, meeting.id)
    came = {UUID(one) for one in form.came.data or ()}
    # These stand in the task's report, which more people read than called the meeting.
    names = {one.row.id: one.name for one in here if not one.row.is_protected}
    outcome = Outcome(came, names, form.wanted, _next(form, found))
    conclude(case, found, outcome, seen=str(form.seen.data), actor=desk.reader, now=desk.now)
    return url_for("meetings.show", case_id=case_id, meeting_id=meeting.id)


def _next(form: HeldForm, meeting: Meeting) -> Next | None:
    at = moment_of(form.next_day, form.next_time)
    if at is None:
        return None
    task = UUID(form.next_for.data) if form.next_for.data else None
    return Next(at, task, meeting.title, form.next_late.data or "")


def _page(desk: Desk, meeting: Meeting, form: HeldForm) -> tuple[str, int]:
    shown = render_template(
        "meetings/held.html",
        form=form,
        heading=gettext("After the meeting"),
        lead=desk.speech.titled(meeting.action, meeting.title),
        action=request.path,
        up=(
            desk.row.student.name,
            url_for("meetings.show", case_id=meeting.case_id, meeting_id=meeting.id),
        ),
    )
    return shown, 422 if form.errors else 200
