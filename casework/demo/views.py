"""The page on which all parts of pages stand side by side; only a demonstration has it."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template

from casework import clock
from casework.demo.kinds import questions
from casework.demo.parts import parts
from casework.errors import NotHere
from casework.web.doors import requires

blueprint = Blueprint("demo", __name__)


@blueprint.get("/stil")
@requires("start:read")
def all_parts() -> str:
    """Every part of pages in every state, with made-up words."""
    if not current_app.config["IS_DEMO"]:
        raise NotHere
    now = clock.now()
    return render_template("demo/parts.html", parts=parts(now), states=questions(clock.school_date(now)))
