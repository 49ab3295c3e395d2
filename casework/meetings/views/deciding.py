"""A measure that was decided at a meeting: it is added to the case's plan."""

from __future__ import annotations

from uuid import UUID

from flask import url_for

from casework.cases.demands import demand_case_open, demand_role
from casework.cases.moves import locked_case
from casework.cases.views.desk import at_desk
from casework.errors import Conflict
from casework.meetings import queries
from casework.meetings.pages.measures import colleagues
from casework.meetings.views import blueprint
from casework.meetings.views.calling import CHANGE, Answer
from casework.plans.deciding import decide_measure, deciders, plan_of
from casework.plans.forms import DecidedForm
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.once import once
from casework.web.text import gettext


@blueprint.route("/cases/<uuid:case_id>/meetings/<uuid:meeting_id>/measures/new", methods=["GET", "POST"])
@requires(CHANGE)
def decide(case_id: UUID, meeting_id: UUID) -> Answer:
    """What is done, by whom, from when, and when it is followed up; for those who sign the plan."""
    desk = at_desk(case_id, CHANGE)
    meeting, plan = queries.meeting_in(case_id, meeting_id), plan_of(desk.situation)
    demand_case_open(desk.row.case)
    if meeting.status != "held" or plan is None:
        raise Conflict("meeting_changed", case_id=str(case_id))
    demand_role(desk.situation, deciders(desk.situation, plan))
    form = DecidedForm(colleagues(desk), desk.today)
    here = url_for("meetings.show", case_id=case_id, meeting_id=meeting_id)
    if form.validate_on_submit():

        def act() -> str:
            case = locked_case(case_id)
            decide_measure(case, form.decided, meeting_id, actor=desk.reader, now=desk.now)
            return here

        return once(act)
    said = {"plan": desk.speech.form(plan.form), "meeting": desk.speech.titled(meeting.action, meeting.title)}
    lead = gettext("Decided at “%(meeting)s”. The measure runs from now on and stands in “%(plan)s”.", **said)
    up = (desk.row.student.name, here)
    return act_page(form, gettext("A measure that you decided"), gettext("Save the measure"), up, lead=lead)
