"""What the events of everyday acts bind: their rows, and the hash of what each says now."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from casework.cases.act_models import Annulment, Ask, Note, Participant
from casework.cases.extract_models import Extract
from casework.cases.models import Visit
from casework.cases.signed import (
    annulment_content,
    annulment_end_content,
    ask_content,
    ask_end_content,
    delay_content,
    extract_content,
    extract_end_content,
    note_content,
    participant_content,
    participant_end_content,
    responsible_content,
    taken_back_content,
)
from casework.extensions import db
from casework.history.events import What
from casework.tasks.models import TakenBack, Task, TaskDelay

# Event → what its row is called, and which word of the event holds the row's id.
BINDS: Mapping[str, tuple[str, str]] = {
    What.APPROVAL_WITHDRAWN: ("decision", "approval"),
    What.CONSENT_RETRACTED: ("withdrawal", "consent"),
    What.TASK_REOPENED: ("report taken back", "taken_back"),
    What.TASK_PUT_OFF: ("task put off", "delay"),
    What.RESPONSIBLE_NAMED: ("responsible", "visit"),
    What.PARTICIPANT_ADDED: ("participant", "participant"),
    What.PARTICIPANT_ENDED: ("end of participant", "participant"),
    What.NOTE_WRITTEN: ("note", "note"),
    What.NOTE_CORRECTED: ("note", "note"),
    What.ANNULMENT_REQUESTED: ("annulment", "annulment"),
    What.ANNULMENT_DECLINED: ("end of annulment", "annulment"),
    What.ANNULMENT_WITHDRAWN: ("end of annulment", "annulment"),
    What.ASK_MADE: ("ask", "ask"),
    What.ASK_ENDED: ("end of ask", "ask"),
    What.CASE_ANNULLED: ("end of annulment", "annulment"),
    What.EXTRACT_RELEASED: ("extract", "extract"),
    What.EXTRACT_WITHDRAWN: ("end of extract", "extract"),
}


def kept_acts(case_id: UUID) -> dict[tuple[str, str], str]:
    """The rows of the case that an event of an everyday act has to tell of, with the hashes of now."""
    found: dict[tuple[str, str], str] = {}
    for note in db.session.scalars(select(Note).where(Note.case_id == case_id)):
        found["note", str(note.id)] = note_content(note)
    for wish in db.session.scalars(select(Annulment).where(Annulment.case_id == case_id)):
        found["annulment", str(wish.id)] = annulment_content(wish)
        if wish.status != "pending":
            found["end of annulment", str(wish.id)] = annulment_end_content(wish)
    for extract in db.session.scalars(select(Extract).where(Extract.case_id == case_id)):
        found["extract", str(extract.id)] = extract_content(extract)
        if extract.withdrawn_at or extract.withdrawn_by_id:
            found["end of extract", str(extract.id)] = extract_end_content(extract)
    for ask in db.session.scalars(select(Ask).where(Ask.case_id == case_id)):
        found["ask", str(ask.id)] = ask_content(ask)
        if ask.status != "open":
            found["end of ask", str(ask.id)] = ask_end_content(ask)
    found |= _kept_people(case_id)
    for back in db.session.scalars(select(TakenBack).join(Task).where(Task.case_id == case_id)):
        found["report taken back", str(back.id)] = taken_back_content(back)
    for delay in db.session.scalars(select(TaskDelay).join(Task).where(Task.case_id == case_id)):
        found["task put off", str(delay.id)] = delay_content(delay)
    return found


def _kept_people(case_id: UUID) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    named = (Visit.case_id == case_id) & Visit.responsible_id.is_not(None)
    for visit in db.session.scalars(select(Visit).where(named)):
        found["responsible", str(visit.id)] = responsible_content(visit)
    for one in db.session.scalars(select(Participant).where(Participant.case_id == case_id)):
        found["participant", str(one.id)] = participant_content(one)
        if one.until or one.ended_at:
            found["end of participant", str(one.id)] = participant_end_content(one)
    return found
