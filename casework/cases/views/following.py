"""Following a case, and no longer; and the whole case on paper."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from casework.cases import following as actions
from casework.cases.pages import around, overview, rows
from casework.cases.pages.consent import consent_rows
from casework.cases.pages.history import event_line
from casework.cases.pages.notes import notes
from casework.cases.views import blueprint
from casework.cases.views.desk import at_desk
from casework.history import queries as history
from casework.people.home import home_of
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


@blueprint.get("/cases/<uuid:case_id>/print")
@requires("case:read")
def print_case(case_id: UUID) -> str:
    """The case on one page, for paper: what the reader may read of it, a reading of its own in the log."""
    desk = at_desk(case_id)
    situation, speech = desk.situation, desk.speech
    noted = notes(desk.row, speech, desk.reader, desk.readable)
    events = history.events_of(case_id, readable=desk.readable)
    opened, done = rows.tasks_here(situation, speech, frozenset())
    return render_template(
        "cases/print.html",
        identity=desk.identity("print_case"),
        stair=overview.stair(situation, speech, now=desk.now),
        tasks=[*opened, *done],
        forms=rows.form_rows(situation, speech, desk.readable),
        notes=noted.rows,
        consents=consent_rows(situation, speech),
        people=overview.people(situation, speech, home_of(desk.row.student, desk.today)),
        participants=around.participant_rows(situation, may_end=False),
        events=[event_line(speech, event, noted.texts, with_effects=True) for event in events],
    )
