"""One task: doing it, noting an attempt, or saying that it is not needed."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from casework.cases import doing
from casework.cases.demands import demand_reporter, demand_waiver
from casework.cases.forms import ReportForm, WaiveForm
from casework.cases.moves import locked_case
from casework.cases.pages import overview
from casework.cases.pages import task as page
from casework.cases.pages.calling import letter_url, log_url, meet_url
from casework.cases.pages.panels import form_link
from casework.cases.pages.reported import milestone_of
from casework.cases.pages.task import Doing
from casework.cases.views import blueprint
from casework.cases.views.desk import Desk, at_desk, read_rules
from casework.engine.actions import Contribution, FormAction
from casework.errors import NotAcceptable, NotHere
from casework.people.home import home_of
from casework.tasks import queries as tasks
from casework.tasks.actions import Report
from casework.tasks.models import Task
from casework.web.doors import requires
from casework.web.once import once


@blueprint.get("/cases/<uuid:case_id>/tasks/<uuid:task_id>")
@requires("case:read")
def task(case_id: UUID, task_id: UUID) -> str | Response:
    """The task; a form's task leads to the form."""
    desk, found = _task(case_id, task_id, "case:read")
    action = desk.situation.action_of(found)
    if isinstance(action, Contribution) and desk.speech.is_mine(action.by):
        return redirect(url_for("cases.contribute", case_id=case_id, asked_id=task_id), 303)
    form = form_link(desk.situation, action.form, found) if isinstance(action, FormAction) else None
    if form:
        return redirect(form, 303)
    return _page(desk, found, page.doings(desk.situation, desk.speech, found))


@blueprint.post("/cases/<uuid:case_id>/tasks/<uuid:task_id>/report/<milestone>")
@requires("case:change")
def report_task(case_id: UUID, task_id: UUID, milestone: str) -> Response | tuple[str, int]:
    """Notes what was done about the task."""
    desk, found = _task(case_id, task_id, "case:change")
    demand_reporter(desk.situation, found, milestone)
    doings = page.doings(desk.situation, desk.speech, found, milestone)
    form = next((one.form for one in doings if one.kind == milestone), None)
    if not isinstance(form, ReportForm):
        raise NotAcceptable("not_a_milestone")
    if not form.validate_on_submit():
        return _page(desk, found, doings), 422
    kind, outcome = milestone_of(milestone, form.outcome.data if form.outcome else "")

    def act() -> str:
        case = locked_case(case_id)
        meets_on = form.meets_on.data if form.meets_on else None
        note = (form.note.data or "").strip()
        report = Report(kind, form.happened_on.data or desk.today, outcome, note, meets_on)
        doing.report_task(case, _still(case_id, task_id), report, actor=desk.reader, now=desk.now)
        read_rules(desk.row.student, desk.now)
        return url_for("cases.show", case_id=case_id)

    return once(act)


@blueprint.post("/cases/<uuid:case_id>/tasks/<uuid:task_id>/waive")
@requires("case:change")
def waive_task(case_id: UUID, task_id: UUID) -> Response | tuple[str, int]:
    """Closes the task as not needed."""
    desk, found = _task(case_id, task_id, "case:change")
    demand_waiver(desk.situation, found)
    doings = page.doings(desk.situation, desk.speech, found, "waive")
    form = next((one.form for one in doings if isinstance(one.form, WaiveForm)), None)
    if form is None:
        raise NotAcceptable("not_a_milestone")
    if not form.validate_on_submit():
        return _page(desk, found, doings), 422

    def act() -> str:
        case = locked_case(case_id)
        doing.waive_task(
            case, _still(case_id, task_id), form.reason.data or "", actor=desk.reader, now=desk.now
        )
        read_rules(desk.row.student, desk.now)
        return url_for("cases.show", case_id=case_id)

    return once(act)


def _task(case_id: UUID, task_id: UUID, permission: str) -> tuple[Desk, Task]:
    desk = at_desk(case_id, permission)
    return desk, _still(case_id, task_id)


def _still(case_id: UUID, task_id: UUID) -> Task:
    found = tasks.task_in(case_id, task_id)
    if found is None:
        raise NotHere
    return found


def _page(desk: Desk, found: Task, doings: tuple[Doing, ...]) -> str:
    action, forms = desk.situation.action_of(found), [one.form for one in doings]
    return render_template(
        "tasks/show.html",
        **page.task_page(desk.situation, desk.speech, found, doings),
        people=_home(desk),
        log_url=log_url(action, forms, "log_for_task", case_id=desk.row.case.id, task_id=found.id),
        letter_url=letter_url(action, forms, desk.row.case.id, found.id),
        meet_url=meet_url(action, forms, case_id=desk.row.case.id, task_id=found.id),
        form=doings[0].form if doings else None,
        form_prefix=f"{doings[0].kind}-" if doings else "",
        conflict=None,
        up=(desk.row.student.name, url_for("cases.show", case_id=desk.row.case.id)),
    )


def _home(desk: Desk) -> overview.People | None:
    """Whom one rings about a task; the staff stand on the case's own page."""
    around = overview.people(desk.situation, desk.speech, home_of(desk.row.student, desk.today))
    return replace(around, staff=()) if around.home else None
