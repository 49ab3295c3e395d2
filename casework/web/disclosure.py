"""Notes in the access log what a page shows about students, before any of it leaves the program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from casework.access.policy import Place
from casework.clock import now
from casework.extensions import unit_of_work
from casework.web import problem_page
from casework.web.doors import permission_of
from casework.web.sessions import signed_in
from casework.web.wiring import Trace, wiring

SEEN_EVERY = timedelta(minutes=1)


def init_app(app: Flask) -> None:
    """Writes the log after every view; headers come later, also on what stands in for a lost page."""
    app.after_request(keep_traces)


def shows(
    found: Iterable[tuple[UUID, Place]], case_id: UUID | None = None, *, classes: Iterable[str] = ()
) -> None:
    """Called by a view: this page tells something about these students, texts of these classes among it."""
    _note(dict(found), case_id, frozenset(classes), is_allowed=True)


def refuses(student_ids: Iterable[UUID], case_id: UUID | None = None) -> None:
    """Called where somebody is refused something about these students."""
    _note(dict.fromkeys(student_ids), case_id, frozenset(), is_allowed=False)


def refuses_named() -> None:
    """Called where a door stays closed: whom the address names was asked for."""
    refuses(wiring().students_named(request.view_args or {}))


def unattended() -> None:
    """Called where a page asks by itself: that nobody has signed out is no sign that somebody is there."""
    g.is_unattended = True


def withhold() -> None:
    """Called when the page is not shown after all: what the view had found counts as refused."""
    if "trace" in g:
        refuses(())


def keep_traces(response: Response) -> Response:
    """Writes down what the response shows and that the person was here; without that, nothing is shown."""
    trace, moment = _trace(response), now()
    visitor = signed_in() if request.endpoint not in (None, "static") else None
    is_here = visitor is not None and not g.get("is_unattended")
    is_seen = visitor is not None and is_here and moment - visitor.seen_at >= SEEN_EVERY
    if not trace and not is_seen:
        return response
    try:
        _write(trace, visitor.session_id if visitor and is_seen else None, moment)
    except (SQLAlchemyError, OSError) as error:  # the latter where the writers' queue cannot be entered
        current_app.logger.error("the access log could not be written: %s", type(error).__name__)
        return problem_page.not_logged() if trace else response
    return response


def _write(trace: Trace | None, seen: UUID | None, moment: datetime) -> None:
    with unit_of_work():
        if trace:
            wiring().log_reading(trace, moment)
        if seen:
            wiring().note_seen(seen, moment)


def _note(
    students: dict[UUID, Place] | dict[UUID, None],
    case_id: UUID | None,
    classes: frozenset[str],
    *,
    is_allowed: bool,
) -> None:
    found = signed_in()
    if found is None:
        return
    page = request.endpoint or ""  # from the view, never from what was sent
    purpose = permission_of(current_app, page) or "" if page else ""
    earlier: Trace = g.get("trace") or Trace(found.person, page, purpose, {}, frozenset(), None, is_allowed)
    g.trace = replace(
        earlier,
        students={**students, **earlier.students},
        classes=earlier.classes | classes,
        case_id=case_id or earlier.case_id,
        is_allowed=earlier.is_allowed and is_allowed,
    )


def _trace(response: Response) -> Trace | None:
    """What is to be written down: a redirect shows nothing."""
    found: Trace | None = g.get("trace")
    return None if found and found.is_allowed and response.status_code in (302, 303) else found
