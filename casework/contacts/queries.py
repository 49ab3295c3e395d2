"""Reads the log of contacts: about a student, or in one case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from casework.access.policy import Person
from casework.cases.models import Case
from casework.contacts.models import LoggedContact
from casework.errors import NotHere
from casework.extensions import db
from casework.people.merged import rows_of
from casework.people.models import Guardian, Student, User
from casework.tasks.models import Task
from casework.tasks.student_models import StudentTask
from casework.versions.queries import model_of


@dataclass(frozen=True)
class NamedContact:
    """A contact with the names of who wrote it and of who it was with."""

    contact: LoggedContact
    by: str
    party: str


def contacts_about(
    student_id: UUID, reader: Person, readable: Collection[str], *, case_id: UUID | None = None
) -> Sequence[NamedContact]:
    """The contacts that the reader may read, newest first; those of one case where it is given.

    One's own can be read again whatever their class.
    """
    may_read = or_(LoggedContact.confidentiality.in_(readable), LoggedContact.written_by_id == reader.id)
    theirs = LoggedContact.student_id.in_(rows_of(student_id))
    here = LoggedContact.case_id == case_id if case_id else theirs
    rows = (
        select(LoggedContact, User.name, Guardian.name)
        .join(User, User.id == LoggedContact.written_by_id)
        .outerjoin(Guardian, Guardian.id == LoggedContact.guardian_id)
        .where(here, theirs, may_read)
        .order_by(LoggedContact.happened_at.desc(), LoggedContact.written_at.desc(), LoggedContact.id)
    )
    return [
        NamedContact(contact, by, guardian or contact.party_name)
        for contact, by, guardian in db.session.execute(rows)
    ]


def own_contact(student_id: UUID, contact_id: UUID, reader: Person) -> LoggedContact:
    """The contact about the student that the reader has logged; NotHere where there is none."""
    found = db.session.get(LoggedContact, contact_id)
    if found is None or found.student_id not in rows_of(student_id) or found.written_by_id != reader.id:
        raise NotHere
    return found


def titles_of(contacts: Sequence[NamedContact], student: Student, language: str) -> dict[str, str]:
    """What the routine calls the tasks of the student's contacts, by the ids that these name."""
    ids = {UUID(one) for row in contacts for one in row.contact.tasks}
    if not ids:
        return {}
    of_cases = (
        select(Task, Case.workflow_sha)
        .join(Case, Case.id == Task.case_id)
        .where(Case.student_id == student.id, Task.id.in_(ids))
    )
    beside = select(StudentTask, StudentTask.workflow_sha).where(
        StudentTask.student_id == student.id, StudentTask.id.in_(ids)
    )
    found: dict[str, str] = {}
    for rows in (of_cases, beside):
        for task, sha in db.session.execute(rows):
            action = model_of(sha).in_language(language).any_action(task.action)
            found[str(task.id)] = action.title if action else task.title
    return found
