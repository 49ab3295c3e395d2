"""Calling and logging: from a task, from the student's page, from the case; correcting what was logged."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.access.policy import decide, readable
from casework.cases.demands import demand_allowed, demand_case_open
from casework.cases.queries import open_case_of
from casework.cases.views.desk import at_desk, read_rules
from casework.contacts import actions
from casework.contacts.asked import asked_in, next_attempt, report_on
from casework.contacts.forms import ContactForm
from casework.contacts.models import LoggedContact
from casework.contacts.pages import call as page
from casework.contacts.pages import log
from casework.contacts.pages.call import CHANGE, Call
from casework.contacts.queries import contacts_about, own_contact, titles_of
from casework.contacts.views import blueprint
from casework.errors import Conflict, NotHere
from casework.people import queries as people
from casework.people.noted import noted_student
from casework.signals.doing import task_about
from casework.tasks.queries import task_in
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

LOG = "contact:log"
LATEST = 3
Answer = Response | tuple[str, int]


@blueprint.route("/students/<uuid:student_id>/contacts/new", methods=["GET", "POST"])
@requires(LOG)
def log_contact(student_id: UUID) -> Answer:
    """A contact about the student, with the tasks that it does."""
    return _log(_about_student(student_id))


@blueprint.route("/students/<uuid:student_id>/tasks/<uuid:student_task_id>/contact", methods=["GET", "POST"])
@requires(LOG)
def log_for_absence(student_id: UUID, student_task_id: UUID) -> Answer:
    """The contact that a task about absence asks for."""
    at = _about_student(student_id, student_task_id)
    task_about(student_id, student_task_id)
    url = url_for("signals.task", student_id=student_id, student_task_id=student_task_id)
    return _log_task(at, url)


@blueprint.route("/cases/<uuid:case_id>/contacts/new", methods=["GET", "POST"])
@requires(CHANGE)
def log_in_case(case_id: UUID) -> Answer:
    """A contact in the case, with the tasks that it does."""
    return _log(_about_case(case_id))


@blueprint.route("/cases/<uuid:case_id>/tasks/<uuid:task_id>/contact", methods=["GET", "POST"])
@requires(CHANGE)
def log_for_task(case_id: UUID, task_id: UUID) -> Answer:
    """The contact that a task of the case asks for."""
    at = _about_case(case_id, task_id)
    if task_in(case_id, task_id) is None:
        raise NotHere
    return _log_task(at, url_for("cases.task", case_id=case_id, task_id=task_id))


@blueprint.route("/students/<uuid:student_id>/contacts/<uuid:contact_id>/correct", methods=["GET", "POST"])
@requires(LOG)
def correct(student_id: UUID, contact_id: UUID) -> Answer:
    """Puts right what one has logged about the student."""
    return _correct(_about_student(student_id), contact_id, _student_log(student_id))


@blueprint.route("/cases/<uuid:case_id>/contacts/<uuid:contact_id>/correct", methods=["GET", "POST"])
@requires(CHANGE)
def correct_in_case(case_id: UUID, contact_id: UUID) -> Answer:
    """Puts right what one has logged in the case."""
    return _correct(_about_case(case_id, contact=contact_id), contact_id, _case_log(case_id), case_id)


def _student_log(student_id: UUID) -> str:
    return url_for("contacts.of_student", student_id=student_id)


def _case_log(case_id: UUID) -> str:
    return url_for("contacts.of_case", case_id=case_id)


def _about_student(student_id: UUID, task: UUID | None = None) -> Call:
    student = noted_student(student_id, LOG).student
    place = people.place(student)
    shows([(student_id, place)], classes=readable(person(), place))
    role = decide(person(), LOG, place).role
    return page.call(student, open_case_of(student_id), role, person(), language(), clock.now(), task=task)


def _about_case(case_id: UUID, task: UUID | None = None, contact: UUID | None = None) -> Call:
    desk = at_desk(case_id, CHANGE)
    case, student = desk.row.case, desk.row.student
    if contact:  # what somebody else has logged is hidden, in a closed case too
        own_contact(student.id, contact, desk.reader)
    demand_case_open(case)
    role = demand_allowed(case, student, desk.reader, CHANGE)
    asked = asked_in(desk.situation, desk.speech)
    at = page.call(student, case, role, desk.reader, language(), desk.now, task=task, in_case=asked)
    return replace(at, is_in_case=True)


def _log_task(at: Call, task_url: str) -> Answer:
    """The page, while the task is open and the reader's; else the page of the task says why not."""
    if at.here:
        return _log(at, task_url)
    if request.method == "POST":
        raise Conflict("task_closed", case_id=str(at.about.case_id or "") if at.is_in_case else "")
    return redirect(task_url, 303)


def _log(at: Call, task_url: str = "") -> Answer:
    form, log_url = ContactForm(page.offered(at), page.before(at)), _log_url(at)
    if form.validate_on_submit():
        chosen = [one for one in at.asked if str(one.id) in form.chosen]

        def act() -> str:
            now = clock.now()
            said = form.said(actions.classes_for(at.reader, at.about.place)[0], now)
            said = replace(said, next_on=next_attempt(at.student, said))
            done = report_on(chosen, at.student, said, actor=at.reader, now=now)
            row = actions.log_contact(at.about, said, done, actor=at.reader, now=now)
            read_rules(at.student, now)
            return f"{log_url}#{log.anchor(row.id)}"

        return once(act)
    return _page(at, form, gettext("Log a contact"), task_url=task_url, up=(at.student.name, log_url))


def _correct(at: Call, contact_id: UUID, log_url: str, case_id: UUID | None = None) -> Answer:
    old = own_contact(at.student.id, contact_id, at.reader)
    if case_id and old.case_id != case_id:
        raise NotHere
    form = ContactForm(page.offered(at, old), page.before(at, old))
    if form.validate_on_submit():

        def act() -> str:
            said = form.said(old.confidentiality, clock.now())
            row = actions.correct_contact(at.about, old, said, actor=at.reader, now=clock.now())
            return f"{log_url}#{log.anchor(row.id)}"

        return once(act)
    return _page(at, form, gettext("Correct what was logged"), old=old, up=(at.student.name, log_url))


def _log_url(at: Call) -> str:
    """Back to the log of the case for who came from there."""
    case_id = at.about.case_id
    return _case_log(case_id) if at.is_in_case and case_id else _student_log(at.student.id)


def _page(
    at: Call, form: ContactForm, heading: str, *, old: LoggedContact | None = None, **around: object
) -> tuple[str, int]:
    found = contacts_about(at.student.id, at.reader, readable(at.reader, at.about.place))
    latest = log.log(found, titles_of(found, at.student, language()), at.reader, at.student.name)
    shown = render_template(
        "contacts/call.html",
        form=form,
        heading=heading,
        at=at,
        lead=page.lead(at),
        parties=page.parties(at, old),
        latest=latest[:LATEST] if old is None else (),
        guidance=page.guidance(at),
        is_correction=old is not None,
        agreeing={str(one.id) for one in at.asked if one.asks_agreement},
        action=request.path,
        **around,
    )
    return shown, 422 if form.errors else 200
