"""The steps of a first run, which routine each school follows, and what administrators have done."""

from __future__ import annotations

from flask import flash, render_template, url_for
from werkzeug.wrappers import Response

from casework.administration import actions, queries
from casework.administration.pages.routine import routine
from casework.administration.pages.staff import log_rows
from casework.administration.pages.steps import steps
from casework.administration.views import blueprint
from casework.clock import now, school_date
from casework.messages.queries import dead_count
from casework.people import recovery
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.forms import ConfirmForm
from casework.web.once import once
from casework.web.paging import page_number
from casework.web.sessions import person
from casework.web.text import gettext

Answer = Response | tuple[str, int]


def up() -> tuple[str, str]:
    """The way back to the start page of the administrator."""
    return gettext("Administration of the program"), url_for("administration.start")


@blueprint.get("/")
@requires("people:administer")
def start() -> str:
    """What an instance needs, what is done, and what comes next."""
    today = school_date(now())
    lost = recovery.is_anybody_lost(today)
    unsent = dead_count()
    return render_template(
        "administration/start.html", found=steps(today), is_anybody_lost=lost, unsent=unsent
    )


@blueprint.route("/protected", methods=["GET", "POST"])
@requires("people:administer")
def find_again() -> Answer:
    """Lets those who decide see students with a protected identity again; shows no student and no school."""
    form = ConfirmForm()
    if form.validate_on_submit():

        def act() -> str:
            actions.find_again(actor=person(), now=now())
            flash(gettext("It is done. The principals find the students in their list."))
            return url_for("administration.start")

        return once(act)
    lead = gettext(
        "Nobody who may decide about them sees these students: a right to see has ended, or somebody has "
        "left. The principal at each student’s own school sees the student for two weeks, to name those who "
        "are to see the student. You see neither students nor schools. It stands in each student’s history."
    )
    heading = gettext("Let the principals see students with a protected identity again?")
    return act_page(form, heading, gettext("Let them see"), up(), lead=lead)


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
