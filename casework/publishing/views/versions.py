"""Versions of routines: which there are, sending in a new one, looking at it, how two differ."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.access.policy import may_at_all
from casework.administration.actions import note
from casework.catalog import catalog
from casework.clock import now, school_date
from casework.definitions import DefinitionError
from casework.errors import NotHere
from casework.publishing.forms import UploadForm
from casework.publishing.pages import versions as page
from casework.publishing.queries import any_version, open_cases_on
from casework.publishing.views import blueprint, up
from casework.routines import comparing
from casework.versions import actions, queries
from casework.versions.actions import Taken
from casework.versions.models import Publication
from casework.versions.queries import Version
from casework.web.doors import requires, takes_file
from casework.web.languages import language
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

Answer = str | Response | tuple[str, int]


@blueprint.get("/publishing/")
@requires("routine:read")
def index() -> Answer:
    """Every routine with its versions, and files that cannot be used."""
    may = may_at_all(person(), "routine:administer")
    return render_template(
        "publishing/index.html",
        rows=page.routine_rows(school_date(now())),
        broken=page.broken_files() if may else [],
        may_administer=may,
        may_migrate=may_at_all(person(), "case:migrate"),
    )


@blueprint.route("/publishing/upload", methods=["GET", "POST"])
@requires("routine:administer")
@takes_file
def upload() -> Answer:
    """Takes in a file as a draft, or tells everything that is wrong with it."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _upload_page(form), 422 if form.errors else 200
    sent = form.file.data
    name, data = (sent.filename, sent.read()) if sent else ("", b"")
    try:
        model = actions.read_version(data.decode("utf-8"), name or gettext("the file"))
    except DefinitionError as error:
        return _upload_page(form, page.put_right(error.problems, data.decode("utf-8"))), 422
    except UnicodeDecodeError:
        return _upload_page(form, [(0, "", gettext("The file is not text in UTF-8."))]), 422
    except Taken as taken:
        return _upload_page(form, [(0, "", _taken(taken))]), 422

    def act() -> str:
        row = actions.upload(model, actor=person(), now=now())
        log("version:uploaded", row)
        flash(gettext("The version is a draft now. No case is opened on it before it is published."))
        return url_for("publishing.version", sha=model.sha)

    return once(act)


def _upload_page(form: UploadForm, problems: list[tuple[int, str, str]] | None = None) -> str:
    return render_template("publishing/upload.html", form=form, problems=problems or [], up=up())


def _taken(taken: Taken) -> str:
    texts = {
        "same_text": gettext(
            "%(title)s, version %(number)s, is here already, word for word.",
            title=taken.title,
            number=taken.number,
        ),
        "same_number": gettext(
            "%(title)s has a version %(number)s already. Write a higher number at “version:” in the file.",
            title=taken.title,
            number=taken.number,
        ),
    }
    return texts[taken.code]


@blueprint.get("/publishing/versions/<sha>")
@requires("routine:read")
def version(sha: str) -> Answer:
    """One version: where it comes from, when it is valid, and what can be done with it."""
    found = _version(sha)
    may = may_at_all(person(), "routine:administer")
    today = school_date(now())
    in_force = queries.models_on(today).get(found.model.rules.workflow)
    state, look = page.state_of(found, in_force.sha if in_force else "", today)
    others = [one for one in page.version_choices(found.model.rules.workflow) if one[0] != sha]
    return render_template(
        "publishing/version.html",
        title=found.model.in_language(language()).title,
        number=found.number,
        state=(state, look),
        facts=page.facts(found, open_cases_on([sha])[sha]),
        ways=page.ways(found.publication, today) if may else (),
        sha=sha,
        read_url=url_for("routines.read", name=found.model.rules.workflow, version=sha),
        others=others,
        migrate_url=url_for("publishing.cases", sha=sha)
        if found.is_offered and may_at_all(person(), "case:migrate")
        else None,
        up=up(),
    )


@blueprint.get("/publishing/versions/<sha>/file")
@requires("routine:read")
def download(sha: str) -> FileResponse:
    """The version as the file that it was."""
    rules = _version(sha).model.rules
    answer = FileResponse(_version(sha).model.text, mimetype="application/yaml")
    name = f"{rules.workflow}-{rules.version}.yaml"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/publishing/compare")
@requires("routine:read")
def compare() -> Answer:
    """Two versions of a routine side by side."""
    old, new = _version(request.args.get("old", "")), _version(request.args.get("new", ""))
    return render_template(
        "publishing/compare.html",
        title=new.model.in_language(language()).title,
        old=old,
        new=new,
        found=page.comparison(old, new),
        sentences=comparing.compare(old.model, new.model, catalog(), language()),
        choices=page.version_choices(new.model.rules.workflow),
        up=up(),
    )


def _version(sha: str) -> Version:
    found = any_version(sha)
    if found is None:
        raise NotHere
    return found


def log(what: str, row: Publication, **more: str) -> None:
    """Notes in the log what has been done with a version."""
    rules = queries.model_of(row.sha).rules
    says = {"title": rules.title, "number": str(row.version), **more}
    note(what, says, actor=person(), now=now())
