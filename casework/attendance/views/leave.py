"""Leave of a student: what there is, granting it or asking for it, deciding about it, taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.access.policy import decide, readable
from casework.attendance import finding
from casework.attendance import leave as leaves
from casework.attendance.forms import DecideLeaveForm, LeaveForm, TakeBackLeaveForm
from casework.attendance.leave import DECIDE, Days
from casework.attendance.pages import leave as page
from casework.attendance.pages.leave import REASONS
from casework.attendance.views import blueprint
from casework.errors import Conflict, NotAllowed
from casework.people import queries as people
from casework.people.noted import noted_student
from casework.web.act import act_page
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext
from casework.web.wiring import wiring

Answer = Response | tuple[str, int]


@blueprint.get("/attendance/leave")
@requires(DECIDE)
def leave_to_decide() -> str:
    """The leave that waits for a decision."""
    found = page.waiting(person(), clock.school_date(clock.now()))
    shows(found.students, classes=[REASONS])
    return render_template(
        "attendance/leave_to_decide.html",
        rows=found.rows,
        up=(gettext("Signals"), url_for("signals.index")),
    )


@blueprint.get("/students/<uuid:student_id>/leave")
@requires(finding.READ)
def leave(student_id: UUID) -> str:
    """The student's leave, with who has said what about it."""
    student = noted_student(student_id, finding.READ, reads=REASONS).student
    may = decide(person(), DECIDE, people.place(student)).is_allowed
    return render_template(
        "attendance/leave.html",
        heading=gettext("Leave of %(name)s", name=student.name),
        rows=page.leave_rows(person(), student, clock.school_date(clock.now())),
        new_url=url_for("attendance.new_leave", student_id=student_id) if may else None,
        up=(gettext("Attendance"), url_for("attendance.student", student_id=student_id)),
    )


@blueprint.route("/students/<uuid:student_id>/leave/new", methods=["GET", "POST"])
@requires(DECIDE)
def new_leave(student_id: UUID) -> Answer:
    """Grants leave for some days, or asks those who may grant so many."""
    student, form = noted_student(student_id, DECIDE).student, LeaveForm()
    if form.validate_on_submit():
        days = Days(cast(date, form.first_day.data), cast(date, form.last_day.data))

        def act() -> tuple[set[UUID], date]:
            said = form.reason.data or ""
            row = leaves.ask_leave(student, days, said, actor=person(), now=clock.now())
            return {student_id} if row.state == "granted" else set(), days.first

        return _done(student_id, act)
    lead = gettext(
        "Absence on these days is leave, also where it is registered later. Leave that is longer than you "
        "may grant, with leave next to it, waits for those who may."
    )
    return act_page(form, gettext("Which leave?"), gettext("Save the leave"), _up(student_id), lead=lead)


@blueprint.route("/students/<uuid:student_id>/leave/<uuid:leave_id>/decide", methods=["GET", "POST"])
@requires(DECIDE)
def decide_leave(student_id: UUID, leave_id: UUID) -> Answer:
    """Says yes or no to leave that somebody has asked for."""
    student, form = noted_student(student_id, DECIDE, reads=REASONS).student, DecideLeaveForm()
    row = leaves.leave_of(student_id, leave_id)
    if not leaves.may_grant(
        person(), student, Days(row.first_day, row.last_day), clock.school_date(clock.now())
    ):
        raise NotAllowed
    if row.state != "asked":
        raise Conflict("leave_settled")
    if form.validate_on_submit():

        def act() -> tuple[set[UUID], date]:
            found = leaves.leave_of(student_id, leave_id, is_locked=True)
            said, is_granted = form.reason.data or "", form.decision.data == "granted"
            touched = leaves.decide_leave(
                student, found, said, is_granted=is_granted, actor=person(), now=clock.now()
            )
            return touched, found.first_day

        return _done(student_id, act)
    heading = gettext("Grant leave for %(name)s?", name=student.name)
    has_reasons = REASONS in readable(person(), people.place(student))
    lead = f"{page.span(row)}: {row.reason}" if has_reasons else page.span(row)
    return act_page(form, heading, gettext("Decide"), _up(student_id), lead=lead)


@blueprint.route("/students/<uuid:student_id>/leave/<uuid:leave_id>/take-back", methods=["GET", "POST"])
@requires(DECIDE)
def take_back_leave(student_id: UUID, leave_id: UUID) -> Answer:
    """Takes leave back, or the request for it."""
    student = noted_student(student_id, DECIDE).student
    row, form = leaves.leave_of(student_id, leave_id), TakeBackLeaveForm()
    if row.state not in ("asked", "granted"):
        raise Conflict("leave_settled")
    if not leaves.may_take_back(person(), student, row, clock.school_date(clock.now())):
        raise NotAllowed
    if form.validate_on_submit():

        def act() -> tuple[set[UUID], date]:
            found = leaves.leave_of(student_id, leave_id, is_locked=True)
            said = form.reason.data or ""
            return leaves.take_back(found, said, actor=person(), now=clock.now()), found.first_day

        return _done(student_id, act)
    lead = gettext("Absence on these days is then absence again: %(days)s.", days=page.span(row))
    return act_page(form, gettext("Take the leave back?"), gettext("Take back"), _up(student_id), lead=lead)


def _up(student_id: UUID) -> tuple[str, str]:
    return gettext("Leave"), url_for("attendance.leave", student_id=student_id)


def _done(student_id: UUID, act: Callable[[], tuple[set[UUID], date]]) -> Response:
    """Does it once; rules are read for whose figures it changes, from the first of its days on."""

    def once_done() -> str:
        touched, first = act()
        if touched:
            wiring().attendance_changed(touched, first, clock.now())
        return url_for("attendance.leave", student_id=student_id)

    return once(once_done)
