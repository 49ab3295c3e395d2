"""The routine to read: as a page for everybody on the staff, and as PDF. Nothing personal stands in it."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, url_for
from werkzeug.wrappers import Response

from casework.catalog import catalog
from casework.errors import NotHere
from casework.routines.paper import Routine
from casework.routines.setting import pdf
from casework.routines.speaker import speaker
from casework.routines.writing import write
from casework.web.doors import requires
from casework.web.languages import language

views = Blueprint("routines", __name__)


@views.get("/routines/<name>")
@requires("start:read")
def read(name: str) -> str:
    """The routine in the reader's language: ladder, table and text."""
    return render_template(
        "routines/read.html", routine=_written(name), pdf_url=url_for("routines.paper", name=name)
    )


@views.get("/routines/<name>/routine.pdf")
@requires("start:read")
def paper(name: str) -> Response:
    """The same to print."""
    answer = make_response(pdf(_written(name)))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers.set("Content-Disposition", "inline", filename=f"{name}-{language()}.pdf")
    return answer


def _written(name: str) -> Routine:
    model = catalog().workflows.get(name)
    if model is None:
        raise NotHere
    return write(speaker(model, catalog(), language()))
