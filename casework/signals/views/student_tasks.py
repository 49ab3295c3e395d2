"""Tasks about students that belong to no stage of a case: one's own, and doing one."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.access.policy import decide
from casework.cases import student_tasks as about
from casework.cases.forms import ReportForm, WaiveForm
from casework.cases.pages.calling import log_url
from casework.cases.pages.reported import milestone_of
from casework.cases.pages.task import Doing
from casework.cases.student_tasks import DO
from casework.cases.views.desk import read_rules
from casework.errors import Conflict, NotAcceptable, NotAllowed, NotHere
from casework.people import queries as people
from casework.people.noted import noted_student
from casework.signals import doing
from casework.signals.finding import READ
from casework.signals.forms import ReopenForm, ReportAllForm
from casework.signals.pages import student_task as page
from casework.signals.pages.one_signal import REASONS
from casework.signals.pages.student_task import Desk
from casework.signals.pages.student_task_case import letter_in
from casework.signals.pages.student_tasks import listing
from casework.signals.views import blueprint
from casework.tasks.actions import Report
from casework.web.act import act_page
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.once import once
from casework.web.paging import page_number
from casework.web.sessions import person
from casework.web.text import gettext
from casework.web.way_back import keep_way, way_back

Answer = Response | tuple[str, int]


@blueprint.get("/signals/tasks")
@requires(DO)
def tasks() -> str:
    """The open tasks about students that wait for the reader."""
    found = listing(person(), page_number(), clock.school_date(clock.now()))
    shows(found.students)
    keep_way()
    return render_template("signals/tasks.html", page=found)


@blueprint.get("/students/<uuid:student_id>/tasks/<uuid:student_task_id>")
@requires(DO)
def task(student_id: UUID, student_task_id: UUID) -> str:
    """The task with the absence it is about, and the ways to do it."""
    at = desk_of(student_id, student_task_id)
    return _page(at, page.doings(at))


@blueprint.post("/students/<uuid:student_id>/tasks/<uuid:student_task_id>/report/<milestone>")
@requires(DO)
def report_task(student_id: UUID, student_task_id: UUID, milestone: str) -> Answer:
    """Notes what was done about the task."""
    at = _mine(student_id, student_task_id)
    ways = page.doings(at, milestone)
    form = next((one.form for one in ways if one.kind == milestone), None)
    if not isinstance(form, ReportForm):
        raise NotAcceptable("not_a_milestone")
    if not form.validate_on_submit():
        return _page(at, ways), 422
    kind, outcome = milestone_of(milestone, form.outcome.data if form.outcome else "")
    also = [UUID(hex=one) for one in form.also.data or ()] if isinstance(form, ReportAllForm) else []
    report = Report(kind, form.happened_on.data or at.today, outcome, (form.note.data or "").strip())

    def act() -> str:
        doing.report_tasks(at.student, [student_task_id, *also], report, actor=person(), now=clock.now())
        read_rules(at.student, clock.now())
        return url_for("signals.task", student_id=student_id, student_task_id=student_task_id)

    return once(act)


@blueprint.post("/students/<uuid:student_id>/tasks/<uuid:student_task_id>/waive")
@requires(DO)
def waive_task(student_id: UUID, student_task_id: UUID) -> Answer:
    """Closes the task as not needed."""
    at = _mine(student_id, student_task_id)
    ways = page.doings(at, "waive")
    form = next((one.form for one in ways if isinstance(one.form, WaiveForm)), None)
    if form is None:
        raise NotAcceptable("not_a_milestone")
    if not form.validate_on_submit():
        return _page(at, ways), 422

    def act() -> str:
        found = doing.task_about(student_id, student_task_id, is_locked=True)
        about.waive(found, form.reason.data or "", actor=person(), now=clock.now())
        read_rules(at.student, clock.now())
        return url_for("signals.task", student_id=student_id, student_task_id=student_task_id)

    return once(act)


@blueprint.route("/students/<uuid:student_id>/tasks/<uuid:student_task_id>/reopen", methods=["GET", "POST"])
@requires(DO)
def reopen_task(student_id: UUID, student_task_id: UUID) -> Answer:
    """Opens a task again that was done or not needed by mistake."""
    at, form = _mine(student_id, student_task_id), ReopenForm()
    back = url_for("signals.task", student_id=student_id, student_task_id=student_task_id)
    why = about.hindrance(at.task)
    if why:
        raise Conflict(why)
    if form.validate_on_submit():

        def act() -> str:
            found = doing.task_about(student_id, student_task_id, is_locked=True)
            about.reopen(found, form.reason.data or "", actor=person(), now=clock.now())
            read_rules(at.student, clock.now())
            return back

        return once(act)
    heading = gettext("Open “%(title)s” again?", title=at.action.title)
    lead = gettext("What was noted stays in the history, marked as taken back. The task waits again.")
    up = at.student.name, back
    return act_page(form, heading, gettext("Open the task again"), up, lead=lead)


def desk_of(student_id: UUID, student_task_id: UUID) -> Desk:
    """The task for who may do it, or may see the student's attendance anyway; NotHere for others."""
    student = noted_student(student_id, DO, reads=REASONS).student
    found = doing.task_about(student_id, student_task_id)
    at = page.desk(person(), student, found, clock.now())
    if not (at.is_mine or decide(person(), READ, people.place(student)).is_allowed):
        raise NotHere
    return at


def _mine(student_id: UUID, student_task_id: UUID) -> Desk:
    at = desk_of(student_id, student_task_id)
    if not at.is_mine:
        raise NotAllowed
    return at


def _page(at: Desk, ways: tuple[Doing, ...]) -> str:
    up = gettext("Tasks about absence"), way_back("signals.tasks")
    said, of_task = page.task_page(at, ways), {"student_id": at.student.id, "student_task_id": at.task.id}
    forms = [one.form for one in ways]
    said = {**said, "log_url": log_url(at.action, forms, "log_for_absence", **of_task)}
    said |= {"letter_url": letter_in(at.case, at.action, at.task, person(), forms)}
    return render_template("tasks/show.html", **said, needs=[], conflict=None, up=up)
