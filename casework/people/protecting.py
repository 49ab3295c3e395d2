"""Keeps students from people: protects an identity, names who may read, notes who must keep away.

Whoever decides is always named too: else nobody could change it. All of it holds from the next request on.
Where another system says that an identity is protected, those are named who decide about it at the school.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

from casework.access.policy import Person
from casework.clock import school_date
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people.decided import (
    conflict_content,
    lift_content,
    naming_content,
    naming_end_content,
    protection_content,
)
from casework.people.models import Group, Student
from casework.people.protection import protection_of, readers_of
from casework.people.protection_models import ConflictOfInterest, NamedReader, Protection

LONGEST_NAMING = timedelta(days=366)  # then somebody has to say anew that it is needed


@dataclass(frozen=True)
class Alias:
    """A student who is entered by hand under another name than the true one."""

    given: str
    family: str
    born: date
    group: Group


def protect(
    student: Student, reason: str, readers: Collection[UUID], until: date, *, actor: Person, now: datetime
) -> None:
    """Protects the identity, for all but the readers and whoever decides. Raises Conflict where it is."""
    mark(student, reason, actor=actor, now=now)
    for user_id in {*readers, actor.id}:
        name_reader(student, user_id, until, actor=actor, now=now)


def mark(student: Student, reason: str, *, actor: Person, now: datetime) -> None:
    """Protects the identity, for all but those who are named afterwards. Raises Conflict where it is."""
    student_id = student.id
    row = Protection(
        student_id=student_id, reason=reason.strip(), set_at=now, set_by_id=actor.id, lift_reason=""
    )
    if not row.reason:
        raise NotAcceptable("reason_missing")
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict("protection_changed") from error
    student.is_protected = True
    says = {"protection": str(row.id), "reason": row.reason, "content": protection_content(row)}
    history.record_about(What.STUDENT_PROTECTED, student_id, actor=actor, now=now, **says)


def enter_alias(alias: Alias, reason: str, until: date, *, actor: Person, now: datetime) -> Student:
    """A student under another name, protected from the first moment; no file of students knows of them."""
    name = f"{alias.given} {alias.family}"
    student = Student(
        id=uuid4(),
        given_name=alias.given,
        family_name=alias.family,
        search_name=name.lower(),
        birth_date=alias.born,
        unit_id=alias.group.unit_id,
        group_id=alias.group.id,
    )
    db.session.add(student)
    db.session.flush()
    protect(student, reason, (), until, actor=actor, now=now)
    return student


def name_reader(student: Student, user_id: UUID, until: date, *, actor: Person, now: datetime) -> None:
    """Lets the user read about the student until the end of the day; in place of an earlier naming."""
    today = school_date(now)
    if not today <= until <= today + LONGEST_NAMING:
        raise NotAcceptable("naming_too_long")
    for row, _ in readers_of(student.id, today):
        if row.user_id == user_id:
            _end(row, actor, now)
    named = NamedReader(
        student_id=student.id,
        user_id=user_id,
        since=today,
        until=until,
        named_at=now,
        named_by_id=actor.id,
    )
    db.session.add(named)
    db.session.flush()
    says = {"reader": str(named.id), "user": str(user_id), "until": until.isoformat()}
    says["content"] = naming_content(named)
    history.record_about(What.READER_NAMED, student.id, actor=actor, now=now, **says)


def end_reader(row: NamedReader, *, actor: Person, now: datetime) -> None:
    """Takes the naming back at once; one's own is taken back by somebody else who decides."""
    if row.user_id == actor.id:
        raise NotAcceptable("own_naming")
    _end(row, actor, now)


def end_all_readers(student: Student, *, actor: Person, now: datetime) -> None:
    """Takes every naming back, one's own too: the row of the student is empty from then on."""
    for row, _ in readers_of(student.id, school_date(now)):
        _end(row, actor, now)


def _end(row: NamedReader, actor: Person, now: datetime) -> None:
    row.ended_at, row.ended_by_id = now, actor.id
    db.session.flush()
    says = {"reader": str(row.id), "user": str(row.user_id), "content": naming_end_content(row)}
    history.record_about(What.READER_ENDED, row.student_id, actor=actor, now=now, **says)


def lift_protection(student: Student, reason: str, *, actor: Person, now: datetime) -> None:
    """The identity needs no protection any more: the roles decide again who may read."""
    mark = protection_of(student.id)
    if mark is None:
        raise Conflict("protection_changed")
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    mark.lifted_at, mark.lifted_by_id, mark.lift_reason = now, actor.id, reason.strip()
    student.is_protected = False
    db.session.flush()
    says = {"protection": str(mark.id), "reason": mark.lift_reason, "content": lift_content(mark)}
    history.record_about(What.STUDENT_UNPROTECTED, student.id, actor=actor, now=now, **says)
    end_all_readers(student, actor=actor, now=now)


def state_conflict(student: Student, user_id: UUID, *, actor: Person, now: datetime) -> None:
    """The user keeps away from the student from now on, whatever roles they hold."""
    row = ConflictOfInterest(
        student_id=student.id,
        user_id=user_id,
        since=school_date(now),
        stated_at=now,
        stated_by_id=actor.id,
        lift_reason="",
    )
    db.session.add(row)
    db.session.flush()
    says = {"conflict": str(row.id), "user": str(user_id), "content": conflict_content(row)}
    history.record_about(What.CONFLICT_STATED, student.id, actor=actor, now=now, **says)


def lift_conflict(row: ConflictOfInterest, reason: str, *, actor: Person, now: datetime) -> None:
    """The user need not keep away any more. Raises NotAcceptable without a reason."""
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    row.lifted_at, row.lifted_by_id, row.lift_reason = now, actor.id, reason.strip()
    db.session.flush()
    says = {"conflict": str(row.id), "user": str(row.user_id), "reason": row.lift_reason}
    says["content"] = lift_content(row)
    history.record_about(What.CONFLICT_LIFTED, row.student_id, actor=actor, now=now, **says)
