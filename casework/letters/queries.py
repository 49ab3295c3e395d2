"""Reads letters and documents that came in: of a case, and in the register."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.access import policy, scope
from casework.access.policy import Person, Place
from casework.attachments.models import Attachment, AttachmentVersion
from casework.cases.models import Case
from casework.cases.queries import COLUMNS
from casework.errors import NotHere
from casework.expressions import Among
from casework.extensions import db
from casework.letters.models import Letter, ReceivedDocument, SchoolLetter
from casework.people import queries as people
from casework.people.models import Group, Student, User

READ = "register:read"
OUT, IN = "out", "in"
# What the register says of documents whose case the reader does not see: the kind, and no name.
OPEN_TO_ALL = ("open", "school")


@dataclass(frozen=True)
class NamedLetter:
    """A letter with who wrote or sent it."""

    letter: Letter
    who: str


@dataclass(frozen=True)
class Entry:
    """A line of the register: `title` is the kind of letter, `party` to whom it went or from whom it came.

    Both are empty where they are above the reader's class. The case and the student, with the student's place
    for the log, are there for who may see the case. A letter that `is_to_all` went to the homes
    of the class `group`, or of the school where that is empty.
    """

    direction: str
    on: date
    number: str
    title: str = ""
    party: str = ""
    way: str = ""
    is_taken_back: bool = False
    case: Case | None = None
    student: str = ""
    shown: tuple[UUID, Place] | None = None
    is_to_all: bool = False
    group: str = ""


def letters_of(case_id: UUID, readable: Collection[str]) -> Sequence[NamedLetter]:
    """The letters of the case that the reader may read, drafts first, then the latest first."""
    rows = db.session.execute(
        select(Letter, User.name)
        .join(User, User.id == Letter.written_by_id)
        .where(Letter.case_id == case_id, Letter.confidentiality.in_(readable))
        .order_by(Letter.sent_on.desc(), Letter.written_at.desc(), Letter.id)
    )
    found = [NamedLetter(letter, name) for letter, name in rows]
    return sorted(found, key=lambda one: one.letter.status != "draft")


def letter_in(case_id: UUID, letter_id: UUID, readable: Collection[str]) -> Letter:
    """The letter, if it belongs to the case and the reader may read it; else NotHere."""
    found = db.session.scalars(
        select(Letter).where(
            Letter.id == letter_id, Letter.case_id == case_id, Letter.confidentiality.in_(readable)
        )
    ).one_or_none()
    if found is None:
        raise NotHere
    return found


def invitations_in(case_id: UUID, readable: Collection[str]) -> Sequence[Letter]:
    """The letters that were sent to those who are called to meetings in the case, the latest first."""
    rows = select(Letter).where(
        Letter.case_id == case_id,
        Letter.meeting_person_id.is_not(None),
        Letter.sent_at.is_not(None),
        Letter.confidentiality.in_(readable),
    )
    return db.session.scalars(rows.order_by(Letter.sent_at.desc(), Letter.id)).all()


def file_of(letter: Letter) -> AttachmentVersion | None:
    """The file as it was sent; none of a draft."""
    return db.session.get(AttachmentVersion, letter.file_id) if letter.file_id else None


def received_in_case(
    case_id: UUID, readable: Collection[str]
) -> Sequence[tuple[ReceivedDocument, AttachmentVersion]]:
    """The documents that came in, each with its first version, the latest first."""
    rows = db.session.execute(
        select(ReceivedDocument, AttachmentVersion)
        .join(Attachment, Attachment.id == ReceivedDocument.attachment_id)
        .join(AttachmentVersion, AttachmentVersion.attachment_id == Attachment.id)
        .where(
            ReceivedDocument.case_id == case_id,
            AttachmentVersion.number == 1,
            Attachment.confidentiality.in_(readable),
        )
        .order_by(ReceivedDocument.received_on.desc(), ReceivedDocument.id)
    )
    return [(row, version) for row, version in rows]


def received_in(case_id: UUID, attachment_id: UUID) -> ReceivedDocument | None:
    """When and from whom the attached document came in, where that is noted."""
    return db.session.scalars(
        select(ReceivedDocument).where(
            ReceivedDocument.attachment_id == attachment_id, ReceivedDocument.case_id == case_id
        )
    ).one_or_none()


def numbers_given(before: str) -> list[str]:
    """The numbers of the register that begin so, in both directions, whichever day they are of."""
    sent = select(Letter.number).where(Letter.number.startswith(before, autoescape=True))
    came = select(ReceivedDocument.number).where(ReceivedDocument.number.startswith(before, autoescape=True))
    to_all = select(SchoolLetter.number).where(SchoolLetter.number.startswith(before, autoescape=True))
    found = [number for each in (sent, came, to_all) for number in db.session.scalars(each)]
    return [one for one in found if one]


def register(reader: Person, first: date, last: date, direction: str = "") -> list[Entry]:
    """What went out and came in between the days at the reader's schools, the latest first.

    Who it was about, and what is above the reader's class, is not told; of a student with a protected
    identity there is nothing here but for those who are named.
    """
    found: list[Entry] = []
    if direction != IN:
        sent = select(Letter, Case, Student).join(Case, Case.id == Letter.case_id)
        rows = _here(sent.where(Letter.sent_on.between(first, last)), Letter.unit_id, reader)
        found += [_sent(letter, case, student, reader) for letter, case, student in rows]
        found += _sent_to_all(reader, first, last)
    if direction != OUT:
        came = select(ReceivedDocument, Attachment.confidentiality, Case, Student)
        came = came.join(Attachment, Attachment.id == ReceivedDocument.attachment_id)
        came = came.join(Case, Case.id == ReceivedDocument.case_id)
        came = came.where(ReceivedDocument.received_on.between(first, last))
        rows = _here(came, ReceivedDocument.unit_id, reader)
        found += [_came(row, of, case, student, reader) for row, of, case, student in rows]
    return sorted(found, key=lambda one: (one.on, one.number), reverse=True)


def _here(wanted: Any, unit: Any, reader: Person) -> Any:
    """The rows of the schools where the reader keeps the register, but for students kept from them.

    A row stays with the school that it was entered at, also where the student goes to another since.
    """
    joined = wanted.join(Student, Student.id == Case.student_id)
    of_school = Among(unit, _schools_of(reader))
    return db.session.execute(joined.where(of_school, scope.not_forbidden(reader, COLUMNS)))


def _schools_of(reader: Person) -> frozenset[UUID]:
    held = (one for one in reader.grants if reader.table.may(one.role, READ))
    return frozenset(unit for one in held for unit in one.units)


def _sent_to_all(reader: Person, first: date, last: date) -> list[Entry]:
    """The letters to all homes of classes and schools: about no student, so nothing is left out."""
    rows = (
        select(SchoolLetter, Group.name)
        .outerjoin(Group, Group.id == SchoolLetter.group_id)
        .where(SchoolLetter.sent_on.between(first, last), Among(SchoolLetter.unit_id, _schools_of(reader)))
    )
    return [
        Entry(
            OUT,
            one.sent_on,
            one.number,
            title=one.title,
            party="home",
            way=one.way,
            is_to_all=True,
            group=group or "",
        )
        for one, group in db.session.execute(rows)
    ]


def _sent(letter: Letter, case: Case, student: Student, reader: Person) -> Entry:
    entry = Entry(
        OUT,
        letter.sent_on or letter.written_at.date(),
        letter.number,
        title=letter.title,
        party=letter.recipient_kind,
        way=letter.way,
        is_taken_back=letter.status == "taken_back",
    )
    return _for(entry, letter.confidentiality, case, student, reader)


def _came(row: ReceivedDocument, of: str, case: Case, student: Student, reader: Person) -> Entry:
    return _for(Entry(IN, row.received_on, row.number, party=row.sender), of, case, student, reader)


def _for(entry: Entry, confidentiality: str, case: Case, student: Student, reader: Person) -> Entry:
    """The entry with what the reader may be told of it."""
    place = people.place(student, case.is_handed_over)
    sees = policy.decide(reader, "case:read", place).is_allowed
    if confidentiality not in (policy.readable(reader, place) if sees else OPEN_TO_ALL):
        return replace(entry, title="", party="", way="")
    return replace(entry, case=case, student=student.name, shown=(student.id, place)) if sees else entry
