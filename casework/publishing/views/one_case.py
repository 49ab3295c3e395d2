"""One case that goes on with another version, or with another school's routine; and taking that back."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases.demands import demand_case_open
from casework.cases.migrating import MAY, begin_run, go_on, shift_of
from casework.cases.migration_undo import latest_migration, undo, undoable
from casework.cases.moves import locked_case
from casework.cases.pages.effects import effect_line
from casework.cases.views.desk import Desk, at_desk, read_rules
from casework.engine.workflow import LocalisedWorkflow
from casework.errors import Conflict, NotAcceptable
from casework.people import queries as people
from casework.publishing.forms import MigrateOneForm
from casework.publishing.pages import migration as page
from casework.publishing.views import blueprint
from casework.versions.queries import model_at, models_on
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.forms import ConfirmForm
from casework.web.languages import language
from casework.web.once import once
from casework.web.text import gettext

Answer = str | Response | tuple[str, int]


@blueprint.route("/cases/<uuid:case_id>/routine", methods=["GET", "POST"])
@requires("case:migrate")
def change_routine(case_id: UUID) -> Answer:
    """Asks for the routine and the step, says what changes, and then lets the case go on with it."""
    desk = at_desk(case_id, MAY)
    demand_case_open(desk.row.case)
    offered = {one.sha: one for one in models_on(desk.today).values() if one.sha != desk.situation.model.sha}
    model = offered.get(request.values.get("to", ""))
    if model is None:
        return _choose_page(desk, offered)
    form, target = MigrateOneForm(desk.row.case.revision), _target(desk, model)
    changed = shift_of(desk.situation, model, {desk.row.case.stage: target})
    if not changed.hindrance and form.validate_on_submit():

        def act() -> str:
            revision = _revision(form.revision.data)
            stages = {desk.row.case.stage: target}
            reason = form.reason.data or ""
            run = begin_run({case_id: revision}, model, stages, reason, actor=desk.reader, now=desk.now)
            go_on(run, actor=desk.reader, now=desk.now)
            _demand_done(case_id, run.id)
            return url_for("cases.show", case_id=case_id)

        return once(act)
    speech = page.speech_in(model, desk.reader.name)
    effects = page.effects_of(desk.situation, model, changed)
    effects += page.days_of(desk.situation, model, changed)
    shown = render_template(
        "publishing/one_case.html",
        heading=page.named(model),
        name=desk.row.student.name,
        chosen=_chosen(model, target),
        again_url=url_for("publishing.change_routine", case_id=case_id),
        hindrance=page.hindrance_text(changed.hindrance),
        effects=[effect_line(speech, one) for one in effects],
        form=form,
        action=url_for("publishing.change_routine", case_id=case_id, to=model.sha, stage=target),
        up=(desk.row.student.name, url_for("cases.show", case_id=case_id)),
    )
    return shown, 422 if form.errors else 200


def _choose_page(desk: Desk, offered: dict[str, LocalisedWorkflow]) -> str:
    of_school = model_at(people.unit(desk.row.student.unit_id), desk.today)
    first = of_school.sha if of_school else ""
    ordered = sorted(offered.values(), key=lambda model: model.sha != first)
    return render_template(
        "publishing/choose.html",
        name=desk.row.student.name,
        offered=[
            page.target_choice(model, desk.row.case.stage, is_own=model.sha == first) for model in ordered
        ],
        action=url_for("publishing.change_routine", case_id=desk.row.case.id),
        up=(desk.row.student.name, url_for("cases.show", case_id=desk.row.case.id)),
    )


@blueprint.route("/cases/<uuid:case_id>/routine/undo", methods=["GET", "POST"])
@requires("case:migrate")
def undo_routine(case_id: UUID) -> Answer:
    """Gives back what stood in the case before it went on with another version."""
    desk = at_desk(case_id, MAY)
    row, form = latest_migration(case_id), ConfirmForm()
    if row is None or not undoable([row]):
        raise Conflict("migration_built_on", case_id=str(case_id))
    if form.validate_on_submit():

        def act() -> str:
            locked_case(case_id)
            found = latest_migration(case_id)
            if found is None:
                raise Conflict("migration_built_on", case_id=str(case_id))
            undo(found, actor=desk.reader, now=desk.now)
            read_rules(desk.row.student, desk.now)
            return url_for("cases.show", case_id=case_id)

        return once(act)
    return act_page(
        form,
        gettext("Take back the change of routine?"),
        gettext("Take back"),
        (desk.row.student.name, url_for("cases.show", case_id=case_id)),
        lead=gettext("The case stands exactly as it did before, with its tasks and its step."),
    )


def _target(desk: Desk, model: LocalisedWorkflow) -> str:
    """The step that was chosen; else the one with the same id, if there is one."""
    chosen = request.values.get("stage", "")
    return chosen if chosen in model.rules.order else desk.row.case.stage


def _chosen(model: LocalisedWorkflow, target: str) -> str:
    return model.in_language(language()).stage(target).name if target in model.rules.order else ""


def _demand_done(case_id: UUID, run_id: UUID) -> None:
    row = latest_migration(case_id)
    if row is None or row.run_id != run_id:
        raise Conflict("case_changed", case_id=str(case_id))


def _revision(text: str | None) -> int:
    if not (text and text.isascii() and text.isdigit() and len(text) < 10):
        raise NotAcceptable("stale_page")
    return int(text)
