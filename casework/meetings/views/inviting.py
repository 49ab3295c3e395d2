"""The invitation as a letter, for one of those who are called: written and kept as sent in one go."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from uuid import UUID

from flask import url_for

from casework.attachments import files
from casework.cases.demands import demand_case_open
from casework.cases.facts import situation_of
from casework.cases.moves import locked_case
from casework.cases.pages.effects import EffectLine
from casework.cases.views.desk import at_desk
from casework.errors import Conflict
from casework.letters.actions import columns
from casework.letters.inviting import Invitation, send_invitation
from casework.letters.models import Letter
from casework.letters.pages import writing
from casework.letters.pages.listing import letter_url
from casework.letters.pages.words import way_choices
from casework.letters.send_forms import InvitationForm
from casework.meetings import queries
from casework.meetings.pages.letter import Calling, called_as, state_of
from casework.meetings.views import blueprint
from casework.meetings.views.calling import CHANGE, Answer
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.once import once
from casework.web.text import gettext


@blueprint.route(
    "/cases/<uuid:case_id>/meetings/<uuid:meeting_id>/letters/<uuid:called_id>", methods=["GET", "POST"]
)
@requires(CHANGE)
def letter(case_id: UUID, meeting_id: UUID, called_id: UUID) -> Answer:
    """What stands in the letter and how it goes out; what they may learn is asked again when it does."""
    desk = at_desk(case_id, CHANGE)
    demand_case_open(desk.row.case)
    meeting = queries.meeting_in(case_id, meeting_id)
    called = queries.called_to([meeting_id], desk.row.student.name)[meeting_id]
    at = called_as(desk, meeting, called, called_id)
    invitation, seen = at.invitation, state_of(desk.situation, meeting, at.one.row, desk.now)
    number = writing.next_number(desk.today)
    form = InvitationForm(invitation.said.own_text, way_choices(at.ways), number, desk.today, seen)
    if form.validate_on_submit():
        return _send(at, invitation, form)
    up = (desk.row.student.name, url_for("meetings.show", case_id=case_id, meeting_id=meeting_id))
    label = gettext("Keep it as sent")
    return act_page(form, invitation.kind.title, label, up, effects=_effects(invitation))


def _send(at: Calling, invitation: Invitation, form: InvitationForm) -> Answer:
    desk, case_id = at.desk, at.meeting.case_id
    address = (form.address.data or "") if form.address else ""
    said = replace(invitation.said, own_text=form.own_text.data or "", address=address)
    letter = replace(invitation, said=said)
    draft = Letter(case_id=case_id, kind=letter.kind.letter, **columns(letter.kind, said))
    content = writing.set_as_pdf(draft, letter.kind, desk, form.sending)  # it takes a while
    with files.received(BytesIO(content)) as arrived:

        def act() -> str:
            case = locked_case(case_id)
            meeting = queries.meeting_in(case_id, at.meeting.id)
            person = next(one for one in queries.people_of(meeting.id) if one.id == invitation.person_id)
            now = desk.now
            if state_of(situation_of(case, desk.reader, now), meeting, person, now) != form.seen.data:
                raise Conflict("meeting_changed", case_id=str(case_id))
            return letter_url(
                send_invitation(case, letter, form.sending, arrived, actor=desk.reader, now=now)
            )

        return once(act)


def _effects(invitation: Invitation) -> list[EffectLine]:
    by_hand = gettext("Print the letter or save it, and deliver it in the way that you choose here.")
    kept = gettext("It cannot be changed then, and stands in the register.")
    lines = [
        EffectLine("people", gettext("To %(name)s", name=invitation.said.recipient)),
        EffectLine("paper", gettext("The program sends nothing by itself"), by_hand),
        EffectLine("check", gettext("The letter is kept in the case as it is now"), kept),
    ]
    if invitation.is_bare:
        bare = gettext("They may not be told whom the meeting is about. Write nothing of it here either.")
        lines.insert(1, EffectLine("alert", gettext("The letter does not say whom it is about"), bare))
    return lines
