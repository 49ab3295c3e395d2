"""Keeping a filter of the case list under a name, renaming it and taking it away: everybody's own."""

from __future__ import annotations

from uuid import UUID

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.cases import saved_views
from casework.cases.filters import filter_from, in_address
from casework.cases.forms import ViewForm
from casework.cases.pages import filterbar
from casework.cases.views import blueprint
from casework.errors import NotHere
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext


@blueprint.route("/cases/views/new", methods=["GET", "POST"])
@requires("case:read")
def save_view() -> Response | tuple[str, int]:
    """Keeps the filter in the address as a view of the reader's own."""
    wanted = saved_views.without_words(filter_from(request.args))
    own = saved_views.views_of(person())
    if len(own) >= saved_views.MOST:
        raise NotHere
    form = ViewForm([view.name for view in own])
    if form.validate_on_submit():

        def act() -> str:
            saved_views.save_view(form.name.data or "", wanted, actor=person(), now=clock.now())
            return filterbar.address(wanted)

        return once(act)
    shown = render_template(
        "cases/saved_view.html",
        heading=gettext("Save as a view"),
        form=form,
        action=url_for("cases.save_view", **in_address(wanted)),
        submit_label=gettext("Save the view"),
        told=filterbar.told(language(), wanted),
        up=(gettext("Cases"), filterbar.address(wanted)),
    )
    return shown, 422 if form.errors else 200


@blueprint.route("/cases/views/<uuid:view_id>", methods=["GET", "POST"])
@requires("case:read")
def change_view(view_id: UUID) -> Response | tuple[str, int]:
    """Gives a view of the reader's own another name; from here it can be taken away."""
    view = saved_views.view_of(person(), view_id)
    wanted = saved_views.filter_of(view)
    form = ViewForm([one.name for one in saved_views.views_of(person()) if one.id != view_id], view.name)
    if form.validate_on_submit():

        def act() -> str:
            saved_views.rename_view(saved_views.view_of(person(), view_id), form.name.data or "")
            return filterbar.address(wanted)

        return once(act)
    shown = render_template(
        "cases/saved_view.html",
        heading=gettext("The view “%(name)s”", name=view.name),
        form=form,
        action=url_for("cases.change_view", view_id=view_id),
        submit_label=gettext("Save the name"),
        told=filterbar.told(language(), wanted),
        remove_url=url_for("cases.remove_view", view_id=view_id),
        up=(gettext("Cases"), filterbar.address(wanted)),
    )
    return shown, 422 if form.errors else 200


@blueprint.post("/cases/views/<uuid:view_id>/remove")
@requires("case:read")
def remove_view(view_id: UUID) -> Response:
    """Takes away a view of the reader's own."""

    def act() -> str:
        view = saved_views.view_of(person(), view_id)
        saved_views.remove_view(view)
        flash(gettext("The view has been removed."))
        return url_for("cases.index")

    return once(act)
