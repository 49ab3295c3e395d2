"""Cases that somebody takes over: where the named colleague no longer reaches them, or is to leave."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases import handing_on
from casework.cases.handing_on import Held
from casework.cases.views import blueprint
from casework.clock import now, school_date
from casework.errors import CaseworkError, Conflict, NotAcceptable, NotHere
from casework.people.queries import names_of
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.once import once
from casework.web.problem_words import CONFLICTS, UNUSABLE
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


@blueprint.route("/cases/handing-on/<uuid:user_id>", methods=["GET", "POST"])
@requires("case:change")
def hand_over_load(user_id: UUID) -> str | Response:
    """All that a colleague is named for, to be handed over before they leave."""
    held = handing_on.load_of(user_id, person(), school_date(now()))
    if not held:
        raise NotHere
    show_again(lambda error: _load_page(user_id, held, error))
    if request.method == "GET":
        return _load_page(user_id, held)

    def act() -> str:
        number = handing_on.hand_over(user_id, _chosen_heirs(held), held, actor=person(), now=now())
        flash(ngettext("%(num)d case has been taken over.", "%(num)d cases have been taken over.", number))
        return url_for("cases.left_behind")

    return once(act)


def _chosen_heirs(held: Sequence[Held]) -> dict[UUID, UUID]:
    """Case → who takes over: as chosen at the case, else whoever is to have all of them."""
    found = {}
    for one in held:
        text = request.form.get(f"heir-{one.case.id}") or request.form.get("heir", "")
        with suppress(ValueError):
            found[one.case.id] = UUID(text)
    return found


def _problem(error: CaseworkError | None) -> str:
    """What stands in the way, in a sentence; empty where nothing does."""
    code = error.code if isinstance(error, Conflict | NotAcceptable) else ""
    return str(CONFLICTS.get(code) or UNUSABLE.get(code, "")) if code else ""


def _load_page(user_id: UUID, held: Sequence[Held], error: CaseworkError | None = None) -> str:
    shows(one.shown for one in held)
    everywhere = set.intersection(*(set(one.heirs.items()) for one in held))
    return render_template(
        "cases/hand_over.html",
        held=held,
        everywhere=sorted(everywhere, key=lambda heir: heir[1]),
        former=names_of([user_id])[user_id],
        chosen=request.form,
        problem=_problem(error),
        up=(gettext("Cases to take over"), url_for("cases.left_behind")),
    )


def _page(error: CaseworkError | None = None) -> str:
    rows = handing_on.left_behind(person(), school_date(now()))
    shows(one.shown for one in rows)
    return render_template(
        "cases/handing_on.html",
        rows=rows,
        loads=handing_on.loads(person()),
        problem=_problem(error),
        up=(gettext("Cases"), url_for("cases.index")),
    )
