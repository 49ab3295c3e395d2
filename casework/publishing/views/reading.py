"""The routine to read: as a page for everybody on the staff, and as PDF. Nothing personal stands in it."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.access.policy import may_at_all
from casework.catalog import catalog
from casework.clock import now, school_date
from casework.errors import NotHere
from casework.publishing.pages import versions as page
from casework.publishing.queries import all_versions
from casework.routines.setting import pdf
from casework.routines.speaker import speaker
from casework.routines.writing import write
from casework.versions.queries import Version, models_on
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.sessions import person

views = Blueprint("routines", __name__)


@views.get("/routines/<name>")
@requires("start:read")
def read(name: str) -> str:
    """The routine in the reader's language: ladder, table and text; below them its versions."""
    shown, readable = _shown(name)
    today, may_compare = school_date(now()), may_at_all(person(), "routine:read")
    return render_template(
        "routines/read.html",
        routine=write(speaker(shown.model, catalog(), language())),
        pdf_url=url_for("routines.paper", name=name, version=request.args.get("version")),
        shown=shown,
        state=page.state_of(shown, _in_force(name), today),
        versions=page.version_rows(readable, _in_force(name), today, url=page.reading_url),
        choices=page.choices_among(readable) if may_compare and len(readable) > 1 else [],
        may_compare=may_compare,
    )


@views.get("/routines/<name>/routine.pdf")
@requires("start:read")
def paper(name: str) -> Response:
    """The same to print."""
    shown, _ = _shown(name)
    answer = make_response(pdf(write(speaker(shown.model, catalog(), language()))))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers.set("Content-Disposition", "inline", filename=f"{name}-{language()}.pdf")
    return answer


def _shown(name: str) -> tuple[Version, list[Version]]:
    """The version that is asked for, else the one valid today, else the newest; and all that may be read.

    A draft is for those who look after routines.
    """
    may_see_drafts = may_at_all(person(), "routine:read")
    readable = [one for one in all_versions().get(name, ()) if one.status != "draft" or may_see_drafts]
    wanted = request.args.get("version") or _in_force(name)
    found = next((one for one in readable if one.model.sha == wanted), None)
    if found is None and readable and "version" not in request.args:
        found = readable[0]
    if found is None:
        raise NotHere
    return found, readable


def _in_force(name: str) -> str:
    model = models_on(school_date(now())).get(name)
    return model.sha if model else ""
