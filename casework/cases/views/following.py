"""Following a case, and no longer."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from casework.cases import following as actions
from casework.cases.views import blueprint
from casework.cases.views.desk import at_desk
from casework.web.doors import requires
from casework.web.once import once


@blueprint.post("/cases/<uuid:case_id>/follow")
@requires("case:read")
def follow(case_id: UUID) -> Response:
    """Sees on the start page from now on what happens in the case."""
    desk = at_desk(case_id)

    def act() -> str:
        actions.follow(case_id, actor=desk.reader, now=desk.now)
        return url_for("cases.show", case_id=case_id)

    return once(act)


@blueprint.post("/cases/<uuid:case_id>/unfollow")
@requires("case:read")
def unfollow(case_id: UUID) -> Response:
    """Sees it there no longer."""
    desk = at_desk(case_id)

    def act() -> str:
        actions.unfollow(case_id, actor=desk.reader)
        return url_for("cases.show", case_id=case_id)

    return once(act)
