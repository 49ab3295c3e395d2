"""Whom a student is kept from: who is named where the identity is protected, and who must keep away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, literal, select

from casework.extensions import db
from casework.people.models import Student, User
from casework.people.protection_models import ConflictOfInterest, NamedReader, Protection


@dataclass(frozen=True)
class KeptAway:
    """Who may not read about one student today; `named` is None where the identity is not protected."""

    named: frozenset[UUID] | None
    conflicted: frozenset[UUID]

    def lets(self, user_id: UUID) -> bool:
        """Whether nothing keeps the user from the student."""
        return user_id not in self.conflicted and (self.named is None or user_id in self.named)


def kept_from(user_id: UUID, today: date) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """The students for whom the user is a named reader today, and those whom they must keep away from."""
    named = select(literal(True), NamedReader.student_id).where(NamedReader.user_id == user_id, _reads(today))
    conflicts = select(literal(False), ConflictOfInterest.student_id).where(
        ConflictOfInterest.user_id == user_id, _holds(today)
    )
    rows = db.session.execute(named.union_all(conflicts)).all()
    named_for = frozenset(student for is_named, student in rows if is_named)
    return named_for, frozenset(student for is_named, student in rows if not is_named)


def kept_away(student: Student, today: date) -> KeptAway:
    """Who may not read about the student today, whatever roles they hold."""
    wanted = select(literal(True), NamedReader.user_id).where(
        NamedReader.student_id == student.id, _reads(today)
    )
    conflicts = select(literal(False), ConflictOfInterest.user_id).where(
        ConflictOfInterest.student_id == student.id, _holds(today)
    )
    rows = db.session.execute(wanted.union_all(conflicts)).all()
    named = frozenset(user for is_named, user in rows if is_named)
    return KeptAway(
        named if student.is_protected else None, frozenset(user for is_named, user in rows if not is_named)
    )


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


def are_active(user_ids: Collection[UUID]) -> bool:
    """Whether each of the ids is that of somebody with an open account."""
    found = select(User.id).where(User.id.in_(user_ids), User.is_active)
    return set(db.session.scalars(found)) == set(user_ids)


def _reads(today: date) -> ColumnElement[bool]:
    return NamedReader.ended_at.is_(None) & (NamedReader.since <= today) & (NamedReader.until >= today)


def _holds(today: date) -> ColumnElement[bool]:
    return ConflictOfInterest.lifted_at.is_(None) & (ConflictOfInterest.since <= today)
