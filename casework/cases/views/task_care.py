"""What is decided about a task: until when it rests or is put off, who does it; and adding one."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from casework.cases import task_care as actions
from casework.cases.demands import demand_case_open, demand_open, demand_role
from casework.cases.moves import locked_case
from casework.cases.pages import task_care as page
from casework.cases.task_forms import AddTaskForm, GiveForm, PutOffForm
from casework.cases.views import blueprint
from casework.cases.views.desk import Desk, at_desk, read_rules
from casework.errors import NotHere
from casework.tasks import queries as tasks
from casework.tasks.models import Task
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.once import once
from casework.web.text import gettext


@blueprint.route("/cases/<uuid:case_id>/tasks/<uuid:task_id>/put-off", methods=["GET", "POST"])
@requires("case:change")
def put_off_task(case_id: UUID, task_id: UUID) -> Response | tuple[str, int]:
    """Lets a task be due later, or rest."""
    desk, found = at_desk(case_id, "case:change"), _task(case_id, task_id)
    demand_role(desk.situation, actions.deciders(desk.situation, found))
    demand_open(found)
    form = PutOffForm(found.due_on, is_put_off=actions.is_put_off(found))
    if form.validate_on_submit():

        def act() -> str:
            case, task = locked_case(case_id), _task(case_id, task_id)
            said = form.kind.data, form.until.data, form.reason.data or ""
            actions.put_off(case, task, *said, actor=desk.reader, now=desk.now)
            read_rules(desk.row.student, desk.now)
            return _url(task)

        return once(act)
    lead = gettext("It stays in the lists with its day, and this page says who decided and why.")
    return act_page(form, _title(desk, found), gettext("Save the decision"), _up(desk, found), lead=lead)


@blueprint.route("/cases/<uuid:case_id>/tasks/<uuid:task_id>/give", methods=["GET", "POST"])
@requires("case:change")
def give_task(case_id: UUID, task_id: UUID) -> Response | tuple[str, int]:
    """Says who does a task."""
    desk, found = at_desk(case_id, "case:change"), _task(case_id, task_id)
    demand_role(desk.situation, actions.giving(desk.situation, found))
    demand_open(found)
    reader = str(desk.reader.id)
    form = GiveForm(
        page.holder_choices(desk.situation, desk.speech, found, reader), str(found.owner_id or reader)
    )
    if form.validate_on_submit():

        def act() -> str:
            case, task = locked_case(case_id), _task(case_id, task_id)
            who = UUID(form.who.data) if form.who.data else None
            actions.give(case, task, who, actor=desk.reader, now=desk.now)
            return _url(task)

        return once(act)
    lead = gettext("Then it waits for nobody else, unless it is overdue.")
    return act_page(form, _title(desk, found), gettext("Save"), _up(desk, found), lead=lead)


@blueprint.route("/cases/<uuid:case_id>/tasks/new", methods=["GET", "POST"])
@requires("case:change")
def add_task(case_id: UUID) -> Response | tuple[str, int]:
    """Adds a task that the routine does not ask for."""
    desk = at_desk(case_id, "case:change")
    demand_case_open(desk.row.case)
    demand_role(desk.situation, desk.situation.workflow.acting)
    form = AddTaskForm(
        page.who_choices(desk.row.case, desk.speech), page.role_choices(desk.row.case, desk.speech)
    )
    if form.validate_on_submit():
        role, _, person = form.who.data.partition(" ")
        beside = tuple(one for one in form.together_with.data or () if one != role)
        owner, title = UUID(person) if person else None, form.title.data or ""
        wanted = actions.Wanted(title, (role,), beside, owner, form.due_on.data)

        def act() -> str:
            return _url(actions.add_task(locked_case(case_id), wanted, actor=desk.reader, now=desk.now))

        return once(act)
    up = desk.row.student.name, url_for("cases.show", case_id=case_id)
    lead = gettext("It stays open when the case moves, and holds nothing up.")
    return act_page(form, gettext("Add a task"), gettext("Add the task"), up, lead=lead)


def _task(case_id: UUID, task_id: UUID) -> Task:
    found = tasks.task_in(case_id, task_id)
    if found is None:
        raise NotHere
    return found


def _url(task: Task) -> str:
    return url_for("cases.task", case_id=task.case_id, task_id=task.id)


def _title(desk: Desk, task: Task) -> str:
    return desk.speech.titled(task.action, task.title)


def _up(desk: Desk, task: Task) -> tuple[str, str]:
    return desk.row.student.name, _url(task)
