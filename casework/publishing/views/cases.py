"""Running cases that could go on with another version: what would change, doing it, taking it back."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases.facts import kept_of, situations_of
from casework.cases.migrating import begin_run, go_on
from casework.cases.migration_models import MigrationRun
from casework.cases.migration_undo import undo_next, undoable
from casework.clock import now, school_date
from casework.engine.workflow import LocalisedWorkflow
from casework.errors import NotHere
from casework.extensions import db
from casework.people.queries import place
from casework.publishing import queries
from casework.publishing.forms import MigrateForm
from casework.publishing.pages import migration as page
from casework.publishing.queries import RunRow
from casework.publishing.views import blueprint, up
from casework.versions.queries import model_of, models_on, version_by
from casework.web.act import act_page
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.forms import ConfirmForm
from casework.web.languages import language
from casework.web.once import once
from casework.web.problems import show_again
from casework.web.sessions import person
from casework.web.text import gettext
from casework.web.wiring import wiring

Answer = str | Response | tuple[str, int]
STAGE = "stage-"  # in front of the id of a step, in the address and in the form
LATEST = 20


@blueprint.get("/publishing/cases")
@requires("case:migrate")
def running() -> Answer:
    """For each routine how many cases run on other versions, and the latest runs."""
    offered = models_on(school_date(now()))
    counts = queries.counts_elsewhere(person(), {name: model.sha for name, model in offered.items()})
    rows = [
        (
            model.in_language(language()).title,
            model.rules.version,
            counts[name],
            url_for("publishing.cases", sha=model.sha),
        )
        for name, model in offered.items()
    ]
    runs = [
        (run, model_of(run.to_sha).in_language(language()), count, url_for("publishing.run", run_id=run.id))
        for run, count in queries.runs_of(person(), limit=LATEST)
    ]
    return render_template("publishing/running.html", rows=rows, runs=runs, up=up())


@blueprint.route("/publishing/cases/<sha>", methods=["GET", "POST"])
@requires("case:migrate")
def cases(sha: str) -> Answer:
    """What would change for each running case on another version; then lets the chosen ones go on."""
    found = version_by(sha)
    if found is None or not found.is_offered:
        raise NotHere
    form, model = MigrateForm(), found.model
    show_again(lambda _error: _preview_page(model, form))
    if form.validate_on_submit():

        def act() -> str:
            within = {
                one.case.id for one in queries.running_elsewhere(person(), model.rules.workflow, sha)[0]
            }
            chosen = {case_id: seen for case_id, seen in _chosen().items() if case_id in within}
            reason = form.reason.data or ""
            run = begin_run(chosen, model, _stages(), reason, actor=person(), now=now())
            return url_for("publishing.run", run_id=run.id)

        return once(act)
    return _preview_page(model, form), 422 if form.errors else 200


def _preview_page(model: LocalisedWorkflow, form: MigrateForm) -> str:
    rows, total = queries.running_elsewhere(person(), model.rules.workflow, model.sha)
    shows((row.student.id, place(row.student, row.case.is_handed_over)) for row in rows)
    cases_shown = [row.case for row in rows]
    kept = kept_of(cases_shown, school_date(now()), model.rules)
    situations = situations_of(cases_shown, kept, person(), now())
    return render_template(
        "publishing/cases.html",
        title=model.in_language(language()).title,
        number=model.rules.version,
        found=page.preview(rows, situations, model, _stages(), person().name),
        shown=len(rows),
        total=total,
        form=form,
        ticked=set(request.form.getlist("case")) if request.method == "POST" else None,
        stages=_stages(),
        action=url_for("publishing.cases", sha=model.sha),
        up=(gettext("Running cases"), url_for("publishing.running")),
    )


def _stages() -> dict[str, str]:
    """Which steps become which, as the address or the form says; what is not chosen stays."""
    return {
        name.removeprefix(STAGE): value
        for name, value in request.values.items()
        if name.startswith(STAGE) and value
    }


def _chosen() -> dict[UUID, int]:
    """The cases that were ticked, each with the state that the page showed; what is none is left out."""
    found: dict[UUID, int] = {}
    for text in request.form.getlist("case"):
        case_id, _, revision = text.partition(":")
        with suppress(ValueError):
            found[UUID(case_id)] = int(revision[:9])
    return found


@blueprint.get("/publishing/runs/<uuid:run_id>")
@requires("case:migrate")
def run(run_id: UUID) -> Answer:
    """How far a run has come, and what became of each of its cases."""
    found, by, rows = _run(run_id)
    shows((row.student.id, place(row.student, row.case.is_handed_over)) for row in rows)
    free = frozenset(undoable([row.migration for row in rows]))
    is_undoing = found.undoing_by_id is not None
    model = model_of(found.to_sha).in_language(language())
    return render_template(
        "publishing/run.html",
        run=found,
        by=by,
        title=model.title,
        number=model.version,
        state=page.run_state(rows, free, is_undoing=is_undoing),
        is_undoing=is_undoing,
        next_url=url_for("publishing.undo_run" if is_undoing else "publishing.go_on_with", run_id=run_id),
        up=(gettext("Running cases"), url_for("publishing.running")),
    )


@blueprint.post("/publishing/runs/<uuid:run_id>/go-on")
@requires("case:migrate")
def go_on_with(run_id: UUID) -> Response:
    """Migrates the next cases of the run, in one piece."""
    _demand_run(run_id)

    def act() -> str:
        go_on(db.session.get_one(MigrationRun, run_id), actor=person(), now=now())
        return url_for("publishing.run", run_id=run_id)

    return once(act)


@blueprint.route("/publishing/runs/<uuid:run_id>/undo", methods=["GET", "POST"])
@requires("case:migrate")
def undo_run(run_id: UUID) -> Answer:
    """Takes back the next cases in which nothing has happened since."""
    _demand_run(run_id)
    form = ConfirmForm()
    if form.validate_on_submit():

        def act() -> str:
            late = undo_next(db.session.get_one(MigrationRun, run_id), actor=person(), now=now())
            wiring().attendance_changed(late, date.min, now())
            return url_for("publishing.run", run_id=run_id)

        return once(act)
    return act_page(
        form,
        gettext("Take back the change for all of them?"),
        gettext("Take back"),
        (gettext("The change"), url_for("publishing.run", run_id=run_id)),
        lead=gettext(
            "Each case stands exactly as it did before, with its tasks and its step. A case in which "
            "something has happened since stays as it is."
        ),
    )


def _demand_run(run_id: UUID) -> None:
    if not queries.is_run_for(person(), run_id):
        raise NotHere


def _run(run_id: UUID) -> tuple[MigrationRun, str, list[RunRow]]:
    found = queries.run_for(person(), run_id)
    if found is None:
        raise NotHere
    return found
