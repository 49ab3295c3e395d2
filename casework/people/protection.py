"""Whom a student is kept from: who is named where the identity is protected, and who must keep away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, or_, select

from casework.extensions import db
from casework.people.models import Student, User
from casework.people.protection_models import ConflictOfInterest, NamedReader, Protection

SOON = timedelta(days=14)  # time enough to ask whether somebody still needs to see a student


@dataclass(frozen=True)
class Ending:
    """A naming that ends soon, the student whom it is about, and the name of who may read."""

    row: NamedReader
    student: Student
    name: str


def is_concerned() -> ColumnElement[bool]:
    """True for users of whom there is anything to know here: for most there is not, and nothing is asked."""
    named = select(NamedReader.id).where(NamedReader.user_id == User.id, NamedReader.ended_at.is_(None))
    keeps_away = select(ConflictOfInterest.id).where(
        ConflictOfInterest.user_id == User.id, ConflictOfInterest.lifted_at.is_(None)
    )
    return or_(named.exists(), keeps_away.exists())


def kept_from(user_id: UUID, today: date) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """The students for whom the user is a named reader today, and those whom they must keep away from."""
    named = select(literal(True), NamedReader.student_id).where(NamedReader.user_id == user_id, _reads(today))
    conflicts = select(literal(False), ConflictOfInterest.student_id).where(
        ConflictOfInterest.user_id == user_id, _holds(today)
    )
    rows = db.session.execute(named.union_all(conflicts)).all()
    named_for = frozenset(student for is_named, student in rows if is_named)
    return named_for, frozenset(student for is_named, student in rows if not is_named)


def lets(student: Student, today: date) -> ColumnElement[bool]:
    """True for the users whom nothing keeps from the student today, whatever roles they hold."""
    if not student.is_protected:
        return is_not_kept_away(student, today)
    named = select(NamedReader.id).where(
        NamedReader.user_id == User.id, NamedReader.student_id == student.id, _reads(today)
    )
    return and_(named.exists(), is_not_kept_away(student, today))


def is_not_kept_away(student: Student, today: date) -> ColumnElement[bool]:
    """True for the users who need not keep away from the student as from their own child or case."""
    keeps_away = select(ConflictOfInterest.id).where(
        ConflictOfInterest.user_id == User.id, ConflictOfInterest.student_id == student.id, _holds(today)
    )
    return ~keeps_away.exists()


def readers_of(student_id: UUID, today: date) -> Sequence[tuple[NamedReader, str]]:
    """Those who are named for the student today or later, each with their name."""
    rows = db.session.execute(
        select(NamedReader, User.name)
        .join(User, User.id == NamedReader.user_id)
        .where(NamedReader.student_id == student_id)
        .where(NamedReader.ended_at.is_(None), NamedReader.until >= today)
        .order_by(User.name, NamedReader.since)
    )
    return [(row, name) for row, name in rows]


def namings_ending(where: ColumnElement[bool], today: date) -> Sequence[Ending]:
    """Namings that end soon and that nothing follows, for students of whom the condition holds."""
    soon = NamedReader.ended_at.is_(None) & NamedReader.until.between(today, today + SOON)
    rows = db.session.execute(
        select(NamedReader, Student, User.name)
        .join(Student, Student.id == NamedReader.student_id)
        .join(User, User.id == NamedReader.user_id)
        .where(soon, Student.is_protected, User.is_active, where)
        .order_by(NamedReader.until, Student.family_name, User.name)
    )
    return [Ending(*row) for row in rows]


def conflicts_of(student_id: UUID) -> Sequence[tuple[ConflictOfInterest, str]]:
    """Those who must keep away from the student, each with their name."""
    rows = db.session.execute(
        select(ConflictOfInterest, User.name)
        .join(User, User.id == ConflictOfInterest.user_id)
        .where(ConflictOfInterest.student_id == student_id, ConflictOfInterest.lifted_at.is_(None))
        .order_by(User.name)
    )
    return [(row, name) for row, name in rows]


def protection_of(student_id: UUID) -> Protection | None:
    """The mark that holds now, if there is one."""
    return db.session.scalars(
        select(Protection).where(Protection.student_id == student_id, Protection.lifted_at.is_(None))
    ).one_or_none()


def reader_in(student_id: UUID, reader_id: UUID) -> NamedReader | None:
    """The naming, if it belongs to the student and still holds."""
    found = db.session.get(NamedReader, reader_id)
    return found if found and found.student_id == student_id and found.ended_at is None else None


def conflict_in(student_id: UUID, conflict_id: UUID) -> ConflictOfInterest | None:
    """The conflict, if it belongs to the student and still holds."""
    found = db.session.get(ConflictOfInterest, conflict_id)
    return found if found and found.student_id == student_id and found.lifted_at is None else None


def _reads(today: date) -> ColumnElement[bool]:
    return NamedReader.ended_at.is_(None) & (NamedReader.since <= today) & (NamedReader.until >= today)


def _holds(today: date) -> ColumnElement[bool]:
    return ConflictOfInterest.lifted_at.is_(None) & (ConflictOfInterest.since <= today)


def kept_apart(student_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of the students from whom some colleague must keep away."""
    holds = ConflictOfInterest.lifted_at.is_(None) & ConflictOfInterest.student_id.in_(student_ids)
    return frozenset(db.session.scalars(select(ConflictOfInterest.student_id).where(holds)))
