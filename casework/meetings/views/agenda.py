"""A team's weekly agenda: the cases of a week, one after the other, and putting a case there."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.cases.demands import demand_case_open
from casework.cases.moves import locked_case
from casework.cases.notes import write_note
from casework.cases.views.desk import Desk, at_desk
from casework.errors import NotAcceptable, NotAllowed, NotHere
from casework.meetings import agenda as actions
from casework.meetings.agenda import Point, Team, monday
from casework.meetings.agenda_forms import FillForm, PointForm, PutForm
from casework.meetings.pages import agenda as page
from casework.meetings.views import blueprint
from casework.web.act import act_page
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

WORK = "agenda:work"
NOTED = "student_health"
Answer = Response | tuple[str, int]


@blueprint.get("/meetings/agenda")
@requires(WORK)
def agenda() -> str:
    """The cases that the team goes through in the week."""
    teams = actions.teams_of(person())
    team = page.chosen(teams, request.args.get("team", ""))
    if team is None:
        raise NotAllowed
    on = page.week_of(request.args.get("week", ""), _this_week())
    points = actions.points_of(person(), team, on)
    shows([one.case.shown for one in points])
    more = len(actions.proposed(person(), team, on))
    return render_template("meetings/agenda.html", **page.listing(teams, team, on, points, more))


@blueprint.post("/meetings/agenda/fill")
@requires(WORK)
def fill_agenda() -> Response:
    """Puts there the cases that wait for the team and those with a new signal."""
    form = FillForm()
    team = next((one for one in actions.teams_of(person()) if page.key_of(one) == form.team.data), None)
    if team is None or not form.validate_on_submit():
        raise NotAcceptable("stale_page")
    on = page.week_of(form.week.data or "", _this_week())

    def act() -> str:
        actions.fill(person(), team, on, now=clock.now())
        return page.address(team, on)

    return once(act)


@blueprint.route("/cases/<uuid:case_id>/agenda/new", methods=["GET", "POST"])
@requires(WORK)
def put_on_agenda(case_id: UUID) -> Answer:
    """Puts the case on the team's agenda."""
    desk = at_desk(case_id, WORK)
    demand_case_open(desk.row.case)
    teams = actions.teams_of(desk.reader)
    offered = page.teams_for(teams, desk.row.student.unit_id)
    if not offered:
        raise NotAllowed
    form = PutForm(offered, page.weeks(monday(desk.today)))
    if form.validate_on_submit():
        team = page.chosen(teams, form.team.data if form.team else offered[0][0])

        def act() -> str:
            if team is None:
                raise NotAcceptable("stale_page")
            on = date.fromisoformat(form.week.data)
            actions.put(locked_case(case_id), team, on, actor=desk.reader, now=desk.now)
            return page.address(team, on)

        return once(act)
    up = desk.row.student.name, url_for("meetings.of_case", case_id=case_id)
    heading = gettext("Take the case up with the team")
    return act_page(form, heading, gettext("Put it on the agenda"), up)


@blueprint.route("/cases/<uuid:case_id>/agenda/<uuid:point_id>", methods=["GET", "POST"])
@requires(WORK)
def point(case_id: UUID, point_id: UUID) -> Answer:
    """One case of the week: a note that lands there, done or moved, and on to the next."""
    desk = at_desk(case_id, WORK)
    found = actions.point_in(case_id, point_id)
    team = actions.team_of(desk.reader, found)
    points = actions.points_of(desk.reader, team, found.week_on)
    here = next((one for one in points if one.row.id == point_id), None)
    if here is None:
        raise NotHere
    form = PointForm(is_open=desk.is_open)
    if form.validate_on_submit():
        return once(lambda: _settle(desk, team, here, form))
    shown = render_template(
        "meetings/point.html",
        form=form,
        is_open=desk.is_open,
        action=request.path,
        **page.one_point(desk, team, list(points), here),
    )
    return shown, 422 if form.errors else 200


def _settle(desk: Desk, team: Team, here: Point, form: PointForm) -> str:
    """Keeps the note, settles the point, and leads to the next one or back to the week."""
    text = (form.text.data or "").strip() if form.text else ""
    case_id, now = here.row.case_id, desk.now
    if text:
        case, on = locked_case(case_id), desk.today
        write_note(case, text, confidentiality=NOTED, happened_on=on, actor=desk.reader, now=now)
    row = actions.point_in(case_id, here.row.id)
    if not actions.settle(row, request.form.get("go", "done"), actor=desk.reader, now=now):
        kept = gettext("Your note is in the case.") if text else ""
        flash(" ".join((gettext("That point had been gone through already."), kept)).strip())
    following = page.following(actions.points_of(desk.reader, team, row.week_on), row.id)
    return page.point_url(following) if following else page.address(team, row.week_on)


def _this_week() -> date:
    return monday(clock.school_date(clock.now()))
