"""Passing on what was written of a meeting, and the paper that each gets."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from flask_babel import force_locale

from casework.cases.moves import locked_case
from casework.cases.views.desk import at_desk
from casework.errors import Conflict, NotHere
from casework.meetings import queries
from casework.meetings.after_forms import ShareForm
from casework.meetings.pages import sharing as page
from casework.meetings.sharing import readable_by, share
from casework.meetings.views import blueprint
from casework.meetings.views.calling import CHANGE, Answer
from casework.messages.letters import LANGUAGES
from casework.people import queries as people
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.once import once
from casework.web.problems import stays
from casework.web.text import gettext


@blueprint.route("/cases/<uuid:case_id>/meetings/<uuid:meeting_id>/share", methods=["GET", "POST"])
@requires(CHANGE)
def pass_on(case_id: UUID, meeting_id: UUID) -> Answer:
    """Who gets which parts of the minutes."""
    desk = at_desk(case_id, CHANGE)
    meeting = queries.meeting_in(case_id, meeting_id)
    called = queries.called_to([meeting_id], desk.row.student.name)[meeting_id]
    signed = page.signed_minutes(desk, meeting)
    if meeting.status != "held" or not signed:
        raise Conflict("meeting_changed", case_id=str(case_id))
    here = page.receivers(desk, meeting, called)
    form = ShareForm([(key, page.named(one)) for key, one in here.items()], page.part_choices(desk, signed))

    def shown() -> tuple[str, int]:
        lead = page.pass_on_lead(desk, meeting, called)
        up = desk.row.student.name, url_for("meetings.show", case_id=case_id, meeting_id=meeting_id)
        return act_page(form, gettext("Pass on the minutes"), gettext("Note that they get it"), up, lead=lead)

    stays(form, shown)
    if form.validate_on_submit():

        def act() -> str:
            parts = page.chosen_parts(signed, form.parts.data or ())
            to = [here[key].row for key in form.people.data or ()]
            case, found = locked_case(case_id), queries.meeting_in(case_id, meeting_id)
            share(case, found, parts, to, actor=desk.reader, now=desk.now)
            return url_for("meetings.show", case_id=case_id, meeting_id=meeting_id)

        return once(act)
    return shown()


@blueprint.get("/cases/<uuid:case_id>/meetings/<uuid:meeting_id>/minutes/<uuid:called_id>")
@requires(CHANGE)
def passed_on(case_id: UUID, meeting_id: UUID, called_id: UUID) -> str:
    """What one of those who were called has got, to print; nothing once it may not leave the school."""
    desk = at_desk(case_id, CHANGE)
    meeting = queries.meeting_in(case_id, meeting_id)
    called = queries.called_to([meeting_id], desk.row.student.name)[meeting_id]
    one = next((row for row in called if row.row.id == called_id and row.row.party != "staff"), None)
    rows = [row for row in queries.shares_of(meeting_id) if row.person_id == called_id]
    if one is None or not rows:
        raise NotHere
    readable_by(desk.situation, meeting, one.row, desk.now)
    language = LANGUAGES[people.unit(desk.row.student.unit_id).country]
    with force_locale(language):
        papers = page.paper_parts(desk, one.row, rows, language)
    return render_template(
        "meetings/minutes.html",
        papers=papers,
        language=language,
        note=page.left_note(one),
        heading=gettext("What was written of it"),
        up=(desk.row.student.name, url_for("meetings.show", case_id=case_id, meeting_id=meeting_id)),
    )
