"""Writes letters, sends them, notes that they have come through, and takes back what was sent by mistake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casework.access.classes import CLASSES
from casework.access.policy import Confidentiality, Person
from casework.attachments.files import Arrived
from casework.cases.attachments import Target, attach_file
from casework.cases.demands import demand_allowed, demand_case_open
from casework.cases.facts import situation_of
from casework.cases.models import Case
from casework.catalog import catalog
from casework.clock import school_date
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.letter_kinds import LetterKind
from casework.letters import for_tasks
from casework.letters.for_tasks import RECEIVED, SENT, LetterTask
from casework.letters.models import PROTECTED_WAYS, WAYS, Letter
from casework.letters.proof import end_content, letter_content, receipt_content
from casework.letters.registering import demand_free
from casework.letters.writing import Sending
from casework.people.home import at_home_of
from casework.people.models import Student
from casework.tasks.models import Task
from casework.tasks.student_models import StudentTask

CHANGE = "case:change"


@dataclass(frozen=True)
class Said:
    """What a writer says: to whom, where to, in which language, which parts are left out, the own text."""

    recipient_kind: str
    recipient: str
    language: str
    guardianship_id: UUID | None = None
    address: str = ""
    left_out: tuple[str, ...] = ()
    own_text: str = ""


def write_letter(
    case: Case, kind: LetterKind, said: Said, task: LetterTask | None = None, *, actor: Person, now: datetime
) -> Letter:
    """A new draft, for the task where one asks for it. Raises Refused where that is somebody else's."""
    demand_case_open(case)
    if task:
        for_tasks.demand_writer(situation_of(case, actor, now), task, actor)
    row = Letter(
        case_id=case.id,
        task_id=task.id if isinstance(task, Task) else None,
        student_task_id=task.id if isinstance(task, StudentTask) else None,
        kind=kind.letter,
        status="draft",
        sha256="",
        **columns(kind, said),
        written_at=now,
        written_by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    for_tasks.demand_fits(case, row, actor=actor, now=now)
    return row


def change_letter(
    case: Case, letter: Letter, kind: LetterKind, said: Said, seen: str, *, actor: Person, now: datetime
) -> None:
    """The draft as it is said now. Raises Conflict where the page showed an earlier state."""
    demand_draft(case, letter, seen)
    for name, found in columns(kind, said).items():
        setattr(letter, name, found)
    letter.written_at, letter.written_by_id = now, actor.id
    db.session.flush()
    for_tasks.demand_fits(case, letter, actor=actor, now=now)


def discard_letter(case: Case, letter: Letter, seen: str) -> None:
    """Takes the draft away; nothing has left the house by it."""
    demand_draft(case, letter, seen)
    db.session.delete(letter)
    db.session.flush()


def send_letter(
    case: Case,
    letter: Letter,
    sending: Sending,
    seen: str,
    arrived: Arrived,
    *,
    is_bare: bool = False,
    actor: Person,
    now: datetime,
) -> None:
    """Keeps the file as it is sent, reports it on the task, and notes it in the history.

    One that `is_bare` says nothing of the student, and may go to somebody at home who may not be told.
    """
    demand_draft(case, letter, seen)
    student = db.session.get_one(Student, case.student_id)
    if sending.way not in ways_for(student):
        raise NotAcceptable("letter_way")
    _demand_recipient(student, letter, school_date(now), is_bare=is_bare)
    _demand_class(letter)
    for_tasks.demand_fits(case, letter, actor=actor, now=now)
    role = demand_allowed(case, student, actor, CHANGE)
    demand_free(sending.number.strip(), case)
    milestone = for_tasks.report(case, letter, SENT, sending.sent_on, "", actor=actor, now=now)
    target = Target(_class(letter), is_sent=True)
    version = attach_file(case, target, letter.title[:120], arrived, actor=actor, now=now)
    letter.status, letter.way, letter.sent_on = "sent", sending.way, sending.sent_on
    letter.number, letter.role, letter.unit_id = sending.number.strip(), role, student.unit_id
    letter.file_id, letter.sha256 = version.id, version.sha256
    letter.milestone_id = milestone.id if milestone else None
    letter.sent_at, letter.sent_by_id = now, actor.id
    db.session.flush()
    _record(What.LETTER_SENT, letter, letter_content(letter), role, actor=actor, now=now, **_says(letter))


def note_receipt(case: Case, letter: Letter, on: date, how: str, *, actor: Person, now: datetime) -> None:
    """Notes when and how the letter reached who it was for; a task that waits for that is done by it."""
    demand_case_open(case)
    if letter.status != "sent" or letter.received_at:
        raise Conflict("letter_changed", case_id=str(case.id))
    if not how.strip():
        raise NotAcceptable("receipt_missing")
    role = demand_allowed(case, db.session.get_one(Student, case.student_id), actor, CHANGE)
    if letter.sent_on and on < letter.sent_on:
        raise NotAcceptable("receipt_before")
    letter.received_on, letter.received_how = on, how.strip()
    letter.received_at, letter.received_by_id = now, actor.id
    db.session.flush()
    for_tasks.report(case, letter, RECEIVED, on, how.strip(), actor=actor, now=now)
    _record(What.LETTER_RECEIVED, letter, receipt_content(letter), role, actor=actor, now=now)


def take_back(case: Case, letter: Letter, reason: str, *, actor: Person, now: datetime) -> None:
    """Notes that the letter was sent by mistake: it stays to be read.

    What it reported on its task counts no longer, unless the case has gone on since.
    """
    demand_case_open(case)
    if letter.status != "sent":
        raise Conflict("letter_changed", case_id=str(case.id))
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    role = demand_allowed(case, db.session.get_one(Student, case.student_id), actor, CHANGE)
    for_tasks.take_report_back(case, letter, reason, actor=actor, now=now)
    letter.status, letter.taken_back_reason = "taken_back", reason.strip()
    letter.taken_back_at, letter.taken_back_by_id = now, actor.id
    db.session.flush()
    said = {"reason": letter.taken_back_reason}
    _record(What.LETTER_TAKEN_BACK, letter, end_content(letter), role, actor=actor, now=now, **said)


def ways_for(student: Student) -> tuple[str, ...]:
    """How a letter about the student can be delivered."""
    return PROTECTED_WAYS if student.is_protected else WAYS


def _demand_recipient(student: Student, letter: Letter, today: date, *, is_bare: bool) -> None:
    """Nobody at home gets a letter whom the school may not write to or tell on the day."""
    if letter.guardianship_id is None:
        return
    found = at_home_of(student, letter.guardianship_id, today)
    if found is None or not (found.may_be_contacted and (found.may_be_informed or is_bare)):
        raise NotAcceptable("letter_recipient")


def _demand_class(letter: Letter) -> None:
    """Raises Conflict where the kind has another class by now than the draft is kept under."""
    kind = catalog().letters.get(letter.kind)
    if kind is None or kind.in_language(letter.language).confidentiality != letter.confidentiality:
        raise Conflict("letter_class", case_id=str(letter.case_id))


def demand_draft(case: Case, letter: Letter, seen: str) -> None:
    """Raises Conflict where the letter is no draft any more, or not the one that the page showed."""
    demand_case_open(case)
    if letter.status != "draft" or state_of(letter) != seen:
        raise Conflict("letter_changed", case_id=str(case.id))


def state_of(letter: Letter) -> str:
    """Which state of the draft a page shows."""
    return letter.written_at.isoformat()


def columns(kind: LetterKind, said: Said) -> dict[str, object]:
    """The words of the letter's row."""
    return {
        "title": kind.title,
        "language": kind.language,
        "confidentiality": kind.confidentiality,
        "recipient_kind": said.recipient_kind,
        "guardianship_id": said.guardianship_id,
        "recipient": said.recipient.strip(),
        "address": said.address.strip(),
        "left_out": [part.id for part in kind.parts if part.id in said.left_out],
        "own_text": said.own_text.strip(),
    }


def _says(letter: Letter) -> dict[str, object]:
    said = {"to": letter.recipient_kind, "way": letter.way, "number": letter.number}
    return {**said, "file": str(letter.file_id)}


def _class(letter: Letter) -> Confidentiality:
    return next(one for one in CLASSES if one == letter.confidentiality)


def _record(
    what: What, letter: Letter, content: str, role: str, *, actor: Person, now: datetime, **says: object
) -> None:
    history.record(
        what,
        letter.case_id,
        actor=actor,
        role=role,
        now=now,
        letter=str(letter.id),
        title=letter.title,
        confidentiality=letter.confidentiality,
        content=content,
        **says,
    )
