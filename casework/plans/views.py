"""Pages about the measures of a case: all of them, one of them, following one up."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from casework.cases.demands import demand_case_open
from casework.cases.measures_passed import FOLLOW_UP
from casework.cases.moves import locked_case
from casework.cases.views.desk import at_desk
from casework.plans import actions, pages, queries
from casework.plans.forms import FollowUpForm
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.once import once
from casework.web.text import gettext

blueprint = Blueprint("plans", __name__)


@blueprint.get("/cases/<uuid:case_id>/measures")
@requires("case:read")
def index(case_id: UUID) -> str:
    """Every measure that the reader may read."""
    desk = at_desk(case_id)
    return render_template("plans/index.html", identity=desk.identity("plans.index"), **pages.listing(desk))


@blueprint.get("/cases/<uuid:case_id>/measures/<uuid:measure_id>")
@requires("case:read")
def show(case_id: UUID, measure_id: UUID) -> str:
    """One measure with its follow-ups and the versions of its plan."""
    desk = at_desk(case_id)
    told = queries.told_of(queries.measure_in(case_id, measure_id, desk.readable))
    return render_template(
        "plans/show.html", identity=desk.identity("plans.index"), **pages.one_measure(desk, told)
    )


@blueprint.route("/cases/<uuid:case_id>/measures/<uuid:measure_id>/follow-up", methods=["GET", "POST"])
@requires("case:change")
def follow_up(case_id: UUID, measure_id: UUID) -> Response | tuple[str, int]:
    """Whether the measure was carried out, what it has led to, and how it goes on."""
    desk = at_desk(case_id, FOLLOW_UP)
    measure = queries.measure_in(case_id, measure_id, desk.readable)
    demand_case_open(desk.row.case)
    form = FollowUpForm(measure.revision, desk.today)
    if form.validate_on_submit():

        def act() -> str:
            case = locked_case(case_id)
            found = queries.measure_in(case_id, measure_id, desk.readable)
            said, seen = form.follow_up, str(form.seen.data)
            actions.follow_up(case, found, said, seen=seen, actor=desk.reader, now=desk.now)
            return url_for("plans.index", case_id=case_id)

        return once(act)
    told = queries.told_of(measure)
    up = desk.row.student.name, url_for("plans.index", case_id=case_id)
    heading, lead = told.versions[-1].cells["what"], pages.lead(told, desk.today)
    return act_page(form, heading, gettext("Save the follow-up"), up, lead=lead)
