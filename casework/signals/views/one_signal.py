"""One signal with its evidence; dismissing it, silencing its rule for the student."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.attendance.calendars import calendar_of
from casework.cases import signals
from casework.cases.signal_models import Signal
from casework.engine.beside import Pause
from casework.engine.stretches import after
from casework.errors import NotAllowed
from casework.people import queries as people
from casework.people.models import Student
from casework.people.noted import noted_student
from casework.signals.finding import DECIDE, READ, signal_of
from casework.signals.forms import DismissForm, SilenceForm
from casework.signals.pages.one_signal import REASONS, dismissed_words, may_silence, signal_page
from casework.signals.views import blueprint
from casework.versions.queries import model_of
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext
from casework.web.way_back import way_back

Answer = Response | tuple[str, int]
LONGEST = timedelta(days=366)  # where the routine's own limit lies beyond the school's calendar


@blueprint.get("/students/<uuid:student_id>/signals/<uuid:signal_id>")
@requires(READ)
def show(student_id: UUID, signal_id: UUID) -> str:
    """The signal: which rule, what was counted and what not, and what can be done."""
    student = noted_student(student_id, READ, reads=REASONS).student
    today = clock.school_date(clock.now())
    found = signal_page(person(), student, signal_of(student_id, signal_id), today)
    back = gettext("Signals"), way_back("signals.index")
    student_url = url_for("cases.student", student_id=student_id)
    return render_template("signals/show.html", page=found, student_url=student_url, up=back)


@blueprint.route("/students/<uuid:student_id>/signals/<uuid:signal_id>/dismiss", methods=["GET", "POST"])
@requires(DECIDE)
def dismiss(student_id: UUID, signal_id: UUID) -> Answer:
    """Says that the proposal is not followed, and why."""
    noted_student(student_id, DECIDE)
    row, form = signal_of(student_id, signal_id), DismissForm()
    if request.method == "GET" and not (row.state == "new" or row.has_lost_ground):
        return redirect(_url(student_id, signal_id))
    lead = dismissed_words(row)
    if form.validate_on_submit():
        reason = form.reason.data or ""
        return _done(student_id, signal_id, lambda row: signals.dismiss(row, reason, **_by()))
    up = gettext("Signal"), _url(student_id, signal_id)
    return act_page(form, gettext("Dismiss the signal?"), gettext("Dismiss"), up, lead=lead)


@blueprint.route("/students/<uuid:student_id>/signals/<uuid:signal_id>/silence", methods=["GET", "POST"])
@requires(DECIDE)
def silence(student_id: UUID, signal_id: UUID) -> Answer:
    """Lets the rule say nothing about the student for a while, as far as the routine allows."""
    student, row = noted_student(student_id, DECIDE).student, signal_of(student_id, signal_id)
    rules = model_of(row.workflow_sha).in_language(language())
    if rules.pause is None or not may_silence(person(), student, rules):
        raise NotAllowed
    if request.method == "GET" and row.state != "new":
        return redirect(_url(student_id, signal_id))
    today = clock.school_date(clock.now())
    form = SilenceForm([*rules.pause.reasons.items()], today, _latest(rules.pause, student, today))
    if form.validate_on_submit():
        said = form.cause.data, form.reason.data or "", cast(date, form.until.data)
        return _done(student_id, signal_id, lambda row: signals.pause(row, *said, **_by()))
    lead = gettext("Absence is counted all the same. After the day the rule is read afresh.")
    up = gettext("Signal"), _url(student_id, signal_id)
    return act_page(form, gettext("Silence the rule for the student?"), gettext("Silence"), up, lead=lead)


def _latest(pause: Pause, student: Student, today: date) -> dict[str, date]:
    """The last day until which the routine lets each reason silence a rule."""
    calendar = calendar_of(people.unit(student.unit_id))
    limits = {cause: pause.at_most_for.get(cause, pause.at_most) for cause in pause.reasons}
    return {cause: after(today, limit, calendar) or today + LONGEST for cause, limit in limits.items()}


def _by() -> dict[str, Any]:
    return {"actor": person(), "now": clock.now()}


def _url(student_id: UUID, signal_id: UUID) -> str:
    return url_for("signals.show", student_id=student_id, signal_id=signal_id)


def _done(student_id: UUID, signal_id: UUID, act: Callable[[Signal], None]) -> Response:
    def once_done() -> str:
        act(signal_of(student_id, signal_id, is_locked=True))
        return _url(student_id, signal_id)

    return once(once_done)
