"""The signals that wait, and all signals about one student."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for

from casework.cases.signals import signals_of
from casework.cases.student_tasks import tasks_of_student
from casework.people.noted import noted_student
from casework.signals.finding import READ
from casework.signals.pages.listing import all_of, listing, ways
from casework.signals.pages.student_tasks import task_rows
from casework.signals.views import blueprint
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.paging import page_number
from casework.web.sessions import person
from casework.web.text import gettext
from casework.web.way_back import keep_way


@blueprint.get("/signals/")
@requires(READ)
def index() -> str:
    """What attendance proposes and nobody has taken a stand on."""
    found = listing(person(), page_number())
    shows(found.students)
    keep_way()
    return render_template("signals/index.html", page=found, ways=ways(person()))


@blueprint.get("/students/<uuid:student_id>/signals")
@requires(READ)
def of_student(student_id: UUID) -> str:
    """Every signal about the student, with how it stands."""
    row = noted_student(student_id, READ)
    return render_template(
        "signals/of_student.html",
        heading=gettext("Signals about %(name)s", name=row.student.name),
        rows=all_of(student_id, signals_of([student_id]).get(student_id, [])),
        tasks=task_rows(tasks_of_student(student_id)),
        up=(gettext("Attendance"), url_for("attendance.student", student_id=student_id)),
    )
