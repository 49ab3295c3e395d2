"""The authority, its schools, and their classes."""

from __future__ import annotations

from uuid import UUID

from flask import flash, render_template, url_for
from werkzeug.wrappers import Response

from casework.administration import actions, queries
from casework.administration.forms import ClassesForm, SchoolForm, UnitForm
from casework.administration.pages.routine import model_choices, routine_titles
from casework.administration.queries import SchoolRow
from casework.administration.views import blueprint
from casework.administration.views.start import up
from casework.clock import now
from casework.errors import NotHere
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

Answer = str | Response | tuple[str, int]


@blueprint.get("/schools")
@requires("people:administer")
def schools() -> Answer:
    """All schools."""
    units = queries.schools()
    titles = routine_titles([row.unit for row in units])
    rows = [
        (row, url_for("administration.school", unit_id=row.unit.id), titles[row.unit.id]) for row in units
    ]
    return render_template("administration/schools.html", authority=queries.authority(), rows=rows, up=up())


@blueprint.route("/authority", methods=["GET", "POST"])
@requires("people:administer")
def authority() -> Answer:
    """What the authority is called."""
    unit = queries.authority()
    form = UnitForm(unit)
    if form.validate_on_submit():

        def act() -> str:
            actions.name_authority(unit, form.name.data or "", actor=person(), now=now())
            return url_for("administration.schools")

        return once(act)
    return _unit_page(form, gettext("The authority"), url_for("administration.authority"))


@blueprint.route("/schools/new", methods=["GET", "POST"])
@requires("people:administer")
def new_school() -> Answer:
    """A new school."""
    form = SchoolForm(model_choices())
    if form.validate_on_submit():

        def act() -> str:
            unit = actions.add_school(
                form.name.data or "", form.workflow.data, queries.authority(), actor=person(), now=now()
            )
            return url_for("administration.school", unit_id=unit.id)

        return once(act)
    return _unit_page(form, gettext("New school"), url_for("administration.new_school"))


@blueprint.get("/schools/<uuid:unit_id>")
@requires("people:administer")
def school(unit_id: UUID) -> Answer:
    """A school: its routine and its classes."""
    return _school_page(school_named(unit_id), ClassesForm())


@blueprint.post("/schools/<uuid:unit_id>/classes")
@requires("people:administer")
def add_classes(unit_id: UUID) -> Answer:
    """More classes at the school."""
    row, form = school_named(unit_id), ClassesForm()
    if not form.validate_on_submit():
        return _school_page(row, form), 422

    def act() -> str:
        new = actions.add_classes(row.unit, form.classes(), actor=person(), now=now())
        flash(
            gettext("Added: %(classes)s", classes=", ".join(new))
            if new
            else gettext("All of them were there.")
        )
        return url_for("administration.school", unit_id=unit_id)

    return once(act)


@blueprint.route("/schools/<uuid:unit_id>/change", methods=["GET", "POST"])
@requires("people:administer")
def change_school(unit_id: UUID) -> Answer:
    """Another name or routine for the school."""
    unit = school_named(unit_id).unit
    form = SchoolForm(model_choices(), unit)
    if form.validate_on_submit():

        def act() -> str:
            actions.change_school(unit, form.name.data or "", form.workflow.data, actor=person(), now=now())
            return url_for("administration.school", unit_id=unit_id)

        return once(act)
    return _unit_page(form, unit.name, url_for("administration.change_school", unit_id=unit_id))


def school_named(unit_id: UUID) -> SchoolRow:
    """The school in the address; NotHere where there is none."""
    row = queries.school(unit_id)
    if row is None:
        raise NotHere
    return row


def _school_page(row: SchoolRow, form: ClassesForm) -> str:
    title = routine_titles([row.unit])[row.unit.id]
    back = gettext("Schools"), url_for("administration.schools")
    return render_template("administration/school.html", row=row, form=form, model_title=title, up=back)


def _unit_page(form: UnitForm, heading: str, action: str) -> Answer:
    back = gettext("Schools"), url_for("administration.schools")
    shown = render_template("administration/unit.html", form=form, heading=heading, action=action, up=back)
    return shown, 422 if form.errors else 200
