"""What the events of everyday acts bind: their rows, and the hash of what each says now."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from casework.cases.act_models import Annulment, Note
from casework.cases.signed import (
    annulment_content,
    annulment_end_content,
    note_content,
    taken_back_content,
)
from casework.extensions import db
from casework.history.actions import What
from casework.tasks.models import TakenBack, Task

# Event → what its row is called, and which word of the event holds the row's id.
BINDS: Mapping[str, tuple[str, str]] = {
    What.APPROVAL_WITHDRAWN: ("decision", "approval"),
    What.CONSENT_RETRACTED: ("withdrawal", "consent"),
    What.TASK_REOPENED: ("report taken back", "taken_back"),
    What.NOTE_WRITTEN: ("note", "note"),
    What.NOTE_CORRECTED: ("note", "note"),
    What.ANNULMENT_REQUESTED: ("annulment", "annulment"),
    What.ANNULMENT_DECLINED: ("end of annulment", "annulment"),
    What.ANNULMENT_WITHDRAWN: ("end of annulment", "annulment"),
    What.CASE_ANNULLED: ("end of annulment", "annulment"),
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
    for back in db.session.scalars(select(TakenBack).join(Task).where(Task.case_id == case_id)):
        found["report taken back", str(back.id)] = taken_back_content(back)
    return found
