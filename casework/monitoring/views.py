"""The doors of monitoring: the authority's list, the page in a case, noting something and correcting it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.cases.monitoring_models import MonitoringAct
from casework.cases.moves import locked_case
from casework.cases.views.desk import at_desk
from casework.errors import NotHere
from casework.monitoring import actions
from casework.monitoring.forms import ActForm
from casework.monitoring.kinds import KINDS
from casework.monitoring.pages import asking
from casework.monitoring.pages import of_case as page
from casework.monitoring.pages.ground import gathered
from casework.monitoring.pages.listing import listing
from casework.monitoring.pages.noted import anchor
from casework.monitoring.queries import NOTE, act_in
from casework.web.act import act_page
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.once import once
from casework.web.paging import page_number
from casework.web.problems import stays
from casework.web.sessions import person
from casework.web.text import gettext

blueprint = Blueprint("monitoring", __name__)
Answer = Response | tuple[str, int]


@blueprint.get("/monitoring")
@requires(NOTE)
def index() -> str:
    """The cases that are monitored."""
    found = listing(person(), page_number(), clock.school_date(clock.now()))
    shows(found.students)
    return render_template("monitoring/index.html", page=found)


@blueprint.get("/cases/<uuid:case_id>/monitoring")
@requires("case:read")
def of_case(case_id: UUID) -> str:
    """Where the monitoring of the case stands, and everything it rests on."""
    desk = at_desk(case_id)
    found = gathered(desk)
    if not found.stage or actions.CLASS not in desk.readable:
        raise NotHere
    said = page.of_case(found)
    return render_template("monitoring/of_case.html", identity=desk.identity("monitoring.of_case"), **said)


@blueprint.route("/cases/<uuid:case_id>/monitoring/<deed>/new", methods=["GET", "POST"])
@requires(NOTE)
def note(case_id: UUID, deed: str) -> Answer:
    """Notes what has happened."""
    return _note(case_id, deed if deed in KINDS else "")


@blueprint.route("/cases/<uuid:case_id>/monitoring/acts/<uuid:act_id>", methods=["GET", "POST"])
@requires(NOTE)
def correct(case_id: UUID, act_id: UUID) -> Answer:
    """Writes a row in place of what was noted."""
    desk = at_desk(case_id, NOTE)
    old = act_in(desk.row.case.id, act_id)
    return _note(case_id, old.kind, old)


def _note(case_id: UUID, kind: str, old: MonitoringAct | None = None) -> Answer:
    desk = at_desk(case_id, NOTE)
    found = gathered(desk)
    if not kind or not found.may_note:
        raise NotHere
    form = ActForm(asking.offered(found, kind, old), old)

    def shown() -> tuple[str, int]:
        up = (desk.row.student.name, url_for("monitoring.of_case", case_id=case_id))
        named = asking.heading(kind)
        heading = gettext("Correct: %(title)s", title=named) if old else named
        return act_page(form, heading, gettext("Save"), up, lead=asking.lead(found, kind))

    stays(form, shown)
    if form.validate_on_submit():

        def act() -> str:
            case, by, now = locked_case(case_id), desk.reader, desk.now
            if old:
                row = actions.correct_act(case, act_in(case_id, old.id), form.said, actor=by, now=now)
            else:
                row = actions.note_act(case, form.said, actor=by, now=now)
            return url_for("monitoring.of_case", case_id=case_id, _anchor=anchor(row.id))

        return once(act)
    return shown()
