"""A school with a notice that waits, and ways that only keep what they are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from casework.cases.digests import AUTHORS
from casework.clock import school_date
from casework.database import end_reading
from casework.extensions import db
from casework.messages.models import Message
from casework.messages.sending import Tally, send_due
from casework.messages.wires import Letter, Undelivered
from casework.people.home import home_of
from casework.people.models import Student
from tests.factories import NOW, School


@dataclass
class Kept:
    """A way that keeps each letter; `faults` says what happens first instead, one after the other."""

    letters: list[Letter] = field(default_factory=list)
    faults: list[Undelivered] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    def send(self, letter: Letter) -> str:
        """Keeps it, or does not."""
        self.meanwhile()
        if self.faults:
            raise self.faults.pop(0)
        self.letters.append(letter)
        return f"its-{len(self.letters)}"


def send(wire: object, now: datetime = NOW) -> Tally:
    """One round, in which everything goes by the one way."""
    return send_due(AUTHORS, {"email": wire, "sms": wire}, lambda: now)  # type: ignore[dict-item] # any that sends


def make_notice(
    school: School,
    *,
    now: datetime = NOW,
    kind: str = "absence",
    channels: tuple[str, ...] = ("sms", "email"),
) -> Message:
    """A notice to the student's guardian, as absence leaves it."""
    student = db.session.get_one(Student, school.student)
    (at_home,) = home_of(student, school_date(now))
    row = Message(
        id=uuid4(),
        kind=kind,
        state="waiting",
        student_id=school.student,
        guardian_id=at_home.guardian.id,
        workflow="ljusnarsberg",
        rule="message_home",
        action="message_home",
        key="key",
        on=school_date(now),
        channels=list(channels),
        opened_at=now,
        due_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def only() -> Message:
    """The one message there is, as it stands in the database."""
    db.session.expire_all()
    row = db.session.query(Message).one()
    end_reading(db.session())
    return row
