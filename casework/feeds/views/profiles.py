"""How files are read: the profiles, making one from the first lines of a file, taking one away."""

from __future__ import annotations

from uuid import UUID

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.clock import now, school_date
from casework.feeds import actions, queries, sample
from casework.feeds.forms import SampleForm
from casework.feeds.opening import beginning_of
from casework.feeds.pages.sample import SamplePage, sample_page
from casework.feeds.pages.words import file_fault
from casework.feeds.records import Unreadable
from casework.feeds.views import blueprint, up
from casework.people import national
from casework.people.keys import systems
from casework.web.act import act_page
from casework.web.doors import requires, takes_large_file
from casework.web.forms import ConfirmForm
from casework.web.languages import language
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

Answer = str | Response | tuple[str, int]


@blueprint.get("/profiles")
@requires("attendance:import")
def profiles() -> str:
    """Every profile, the authority's own first."""
    return render_template("feeds/profiles.html", rows=list(queries.profiles(language()).values()), up=up())


@blueprint.route("/profiles/new", methods=["GET", "POST"])
@requires("attendance:import")
@takes_large_file
def new_profile() -> Answer:
    """Takes a file for its first lines, of which nothing is kept; the page that follows holds them itself."""
    form = SampleForm()
    if not form.validate_on_submit():
        return _file_page(form)
    try:
        data = form.file.data.read(sample.SAMPLE) if form.file.data else b""
        if not data.strip():
            raise Unreadable("nothing_sent")
        text, found_in = beginning_of(data)
        draft = sample.begin(sample.first_rows(text), found_in)
    except Unreadable as fault:
        return _file_page(form, file_fault(fault))
    return _shape_page(sample_page(draft, school_date(now()))), 200


@blueprint.post("/profiles/shape")
@requires("attendance:import")
def shape_profile() -> Answer:
    """Shows what the sample says by what has been chosen, or keeps that as a profile."""
    try:
        draft = sample.sent(request.form, _codes())
    except Unreadable as fault:
        return _file_page(SampleForm(formdata=None), file_fault(fault))
    found = sample_page(draft, school_date(now()))
    if request.form.get("do") != "save":
        return _shape_page(found), 200
    problem = _unready(found)
    if problem or found.profile is None:
        return _shape_page(found, problem), 422
    profile = found.profile

    def act() -> str:
        actions.keep_profile(draft.name, profile, actor=person(), now=now())
        flash(gettext("Files can be read so from now on."))
        return url_for("feeds.profiles")

    return once(act)


@blueprint.route("/profiles/<uuid:profile_id>/remove", methods=["GET", "POST"])
@requires("attendance:import")
def remove_profile(profile_id: UUID) -> Answer:
    """Takes an own profile away."""
    row, form = queries.own_profile(profile_id), ConfirmForm()
    if form.validate_on_submit():

        def act() -> str:
            actions.remove_profile(queries.own_profile(profile_id), actor=person(), now=now())
            return url_for("feeds.profiles")

        return once(act)
    heading = gettext("Take away “%(name)s”?", name=row.name)
    lead = gettext("Files can no longer be read so. What has been read in stays.")
    back = (gettext("How files are read"), url_for("feeds.profiles"))
    return act_page(form, heading, gettext("Take it away"), back, lead=lead)


def _codes() -> list[tuple[str, str]]:
    """Each code of the page with what was chosen for it."""
    codes = request.form.getlist("code")
    return [(code, request.form.get(f"meaning_{number}", "")) for number, code in enumerate(codes)]


def _unready(found: SamplePage) -> str:
    """Why the profile cannot be kept; empty where it can."""
    if found.problem:
        return found.problem
    if not found.draft.name:
        return gettext("Write what it is called.")
    taken = [one.name for one in queries.profiles(language()).values() if one.own_id is None]
    return gettext("A profile that comes with the program is called so.") if found.draft.name in taken else ""


def _file_page(form: SampleForm, problem: str = "") -> tuple[str, int]:
    back = (gettext("How files are read"), url_for("feeds.profiles"))
    shown = render_template("feeds/sample.html", form=form, problem=problem, up=back)
    return shown, 422 if problem or form.errors else 200


def _shape_page(found: SamplePage, problem: str = "") -> str:
    back = (gettext("How files are read"), url_for("feeds.profiles"))
    return render_template(
        "feeds/shape.html",
        systems=[one for one in systems() if one != national.SOURCE],
        found=found,
        unready=problem,
        up=back,
    )
