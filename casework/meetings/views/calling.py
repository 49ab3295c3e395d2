"""Calling a meeting, for a task or beside the routine; changing it, calling it off."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases.demands import demand_case_open, demand_open, demand_reporter
from casework.cases.moves import locked_case
from casework.cases.views.desk import Desk, at_desk
from casework.engine.actions import Meeting as Action
from casework.errors import Conflict, NotAcceptable, NotHere
from casework.meetings import actions, queries
from casework.meetings.after import again
from casework.meetings.after_forms import CancelForm
from casework.meetings.forms import MeetingForm
from casework.meetings.models import Meeting
from casework.meetings.pages import calling as page
from casework.meetings.pages.calling import Calling
from casework.meetings.planned import Plan
from casework.meetings.views import blueprint
from casework.tasks.models import Task
from casework.tasks.queries import task_in
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.once import once
from casework.web.problems import stays
from casework.web.text import gettext

CHANGE = "case:change"
Answer = Response | tuple[str, int]


@blueprint.route("/cases/<uuid:case_id>/meetings/new", methods=["GET", "POST"])
@requires(CHANGE)
def call(case_id: UUID) -> Answer:
    """A meeting that the routine does not ask for."""
    desk = at_desk(case_id, CHANGE)
    demand_case_open(desk.row.case)
    return _call(page.calling(desk, None))


@blueprint.route("/cases/<uuid:case_id>/tasks/<uuid:task_id>/meeting", methods=["GET", "POST"])
@requires(CHANGE)
def call_for_task(case_id: UUID, task_id: UUID) -> Answer:
    """The meeting that a task of the case asks for."""
    desk = at_desk(case_id, CHANGE)
    task = _task(desk, task_id)
    is_meeting = isinstance(desk.situation.action_of(task), Action)
    if request.method == "GET" and not (is_meeting and task.status == "open"):
        return redirect(url_for("cases.task", case_id=case_id, task_id=task_id), 303)
    demand_open(task)
    booked = queries.booked_for_tasks(case_id).get(task_id)
    if request.method == "GET" and booked:
        return redirect(url_for("meetings.show", case_id=case_id, meeting_id=booked), 303)
    if not is_meeting:
        raise NotAcceptable("not_a_milestone")
    demand_reporter(desk.situation, task, "called")
    return _call(page.calling(desk, task))


@blueprint.route("/cases/<uuid:case_id>/meetings/<uuid:meeting_id>/change", methods=["GET", "POST"])
@requires(CHANGE)
def change(case_id: UUID, meeting_id: UUID) -> Answer:
    """Another time, place or other people."""
    desk, meeting = _booked(case_id, meeting_id)
    demand_case_open(desk.row.case)
    at = page.calling(desk, task_in(case_id, meeting.task_id) if meeting.task_id else None)
    plan = again(desk.situation, meeting, queries.people_of(meeting_id), meeting.starts_at, desk.now)
    form = MeetingForm(page.offered(at, plan, is_change=True), str(meeting.revision))
    lead = gettext("Everybody who is called gets the new time; those who are called no longer get a word.")

    def shown() -> tuple[str, int]:
        heading, label = gettext("Change the meeting"), gettext("Save the change")
        return _page(at, form, heading, label, _url(meeting), lead)

    stays(form, shown)
    if form.validate_on_submit():

        def act() -> str:
            case, found = locked_case(case_id), queries.meeting_in(case_id, meeting_id)
            said = form.plan, form.reason.data or ""
            seen = str(form.seen.data)
            actions.change_meeting(case, found, *said, seen=seen, actor=desk.reader, now=desk.now)
            return _url(found)

        return once(act)
    return shown()


@blueprint.route("/cases/<uuid:case_id>/meetings/<uuid:meeting_id>/cancel", methods=["GET", "POST"])
@requires(CHANGE)
def cancel(case_id: UUID, meeting_id: UUID) -> Answer:
    """The meeting is called off."""
    desk, meeting = _booked(case_id, meeting_id)
    form = CancelForm(str(meeting.revision))
    if form.validate_on_submit():

        def act() -> str:
            case, found = locked_case(case_id), queries.meeting_in(case_id, meeting_id)
            reason, seen = form.reason.data or "", str(form.seen.data)
            actions.cancel_meeting(case, found, reason, seen=seen, actor=desk.reader, now=desk.now)
            return _url(found)

        return once(act)
    lead, up = _called_off(desk, meeting), (desk.row.student.name, _url(meeting))
    return act_page(form, gettext("Call off the meeting"), gettext("Call it off"), up, lead=lead)


def _called_off(desk: Desk, meeting: Meeting) -> str:
    if desk.is_open and meeting.task_id:
        return gettext(
            "Everybody who was called by mail gets a word. The task waits until it is called anew."
        )
    return gettext("Everybody who was called by mail gets a word.")


def _call(at: Calling) -> Answer:
    desk, case_id = at.desk, at.desk.row.case.id
    form = MeetingForm(page.offered(at, page.proposed(at) if request.method == "GET" else _nobody(at)))
    lead = gettext("%(who)s calls this meeting; note when it is.", who=at.called_by_others)

    def shown() -> tuple[str, int]:
        heading, label = at.title or gettext("Call a meeting"), gettext("Call the meeting")
        up = url_for("meetings.of_case", case_id=case_id)
        return _page(at, form, heading, label, up, lead if at.called_by_others else "")

    stays(form, shown)
    if form.validate_on_submit():

        def act() -> str:
            case = locked_case(case_id)
            task = _task(desk, at.task.id) if at.task else None
            title = (form.title.data or "") if form.title else ""
            return _url(actions.call_meeting(case, task, title, form.plan, actor=desk.reader, now=desk.now))

        return once(act)
    return shown()


def _nobody(at: Calling) -> Plan:
    """What the form falls back on when it is sent: nothing that was proposed."""
    return Plan(at.desk.now, page.USUAL, ())


def _page(at: Calling, form: MeetingForm, heading: str, label: str, up: str, lead: str) -> tuple[str, int]:
    shown = render_template(
        "meetings/call.html",
        form=form,
        at=at,
        heading=heading,
        label=label,
        lead=lead,
        action=request.path,
        up=(at.desk.row.student.name, up),
    )
    return shown, 422 if form.errors else 200


def _booked(case_id: UUID, meeting_id: UUID) -> tuple[Desk, Meeting]:
    desk = at_desk(case_id, CHANGE)
    meeting = queries.meeting_in(case_id, meeting_id)
    if meeting.status != "booked":
        raise Conflict("meeting_changed", case_id=str(case_id))
    return desk, meeting


def _task(desk: Desk, task_id: UUID) -> Task:
    found = task_in(desk.row.case.id, task_id)
    if found is None:
        raise NotHere
    return found


def _url(meeting: Meeting) -> str:
    return url_for("meetings.show", case_id=meeting.case_id, meeting_id=meeting.id)
