"""Where a student is registered as living, noted by who keeps the register of the home."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.cases.keeping_forms import MunicipalityForm
from casework.cases.views import blueprint
from casework.cases.views.desk import read_rules
from casework.cases.views.students import MUNICIPALITY, student_at_desk
from casework.people.municipality import note_municipality
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext


@blueprint.route("/students/<uuid:student_id>/home-municipality", methods=["GET", "POST"])
@requires(MUNICIPALITY)
def home_municipality(student_id: UUID) -> Response | tuple[str, int]:
    """Notes which municipality it is; rules that ask are read at once."""
    desk, now = student_at_desk(student_id, MUNICIPALITY), clock.now()
    student, url = desk.row.student, url_for("cases.student", student_id=student_id)
    form = MunicipalityForm(student.home_municipality)
    if form.validate_on_submit():

        def act() -> str:
            note_municipality(student, form.name.data or "", actor=person(), now=now)
            read_rules(student, now)
            return url

        return once(act)
    return act_page(
        form, gettext("Municipality where the student lives"), gettext("Save"), (student.name, url)
    )
