"""Notes in a case: written for those who may read their class, and corrected by a new note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework.access import policy
from casework.access.policy import Confidentiality, Person, Place
from casework.cases.act_models import Note
from casework.cases.demands import demand_case_open
from casework.cases.models import Case
from casework.cases.signed import note_content
from casework.errors import Conflict, NotAcceptable, NotAllowed, NotHere
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people import queries as people
from casework.people.models import Student, User

CLASSES: tuple[Confidentiality, ...] = ("school", "student_health", "medical")
MAY_CORRECT_OTHERS = "rector"


def writable_classes(actor: Person, place: Place) -> tuple[Confidentiality, ...]:
    """The classes in which the actor writes notes here: those that they read, the widest read first."""
    readable = policy.readable(actor, place)
    return tuple(one for one in CLASSES if one in readable)


def notes_of(case_id: UUID, readable: frozenset[Confidentiality]) -> Sequence[tuple[Note, str]]:
    """The notes of the classes, with who wrote each; those about the latest days first."""
    rows = db.session.execute(
        select(Note, User.name)
        .join(User, User.id == Note.written_by_id)
        .where(Note.case_id == case_id, Note.confidentiality.in_(readable))
        .order_by(Note.happened_on.desc(), Note.written_at.desc(), Note.id)
    )
    return [(note, name) for note, name in rows]


def note_in(case_id: UUID, note_id: UUID, readable: frozenset[Confidentiality]) -> Note:
    """The note, if it belongs to the case and is of one of the classes; else NotHere."""
    found = db.session.get(Note, note_id)
    if found is None or found.case_id != case_id or found.confidentiality not in readable:
        raise NotHere
    return found


def may_correct(actor: Person, place: Place, note: Note) -> bool:
    """Whether the actor may replace the note: who wrote it, and the rector where somebody else did."""
    is_rector = MAY_CORRECT_OTHERS in policy.roles_at(actor, place)
    is_readable = note.confidentiality in policy.readable(actor, place)
    return is_readable and (note.written_by_id == actor.id or is_rector)


def write_note(
    case: Case, text: str, *, confidentiality: str, happened_on: date, actor: Person, now: datetime
) -> Note:
    """A new note for those who may read the class."""
    return _write(case, text, confidentiality, happened_on, None, actor, now)


def correct_note(case: Case, note: Note, text: str, *, actor: Person, now: datetime) -> Note:
    """A note that replaces the earlier one, which can still be read. Raises Conflict where one has."""
    if not may_correct(actor, _place(case), note):
        raise NotAllowed
    return _write(case, text, note.confidentiality, note.happened_on, note, actor, now)


def _write(
    case: Case, text: str, confidentiality: str, on: date, old: Note | None, actor: Person, now: datetime
) -> Note:
    role = policy.cleared_role(actor, _place(case), confidentiality)
    if not role or confidentiality not in CLASSES:
        raise NotAllowed
    demand_case_open(case)
    if not text.strip():
        raise NotAcceptable("note_missing")
    case_id = case.id
    note = Note(
        case_id=case_id,
        confidentiality=confidentiality,
        happened_on=on,
        text=text.strip(),
        replaces_id=old.id if old else None,
        written_at=now,
        written_by_id=actor.id,
        role=role,
    )
    db.session.add(note)
    try:
        db.session.flush()
    except IntegrityError as error:  # a note is replaced once; the newest is corrected next
        raise Conflict("note_replaced", case_id=str(case_id)) from error
    what = What.NOTE_CORRECTED if old else What.NOTE_WRITTEN
    says = {"note": str(note.id), "confidentiality": confidentiality, "content": note_content(note)}
    says |= {"replaces": str(old.id)} if old else {}
    history.record(what, case_id, actor=actor, role=role, now=now, **says)
    return note


def _place(case: Case) -> Place:
    return people.place(db.session.get_one(Student, case.student_id), case.is_handed_over)
