"""What people say of a student for the rules of the routine: reading it, saying it, ending it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast
from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.cases.pages.notes import class_choices
from casework.errors import NotAllowed
from casework.people import queries as people
from casework.people.models import Student
from casework.people.noted import noted_student
from casework.signals import evaluating, marks
from casework.signals.finding import DECIDE, READ
from casework.signals.forms import EndMarkForm, MarkForm
from casework.signals.marks import Word
from casework.signals.pages import marks as page
from casework.signals.views import blueprint
from casework.web.act import act_page
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

Answer = Response | tuple[str, int]


@blueprint.get("/students/<uuid:student_id>/assessments")
@requires(READ)
def assessments(student_id: UUID) -> str:
    """What is said of the student, with why and by whom; what has ended too."""
    student = _student(student_id, READ)
    return render_template(
        "signals/marks.html",
        heading=gettext("Assessments of %(name)s", name=student.name),
        page=page.mark_page(person(), student, clock.now()),
        up=(gettext("Attendance"), url_for("attendance.student", student_id=student_id)),
    )


@blueprint.route("/students/<uuid:student_id>/assessments/new", methods=["GET", "POST"])
@requires(DECIDE)
def new_mark(student_id: UUID) -> Answer:
    """Says something that a rule looks for, and why."""
    student, today = _student(student_id, DECIDE), clock.school_date(clock.now())
    workflow, offered = page.offered(person(), student, today)
    classes = page.classes_of(person(), student)
    if not offered or not classes:
        return redirect(url_for("signals.assessments", student_id=student_id))
    form = MarkForm({page.value(one): one.title for one in offered}, class_choices(classes), today)
    if form.validate_on_submit():
        one = next(one for one in offered if form.what is None or page.value(one) == form.what.data)
        for_whom = form.confidentiality.data if form.confidentiality else classes[0]
        since, reason = cast(date, form.since.data), form.reason.data or ""
        word = Word(workflow, one.mark, one.title, since, reason, for_whom)
        return _done(student_id, lambda: marks.set_mark(student, word, actor=person(), now=clock.now()))
    heading = offered[0].title if form.what is None else gettext("What is your assessment?")
    lead = gettext(
        "The rules are read at once. Everybody who sees the student's attendance sees what they propose, "
        "whoever may read the assessment; a person decides about it."
    )
    return act_page(form, heading, gettext("Save the assessment"), _up(student_id), lead=lead)


@blueprint.route("/students/<uuid:student_id>/assessments/<uuid:mark_id>/end", methods=["GET", "POST"])
@requires(DECIDE)
def end_mark(student_id: UUID, mark_id: UUID) -> Answer:
    """Says that it does not hold any more, and why."""
    student = _student(student_id, DECIDE)
    classes, form = page.classes_of(person(), student), EndMarkForm()
    row = marks.mark_of(student_id, mark_id, classes)
    if not page.may_end(person(), student, row, clock.school_date(clock.now())):
        raise NotAllowed
    if form.validate_on_submit():

        def act() -> None:
            found = marks.mark_of(student_id, mark_id, classes, is_locked=True)
            marks.end_mark(found, form.reason.data or "", actor=person(), now=clock.now())

        return _done(student_id, act)
    lead = gettext(
        "What was written stays here, with why it ended. A signal that rested on it is withdrawn if nobody "
        "has acted on it."
    )
    others = marks.said_too(row, classes)
    if others:
        also = gettext(
            "%(names)s has said the same, and that holds until it is ended too.", names=", ".join(others)
        )
        lead = f"{also} {lead}"
    heading = gettext("Does this hold no longer: “%(title)s”?", title=row.title)
    return act_page(form, heading, gettext("It holds no longer"), _up(student_id), lead=lead)


def _student(student_id: UUID, permission: str) -> Student:
    """The student, noted with the classes of assessments that the reader reads."""
    student = noted_student(student_id, permission).student
    shows([(student_id, people.place(student))], classes=page.classes_of(person(), student))
    return student


def _up(student_id: UUID) -> tuple[str, str]:
    return gettext("Assessments"), url_for("signals.assessments", student_id=student_id)


def _done(student_id: UUID, act: Callable[[], object]) -> Response:
    """Does it once, and reads the rules for the student."""

    def once_done() -> str:
        act()
        evaluating.evaluate([student_id], evaluating.Day.at(clock.now()))
        return url_for("signals.assessments", student_id=student_id)

    return once(once_done)
