"""The way back to students with a protected identity whom nobody sees who may name others.

Namings end, and people leave; then nobody could name anybody, and the student would be lost to the school.
The way back takes two: who looks after the program lets those who decide at the student's own school see the
student again, without being told who or where that is; and who decides there cannot begin it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select

from casework.access.policy import Person
from casework.catalog import catalog
from casework.clock import school_date
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.people import protecting, protection
from casework.people.models import Student
from casework.people.queries import colleagues_at

DECIDES = "protection:decide"
HOLDS = timedelta(days=14)  # until then those who decide have said who is to see the student


def is_anybody_lost(today: date) -> bool:
    """Whether there are such students; never how many, and never where."""
    return bool(_lost(today))


def find_again(*, actor: Person, now: datetime) -> None:
    """Names those who decide at each such student's school, for two weeks.

    Raises Conflict where no student is lost, NotAcceptable where there is nobody who could be named.
    """
    today = school_date(now)
    lost = _lost(today)
    if not lost:
        raise Conflict("protection_changed")
    if not sum(let_deciders(student, actor=actor, now=now) for student in lost):
        raise NotAcceptable("nobody_decides")


def let_deciders(student: Student, *, actor: Person, now: datetime) -> int:
    """Names those who decide at the student's school for two weeks, but not the actor; how many they are."""
    today = school_date(now)
    near = _deciders(student, today, protection.is_not_kept_away(student, today)) - {actor.id}
    for user_id in near:
        protecting.name_reader(student, user_id, today + HOLDS, actor=actor, now=now)
    return len(near)


def protect_as_told(words: Mapping[UUID, str], *, actor: Person, now: datetime) -> int:
    """Protects students whom another system marks and nobody has here, with the words as the reason.

    Those who decide are named; how many students they are. A marking that is gone lifts nothing.
    """
    students = [student for one in words if not (student := db.session.get_one(Student, one)).is_protected]
    for student in students:
        protecting.mark(student, words[student.id], actor=actor, now=now)
        let_deciders(student, actor=actor, now=now)
    return len(students)


def _lost(today: date) -> list[Student]:
    hidden = select(Student).where(Student.is_protected, Student.merged_into_id.is_(None))
    every = db.session.scalars(hidden.order_by(Student.id)).all()
    return [one for one in every if not _deciders(one, today, protection.lets(one, today))]


def _deciders(student: Student, today: date, condition: ColumnElement[bool]) -> set[UUID]:
    """Those whose role decides about the student, and for whom the condition holds."""
    where, table = (student.unit_id, student.group_id), catalog().access
    near = colleagues_at([where], today, condition)[where]
    return {one.id for one in near if table.may(one.role, DECIDES) and table.reach(one.role) != "handed_over"}
