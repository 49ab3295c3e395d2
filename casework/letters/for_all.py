"""Letters to all homes of a class or a school: kept as they were sent, about no student and without names."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.clock import school_date
from casework.errors import NotAcceptable, NotAllowed, NotHere
from casework.extensions import db
from casework.letter_kinds import LetterKind
from casework.letters.models import WAYS_TO_ALL, SchoolLetter
from casework.letters.registering import demand_free
from casework.letters.writing import Sending
from casework.people.models import Group, User
from casework.prevention.queries import School


@dataclass(frozen=True)
class ToAll:
    """A letter that is sent: its kind, the class or None for the whole school, what was written, the PDF."""

    kind: LetterKind
    group: Group | None
    own_text: str
    paper: bytes


@dataclass(frozen=True)
class Kept:
    """One that was sent, with the class, and who sent it."""

    letter: SchoolLetter
    group: str
    who: str


def may_send(school: School, group: Group | None) -> bool:
    """Whether the reader writes to the class, which is theirs, or to all, who leads preventive work."""
    return school.may_lead or (group is not None and group in school.groups)


def send_to_all(
    school: School, letter: ToAll, sending: Sending, *, actor: Person, now: datetime
) -> SchoolLetter:
    """Keeps the letter as it is sent, in the register too.

    Raises NotAllowed for who does not write to them, NotAcceptable for a kind or way that is none for all.
    """
    if not may_send(school, letter.group):
        raise NotAllowed
    is_sound = letter.kind.is_for_all and sending.way in WAYS_TO_ALL
    if not is_sound or sending.sent_on > school_date(now):
        raise NotAcceptable("letter_way")
    demand_free(sending.number.strip())
    row = SchoolLetter(
        unit_id=school.unit.id,
        group_id=letter.group.id if letter.group else None,
        kind=letter.kind.letter,
        title=letter.kind.title,
        language=letter.kind.language,
        own_text=letter.own_text.strip(),
        way=sending.way,
        sent_on=sending.sent_on,
        number=sending.number.strip(),
        paper=letter.paper,
        sha256=hashlib.sha256(letter.paper).hexdigest(),
        sent_at=now,
        sent_by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    return row


def letters_to_all(school: School) -> Sequence[Kept]:
    """What was sent to the school and the reader's classes, the latest first."""
    rows = (
        select(SchoolLetter, Group.name, User.name)
        .join(User, User.id == SchoolLetter.sent_by_id)
        .outerjoin(Group, Group.id == SchoolLetter.group_id)
        .where(SchoolLetter.unit_id == school.unit.id)
        .order_by(SchoolLetter.sent_on.desc(), SchoolLetter.sent_at.desc())
    )
    mine = {None, *(one.id for one in school.groups)}
    return [
        Kept(letter, group or "", who)
        for letter, group, who in db.session.execute(rows)
        if letter.group_id in mine
    ]


def letter_to_all(school: School, letter_id: UUID) -> SchoolLetter:
    """One of them; NotHere where it is none for the reader."""
    found = next((one.letter for one in letters_to_all(school) if one.letter.id == letter_id), None)
    if found is None:
        raise NotHere
    return found
