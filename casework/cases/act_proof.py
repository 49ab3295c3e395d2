"""What the events of everyday acts bind: their rows, and the hash of what each says now."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from casework.cases.act_models import Annulment, Note
from casework.cases.signed import annulment_content, annulment_end_content, note_content
from casework.extensions import db
from casework.history.actions import What

# Event → what its row is called, and which word of the event holds the row's id.
BINDS: Mapping[str, tuple[str, str]] = {
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
    return found
