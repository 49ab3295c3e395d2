"""Logs a contact, and corrects what was logged by a new row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from casework.access import policy
from casework.access.policy import Confidentiality, Person, Place
from casework.cases.notes import CLASSES, writable_classes
from casework.clock import school_date
from casework.contacts.models import LoggedContact
from casework.contacts.proof import contact_content
from casework.engine.actions import CONTACT_ATTEMPTS, CONTACT_OUTCOMES
from casework.errors import Conflict, NotAcceptable, NotAllowed
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people.home import home_of
from casework.people.models import Student
from casework.tasks.actions import try_again


@dataclass(frozen=True)
class Said:
    """What somebody says of a contact: when, with whom, how, what came of it, and for whom it is written."""

    happened_at: datetime
    party: str
    outcome: str
    confidentiality: str
    guardian_id: UUID | None = None
    party_name: str = ""
    direction: str = "out"
    channel: str = "phone"
    home_knew: str = ""
    reason_given: str = ""
    agreement: str = ""
    note: str = ""
    next_on: date | None = None

    @property
    def is_attempt(self) -> bool:
        """Whether nobody was reached."""
        return self.outcome in CONTACT_ATTEMPTS


@dataclass(frozen=True)
class About:
    """Whom a contact is about, in which case if one is open, where that is, and the role one acts in."""

    student: Student
    case_id: UUID | None
    place: Place
    role: str


def classes_for(actor: Person, place: Place) -> tuple[Confidentiality, ...]:
    """The classes in which the actor logs contacts; who reads none of them writes for the school."""
    return writable_classes(actor, place) or CLASSES[:1]


def log_contact(
    about: About, said: Said, tasks: Sequence[UUID] = (), *, actor: Person, now: datetime
) -> LoggedContact:
    """A new contact, which was reported on the `tasks`."""
    _demand_contactable(about.student, said, school_date(now))
    return _write(about, said, [str(one) for one in tasks], None, actor, now)


def correct_contact(
    about: About, old: LoggedContact, said: Said, *, actor: Person, now: datetime
) -> LoggedContact:
    """A contact that replaces the earlier one, which can still be read; NotAllowed for who did not write it.

    Raises Conflict where it has been replaced already.
    """
    if not may_correct(actor, old):
        raise NotAllowed
    is_same = (said.party, said.guardian_id) == (old.party, old.guardian_id)
    if not is_same:
        _demand_contactable(about.student, said, school_date(now))
    return _write(about, said, old.tasks, old, actor, now)


def may_correct(actor: Person, contact: LoggedContact) -> bool:
    """Whether the actor may replace what was logged: who wrote it."""
    return contact.written_by_id == actor.id


def _write(
    about: About, said: Said, tasks: list[str], old: LoggedContact | None, actor: Person, now: datetime
) -> LoggedContact:
    _demand_sound(about, said, actor, now)
    row = LoggedContact(
        student_id=about.student.id,
        case_id=old.case_id if old else about.case_id,
        happened_at=said.happened_at,
        party=said.party,
        guardian_id=said.guardian_id,
        party_name=said.party_name.strip(),
        direction=said.direction,
        channel=said.channel,
        outcome=said.outcome,
        home_knew=said.home_knew,
        reason_given=said.reason_given,
        agreement=said.agreement.strip(),
        note=said.note.strip(),
        next_on=said.next_on,
        confidentiality=old.confidentiality if old else said.confidentiality,
        tasks=tasks,
        replaces_id=old.id if old else None,
        written_at=now,
        written_by_id=actor.id,
        role=about.role,
    )
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as error:  # what was logged is replaced once; the newest is corrected next
        raise Conflict("note_replaced") from error
    try_again([UUID(one) for one in tasks], said.next_on if said.is_attempt else None)
    _record(row, actor=actor, now=now)
    return row


def _record(row: LoggedContact, *, actor: Person, now: datetime) -> None:
    """In the history of the case, or in the student's own where there is none."""
    says = {"contact": str(row.id), "confidentiality": row.confidentiality, "content": contact_content(row)}
    what = What.CONTACT_CORRECTED if row.replaces_id else What.CONTACT_LOGGED
    says |= {"replaces": str(row.replaces_id)} if row.replaces_id else {}
    if row.case_id:
        history.record(what, row.case_id, actor=actor, role=row.role, now=now, **says)
    else:
        history.record_about(what, row.student_id, actor=actor, now=now, **says)


def _demand_sound(about: About, said: Said, actor: Person, now: datetime) -> None:
    if policy.forbidden(actor, about.place) or said.confidentiality not in classes_for(actor, about.place):
        raise NotAllowed
    if said.outcome not in (*CONTACT_OUTCOMES, *CONTACT_ATTEMPTS) or said.happened_at > now:
        raise NotAcceptable("not_a_milestone")
    if said.party == "other" and not said.party_name.strip():
        raise NotAcceptable("contact_nobody")
    if said.outcome == "agreed" and not said.agreement.strip():
        raise NotAcceptable("agreement_missing")


def _demand_contactable(student: Student, said: Said, today: date) -> None:
    """Nobody at home is contacted whom the school may not contact on the day."""
    allowed = {one.guardian.id for one in home_of(student, today) if one.may_be_contacted}
    if (said.party == "guardian") != (said.guardian_id is not None):
        raise NotAcceptable("contact_nobody")
    if said.guardian_id and said.guardian_id not in allowed:
        raise NotAcceptable("not_to_contact")
