"""The whole case on paper: for the school, or for the student and those at home."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import render_template, request, url_for

from casework.cases.pages import around, overview, printed, rows
from casework.cases.pages.consent import consent_rows
from casework.cases.pages.for_home import way_links
from casework.cases.pages.history import event_line
from casework.cases.pages.measure_words import measure_rows
from casework.cases.pages.notes import notes
from casework.cases.views import blueprint
from casework.cases.views.desk import Desk, at_desk
from casework.cases.views.for_home import household_of, refused_for
from casework.history import queries as history
from casework.people.home import home_of
from casework.web.doors import requires
from casework.web.text import gettext

# What the home reads of what has happened, and of forms those that are signed.
OPEN_TO_HOME = ("case:", "form:", "approval:", "responsible:")
SIGNED = ("finalised", "corrected")


@blueprint.get("/cases/<uuid:case_id>/print")
@requires("case:read")
def print_case(case_id: UUID) -> str | tuple[str, int]:
    """The case on one page, for paper: what its reader may read of it, a reading of its own in the log."""
    desk = at_desk(case_id)
    student = desk.row.student
    household, up = household_of(student), (student.name, url_for("cases.show", case_id=case_id))
    reader = household.reader(request.args.get("reader", ""))
    if reader.is_refused:
        return refused_for(reader, student, up)
    return render_template(
        "cases/print.html",
        stair=overview.stair(desk.situation, desk.speech, now=desk.now),
        ways=way_links(household, reader, url_for("cases.print_case", case_id=case_id)),
        **(_for_school(desk) if reader.is_staff else _for_home(desk)),
    )


def _for_school(desk: Desk) -> dict[str, object]:
    """All that who prints may read."""
    situation, speech = desk.situation, desk.speech
    noted = notes(desk.row, speech, desk.reader, desk.readable)
    events = history.events_of(desk.row.case.id, readable=desk.readable)
    opened, done = rows.tasks_here(situation, speech, frozenset())
    around_student = overview.people(situation, speech, home_of(desk.row.student, desk.today))
    return {
        "is_for_home": False,
        "identity": desk.identity("print_case"),
        "tasks": [*opened, *done],
        "forms": rows.form_rows(situation, speech, desk.readable),
        "measures": measure_rows(
            desk.row.case.id, situation.submissions, desk.readable, speech.language, desk.today, may=False
        ),
        "notes": noted.rows,
        "consents": consent_rows(situation, speech),
        "people": around_student,
        "participants": around.participant_rows(situation, may_end=False),
        "events": [event_line(speech, event, noted.texts, with_effects=True) for event in events],
    }


def _for_home(desk: Desk) -> dict[str, object]:
    """What the case has come through and which forms there are; no word of what colleagues have written.

    Such a text may tell what is kept from the reader, or about somebody else at home.
    """
    situation, speech = desk.situation, desk.speech
    readable = desk.readable & printed.FOR_HOME
    events = history.events_of(desk.row.case.id, readable=readable)
    told = [
        one
        for one in events
        if one.kind.startswith(OPEN_TO_HOME) and one.says.get("confidentiality", "open") in readable
    ]
    forms = rows.form_rows(situation, speech, readable)
    return {
        "is_for_home": True,
        "identity": replace(desk.identity("print_case"), waiting=()),
        "forms": [row for row in forms if row.state in SIGNED],
        "people": overview.people(situation, speech, ()),
        "events": [replace(event_line(speech, event, {}), reason=None) for event in told],
        "note": gettext(
            "Without notes, reasons, tasks, consents and the others at home. The paper does not say so."
        ),
    }
