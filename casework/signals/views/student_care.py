"""What is decided about a task about a student: until when it rests or is put off, and who does it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from casework import clock
from casework.cases import student_care as care
from casework.cases.student_tasks import DO, possible
from casework.cases.task_forms import GiveForm, PutOffForm
from casework.cases.views.desk import read_rules
from casework.engine.action import Action
from casework.engine.workflow import Workflow
from casework.errors import Conflict, NotAllowed, NotHere
from casework.signals import doing
from casework.signals.pages import student_care as page
from casework.signals.pages.student_task import Desk
from casework.signals.views import blueprint
from casework.signals.views.student_tasks import desk_of
from casework.tasks.student_models import StudentTask
from casework.versions.queries import model_of
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

Answer = Response | tuple[str, int]


@blueprint.route("/students/<uuid:student_id>/tasks/<uuid:student_task_id>/put-off", methods=["GET", "POST"])
@requires(DO)
def put_off_task(student_id: UUID, student_task_id: UUID) -> Answer:
    """Lets a task be due later, or rest."""
    at = desk_of(student_id, student_task_id)
    _demand(at, page.may_decide(at))
    form = PutOffForm(at.task.due_on, is_put_off=care.is_put_off(at.task))
    if form.validate_on_submit():
        said = form.kind.data, form.until.data, form.reason.data or ""

        def act(task: StudentTask, asked: tuple[Workflow, Action]) -> None:
            care.put_off(at.student, task, asked, said, actor=person(), now=clock.now())
            read_rules(at.student, clock.now())

        return _done(at, act)
    lead = gettext("It stays in the lists with its day, and this page says who decided and why.")
    return _page(at, form, gettext("Save the decision"), lead)


@blueprint.route("/students/<uuid:student_id>/tasks/<uuid:student_task_id>/give", methods=["GET", "POST"])
@requires(DO)
def give_task(student_id: UUID, student_task_id: UUID) -> Answer:
    """Says who does a task."""
    at = desk_of(student_id, student_task_id)
    _demand(at, page.may_give(at))
    form = GiveForm(page.holder_choices(at), str(at.task.owner_id or person().id))
    if form.validate_on_submit():
        who = UUID(form.who.data) if form.who.data else None

        def act(task: StudentTask, asked: tuple[Workflow, Action]) -> None:
            care.give(at.student, task, asked, who, actor=person(), now=clock.now())

        return _done(at, act)
    lead = gettext("Then it waits for nobody else, unless it is overdue.")
    return _page(at, form, gettext("Save"), lead)


def _demand(at: Desk, may: bool) -> None:
    if not may:
        raise NotAllowed
    if at.task.status != "open":
        raise Conflict("task_closed")


def _done(at: Desk, act: Callable[[StudentTask, tuple[Workflow, Action]], None]) -> Response:
    def once_done() -> str:
        task = doing.task_about(at.student.id, at.task.id, is_locked=True)
        workflow = model_of(task.workflow_sha).rules
        action = possible(task, workflow, at.student, at.today)
        if action is None:
            raise NotHere
        act(task, (workflow, action))
        return _url(at)

    return once(once_done)


def _url(at: Desk) -> str:
    return url_for("signals.task", student_id=at.student.id, student_task_id=at.task.id)


def _page(at: Desk, form: FlaskForm, label: str, lead: str) -> Answer:
    return act_page(form, at.action.title, label, (at.student.name, _url(at)), lead=lead)
