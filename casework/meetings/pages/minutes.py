"""In which forms a meeting is written down, and where the reader writes or reads them."""

from __future__ import annotations

from casework.cases.pages.panels import form_link
from casework.cases.pages.words import Speech
from casework.cases.views.desk import Desk
from casework.cases.work import fillable_forms
from casework.engine.actions import FormAction
from casework.engine.actions import Meeting as Action
from casework.engine.reported import MeetingHeld
from casework.meetings.models import Meeting

USUAL_FORMS = ("follow_up_notes", "network_meeting_notes")


def minutes_forms(speech: Speech, action_id: str) -> list[str]:
    """The forms in which the routine has the meeting written down."""
    found: list[str] = []
    for _stage, action in speech.workflow.actions():
        due = action.due
        follows = [
            one for one in action.applies_if if isinstance(one, MeetingHeld) and one.meeting == action_id
        ]
        is_with = due is not None and action_id in (due.together_with, due.after)
        after_it = isinstance(action, FormAction) and bool(action_id) and (bool(follows) or is_with)
        itself = isinstance(action, Action) and action.id == action_id
        if action.form and (after_it or itself):
            found.append(action.form)
    return list(dict.fromkeys(found)) or [one for one in USUAL_FORMS if one in speech.workflow.forms]


def minutes_links(desk: Desk, meeting: Meeting) -> list[tuple[str, str]]:
    """The forms that the case asks for here, or has already, with where the reader writes or reads them."""
    here = {*fillable_forms(desk.situation), *(one.form for one in desk.situation.submissions)}
    forms = [one for one in minutes_forms(desk.speech, meeting.action) if one in here]
    named = [(one, form_link(desk.situation, one)) for one in forms]
    return [(desk.speech.form(one), url) for one, url in named if url]
