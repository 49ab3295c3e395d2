"""What can be begun for a student beside the ladder: the page, and beginning it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.access.policy import roles_at
from casework.cases.pages.concern import about_student
from casework.cases.pages.words import Speech
from casework.cases.queries import routine_of
from casework.cases.student_tasks import DO
from casework.engine.workflow import LocalisedWorkflow
from casework.errors import Conflict, NotAcceptable, NotAllowed, NotHere
from casework.people import queries as people
from casework.people.noted import noted_student
from casework.people.queries import StudentRow
from casework.signals.begun import Beginning, begin, beginnings
from casework.signals.pages.duties import DutyRow, duty_rows
from casework.signals.views import blueprint
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.forms import ConfirmForm
from casework.web.languages import language
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext


@dataclass(frozen=True)
class Desk:
    """One student and the routine that is read for them, in front of one reader."""

    row: StudentRow
    model: LocalisedWorkflow
    found: list[Beginning]
    shown: list[DutyRow]

    @property
    def url(self) -> str:
        """The page with all of it."""
        return url_for("signals.duties", student_id=self.row.student.id)


@blueprint.get("/students/<uuid:student_id>/duties")
@requires(DO)
def duties(student_id: UUID) -> str:
    """What else can be needed for the student: what it opens, who may begin it, what has been begun."""
    desk = _desk(student_id)
    student = desk.row.student
    return render_template(
        "signals/duties.html",
        name=student.name,
        rows=desk.shown,
        reports=about_student(person(), desk.row, desk.model.in_language(language())),
        up=(student.name, url_for("cases.student", student_id=student_id)),
    )


@blueprint.route("/students/<uuid:student_id>/duties/<duty_id>/begin", methods=["GET", "POST"])
@requires(DO)
def begin_duty(student_id: UUID, duty_id: str) -> Response | tuple[str, int]:
    """Begins one of them; what it opens waits for those who do it."""
    desk, form = _desk(student_id), ConfirmForm()
    place = next((at for at, one in enumerate(desk.found) if one.duty.id == duty_id), None)
    if place is None:
        raise NotHere
    found, shown = desk.found[place], desk.shown[place]
    if not found.is_mine:
        raise NotAllowed
    if not found.can_begin:
        raise Conflict("duty_begun")
    if form.validate_on_submit():

        def act() -> str:
            begin(desk.row.student, desk.model, found.duty.id, actor=person(), now=clock.now())
            return desk.url

        return once(act)
    heading = gettext("Begin “%(title)s”?", title=shown.title)
    lead = " ".join((shown.guidance, gettext("This opens:"), *shown.opens))
    return act_page(
        form, heading, gettext("Begin"), (gettext("More that can be needed"), desk.url), lead=lead
    )


def _desk(student_id: UUID) -> Desk:
    row, now = noted_student(student_id, DO), clock.now()
    today = clock.school_date(now)
    model = routine_of(row.student, today)
    if model is None:
        raise NotAcceptable("no_routine")
    found = beginnings(row.student, model.rules, person(), today)
    held = model.rules.held(roles_at(person(), people.place(row.student)))
    colleagues = people.colleagues_for(row.student, today)
    speech = Speech(model.in_language(language()), language(), colleagues, person().name, held)
    return Desk(row, model, found, duty_rows(found, row.student, speech))
