"""Which routine each school follows."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from casework.administration import queries
from casework.clock import now, school_date
from casework.errors import NotHere
from casework.people.models import Unit
from casework.publishing.actions import choose_routine
from casework.publishing.forms import COUNTRIES, SCHOOL_FORMS, SchoolRoutineForm
from casework.publishing.views import blueprint, up
from casework.versions.queries import fitting, model_in, models_on
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

Answer = str | Response | tuple[str, int]


@blueprint.get("/publishing/schools")
@requires("routine:administer")
def schools() -> Answer:
    """Every school with its school form and the routine that its new cases follow."""
    offered = models_on(school_date(now()))
    rows = []
    for row in queries.schools():
        model = model_in(offered, row.unit)
        title = model.in_language(language()).title if model else ""
        kind = f"{SCHOOL_FORMS[row.unit.school_form]}, {COUNTRIES[row.unit.country]}"
        rows.append((row.unit, kind, title, not row.unit.workflow))
    return render_template("publishing/schools.html", rows=rows, up=up())


@blueprint.route("/publishing/schools/<uuid:unit_id>", methods=["GET", "POST"])
@requires("routine:administer")
def school(unit_id: UUID) -> Answer:
    """Chooses the routine of one school."""
    unit, offered = _unit(unit_id), models_on(school_date(now()))
    form = SchoolRoutineForm(unit, offered, language())
    if form.validate_on_submit():
        kind = {"school_form": form.school_form.data, "country": form.country.data}
        usual = fitting(offered.values(), kind["school_form"], kind["country"])
        model = offered[form.chosen] if form.chosen else usual[0]

        def act() -> str:
            choose_routine(
                _unit(unit_id), form.chosen, **kind, title=model.rules.title, actor=person(), now=now()
            )
            return url_for("publishing.schools")

        return once(act)
    return act_page(
        form,
        unit.name,
        gettext("Save"),
        (gettext("The routine of each school"), url_for("publishing.schools")),
        lead=gettext("New cases follow the routine that you choose. Cases that are open stay on theirs."),
    )


def _unit(unit_id: UUID) -> Unit:
    row = queries.school(unit_id)
    if row is None:
        raise NotHere
    return row.unit
