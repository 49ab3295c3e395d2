"""Invitations to meetings as letters: which kind they are, and that one is written and sent in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casework.access.policy import Person
from casework.attachments.files import Arrived
from casework.cases.models import Case
from casework.catalog import catalog
from casework.letter_kinds import LetterKind
from casework.letters.actions import Said, send_letter, state_of, write_letter
from casework.letters.models import Letter
from casework.letters.writing import Sending


@dataclass(frozen=True)
class Invitation:
    """The letter with whom it calls; one that `is_bare` says nothing of the student."""

    kind: LetterKind
    said: Said
    person_id: UUID
    is_bare: bool


def kind_of_invitations(language: str) -> LetterKind | None:
    """The kind of letter that calls to meetings; None where the authority has none."""
    kinds = (one.in_language(language) for one in catalog().letters.values())
    return min((one for one in kinds if one.is_of_meeting), key=lambda one: one.letter, default=None)


def send_invitation(
    case: Case, invitation: Invitation, sending: Sending, arrived: Arrived, *, actor: Person, now: datetime
) -> Letter:
    """Keeps the letter as it is sent, to be read in the case and in the register as every letter."""
    row = write_letter(case, invitation.kind, invitation.said, actor=actor, now=now)
    row.meeting_person_id = invitation.person_id
    seen, is_bare = state_of(row), invitation.is_bare
    send_letter(case, row, sending, seen, arrived, is_bare=is_bare, actor=actor, now=now)
    return row
