"""Cases whose named colleague no longer reaches them: seen together, and taken over by the mentors."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases import handing_on
from casework.cases.views import blueprint
from casework.clock import now, school_date
from casework.errors import CaseworkError
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.once import once
from casework.web.problems import show_again
from casework.web.sessions import person
from casework.web.text import gettext, ngettext


@blueprint.get("/cases/handing-on")
@requires("case:change")
def left_behind() -> str:
    """The cases, with who was named, and who may take over."""
    return _page()


@blueprint.post("/cases/handing-on")
@requires("case:change")
def hand_on() -> Response:
    """Names the mentors of the classes for the chosen cases."""
    show_again(_page)
    chosen = set[UUID]()
    for text in request.form.getlist("case"):
        with suppress(ValueError):
            chosen.add(UUID(text))

    def act() -> str:
        number = handing_on.hand_on(chosen, actor=person(), now=now())
        flash(ngettext("%(num)d case has been taken over.", "%(num)d cases have been taken over.", number))
        return url_for("cases.left_behind")

    return once(act)


def _page(error: CaseworkError | None = None) -> str:
    rows = handing_on.left_behind(person(), school_date(now()))
    shows(one.shown for one in rows)
    return render_template(
        "cases/handing_on.html",
        rows=rows,
        is_nothing_chosen=error is not None,
        up=(gettext("Cases"), url_for("cases.index")),
    )
