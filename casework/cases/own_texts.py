"""What somebody has signed in cases that they no longer see: the one thing that outlives the relation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from casework.access import policy, scope
from casework.access.classes import CLASSES
from casework.access.policy import OWN_TEXT, Confidentiality, Context, Person, Place
from casework.cases.concern_models import Concern
from casework.cases.models import Case
from casework.cases.queries import COLUMNS
from casework.errors import NotHere
from casework.extensions import db
from casework.people import queries as people
from casework.people.models import Student
from casework.records.models import Submission
from casework.versions.queries import model_of


@dataclass(frozen=True)
class OwnText:
    """A form that the reader has signed, the case that it belongs to, and whom that is about."""

    submission: Submission
    case: Case
    student: Student

    @property
    def place(self) -> Place:
        """Where the case belongs, for the policy."""
        return people.place(self.student, self.case.is_handed_over)

    @property
    def shown(self) -> tuple[UUID, Place]:
        """The student and where the case belongs, for the access log."""
        return self.student.id, self.place

    def readable(self, reader: Person) -> frozenset[Confidentiality]:
        """The classes that the reader may read in it: those of the role in which they signed."""
        role = model_of(self.case.workflow_sha).rules.rights(self.submission.finalised_role)
        where, author = self.place, self.submission.finalised_by_id
        asked = {one: Context(one, author, role) for one in CLASSES}
        return frozenset(
            one
            for one, context in asked.items()
            if policy.decide(reader, OWN_TEXT, where, context).is_allowed
        )


def own_texts_of(reader: Person, *, limit: int) -> Sequence[OwnText]:
    """What the reader has signed in cases that they no longer see, the newest first."""
    rows = db.session.execute(_signed_by(reader).order_by(Submission.finalised_at.desc()).limit(limit))
    return [OwnText(*row) for row in rows]


def own_text_for(reader: Person, submission_id: UUID) -> OwnText:
    """One of these; NotHere where it is not one."""
    row = db.session.execute(_signed_by(reader).where(Submission.id == submission_id)).one_or_none()
    if row is None:
        raise NotHere
    return OwnText(*row)


def _signed_by(reader: Person) -> Select[Submission, Case, Student]:
    """Without what was signed before it came to a case: that is read as it was reported."""
    reported = select(Concern.id).where(Concern.submission_id == Submission.id)
    still_seen = scope.within(reader, "case:read", COLUMNS)
    return (
        select(Submission, Case, Student)
        .join(Case, Case.id == Submission.case_id)
        .join(Student, Student.id == Case.student_id)
        .where(Submission.finalised_by_id == reader.id, scope.not_forbidden(reader, COLUMNS), ~still_seen)
        .where(~reported.exists())
    )
