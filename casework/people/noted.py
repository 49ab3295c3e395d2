"""The student that a page is about, for who asks, noted in the access log."""

from __future__ import annotations

from uuid import UUID

from casework.errors import NotHere
from casework.people import queries as people
from casework.people.queries import StudentRow
from casework.web.disclosure import refuses, shows
from casework.web.sessions import person


def noted_student(student_id: UUID, permission: str, *, reads: str = "", is_told: bool = True) -> StudentRow:
    """The student, noted as shown to the reader; NotHere (noted too) where it is not for them.

    `reads` is the class of the texts that the page may show; an answer that tells nothing about the student
    is noted only where it is refused (`is_told` is false).
    """
    row = people.student_for(person(), student_id, permission)
    if row is None:
        refuse_student(student_id)
        raise NotHere
    if is_told:
        shows([(student_id, people.place(row.student))], classes=[reads] if reads else [])
    return row


def refuse_student(student_id: UUID) -> None:
    """Notes that something about the student was refused, where there is such a student."""
    if people.is_student(student_id):
        refuses([student_id])
