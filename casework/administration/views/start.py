"""The steps of a first run, which routine each school follows, and what administrators have done."""

from __future__ import annotations

from flask import render_template, url_for

from casework.administration import queries
from casework.administration.pages.routine import routine
from casework.administration.pages.staff import log_rows
from casework.administration.pages.steps import steps
from casework.administration.views import blueprint
from casework.clock import now, school_date
from casework.web.doors import requires
from casework.web.paging import page_number
from casework.web.text import gettext


def up() -> tuple[str, str]:
    """The way back to the start page of the administrator."""
    return gettext("Administration of the program"), url_for("administration.start")


@blueprint.get("/")
@requires("people:administer")
def start() -> str:
    """What an instance needs, what is done, and what comes next."""
    return render_template("administration/start.html", found=steps(school_date(now())))


@blueprint.get("/routines")
@requires("people:administer")
def routines() -> str:
    """For each school: the routine, its version, and everything that nobody could do."""
    today = school_date(now())
    found = [routine(row, today) for row in queries.schools()]
    return render_template("administration/routines.html", routines=found, up=up())


@blueprint.get("/log")
@requires("people:administer")
def log() -> str:
    """What administrators have done, the newest first."""
    rows, pages = log_rows(page_number())
    return render_template("administration/log.html", rows=rows, pager=pages, up=up())
