"""The routine to read: as a page for everybody on the staff, and as PDF. Nothing personal stands in it."""

from __future__ import annotations

from dataclasses import dataclass

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
from casework.versions.queries import Version, in_force
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.sessions import person

views = Blueprint("routines", __name__)


@views.get("/routines/<name>")
@requires("start:read")
def read(name: str) -> str:
    """The routine in the reader's language: ladder, table and text; below them its versions."""
    found = _found(name)
    today, may_compare = school_date(now()), may_at_all(person(), "routine:read")
    return render_template(
        "routines/read.html",
        routine=write(speaker(found.shown.model, catalog(), language())),
        pdf_url=url_for("routines.paper", name=name, version=request.args.get("version")),
        number=found.shown.number,
        state=page.state_of(found.shown, found.in_force, today),
        versions=page.version_rows(found.readable, found.in_force, today, url=page.reading_url),
        choices=page.choices_among(found.readable) if may_compare and len(found.readable) > 1 else [],
        may_compare=may_compare,
    )


@views.get("/routines/<name>/routine.pdf")
@requires("start:read")
def paper(name: str) -> Response:
    """The same to print."""
    answer = make_response(pdf(write(speaker(_found(name).shown.model, catalog(), language()))))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers.set("Content-Disposition", "inline", filename=f"{name}-{language()}.pdf")
    return answer


@dataclass(frozen=True)
class _Found:
    """What is read: the version shown, all that the reader may read, and the hash of the one of today."""

    shown: Version
    readable: list[Version]
    in_force: str


def _found(name: str) -> _Found:
    """The version that is asked for, else the one valid today, else the newest.

    All of it from one look at the versions, so that nothing on a page is of before a publication and
    something else of after it. A draft is for those who look after routines.
    """
    may_see_drafts = may_at_all(person(), "routine:read")
    readable = [one for one in all_versions().get(name, ()) if one.status != "draft" or may_see_drafts]
    valid, wanted = in_force(readable, school_date(now())), request.args.get("version")
    asked = (one for one in readable if one.model.sha == wanted)
    shown = next(asked, None) if wanted else valid or next(iter(readable), None)
    if shown is None:
        raise NotHere
    return _Found(shown, readable, valid.model.sha if valid else "")
