"""Says of a student what the rules of a routine look for, and ends that; both with a reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.access.policy import Person, readable
from casework.clock import school_date
from casework.errors import Conflict, NotAcceptable, NotHere
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people import queries as people
from casework.people.models import Student, User
from casework.signals.mark_models import CLASSES, StudentMark
from casework.signals.mark_proof import mark_content, mark_end_content


@dataclass(frozen=True)
class Word:
    """What somebody says: which mark of which routine, what it is called there, since when, why, for whom."""

    workflow: str
    mark: str
    title: str
    since: date
    reason: str
    confidentiality: str


def set_mark(student: Student, word: Word, *, actor: Person, now: datetime) -> StudentMark:
    """Says it. Raises NotAcceptable without a reason, for a day to come and for a class that is not theirs.

    Raises Conflict where it holds already, by what the actor reads: of the rest nobody is to learn, so that
    what only student health reads may be said by a teacher too. Then each holds until it is ended.
    """
    if not word.reason.strip():
        raise NotAcceptable("reason_missing")
    reads = {*CLASSES} & readable(actor, people.place(student))
    if word.since > school_date(now) or word.confidentiality not in reads:
        raise NotAcceptable("stale_page")
    if _holds_already(student, word, reads):
        raise Conflict("mark_holds")
    row = StudentMark(
        id=uuid4(),
        student_id=student.id,
        workflow=word.workflow,
        mark=word.mark,
        title=word.title,
        since=word.since,
        reason=word.reason.strip(),
        confidentiality=word.confidentiality,
        set_at=now,
        set_by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    _record(What.MARK_SET, row, mark_content(row), actor=actor, now=now)
    return row


def _holds_already(student: Student, word: Word, reads: Collection[str]) -> bool:
    """Whether somebody has said it; nobody else says anything of the student meanwhile."""
    db.session.get_one(Student, student.id, with_for_update=True)
    wanted = select(StudentMark.id).where(
        StudentMark.student_id == student.id,
        StudentMark.workflow == word.workflow,
        StudentMark.mark == word.mark,
        StudentMark.ended_at.is_(None),
        StudentMark.confidentiality.in_(reads),
    )
    return db.session.scalars(wanted.limit(1)).first() is not None


def end_mark(row: StudentMark, reason: str, *, actor: Person, now: datetime) -> None:
    """It is not so any more, or never was. Raises Conflict where somebody has ended it already."""
    if row.ended_at:
        raise Conflict("mark_ended")
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    row.ended_at, row.ended_by_id, row.end_reason = now, actor.id, reason.strip()
    db.session.flush()
    _record(What.MARK_ENDED, row, mark_end_content(row), actor=actor, now=now)


def _record(what: What, row: StudentMark, bound: str, *, actor: Person, now: datetime) -> None:
    says = {"mark": str(row.id), "confidentiality": row.confidentiality, "content": bound}
    history.record_about(what, row.student_id, actor=actor, now=now, **says)


def marks_of(students: Collection[UUID]) -> dict[UUID, list[StudentMark]]:
    """Everything that is or was said of the students, in the order in which it was."""
    found: dict[UUID, list[StudentMark]] = {}
    wanted = select(StudentMark).where(StudentMark.student_id.in_(students))
    for row in db.session.scalars(wanted.order_by(StudentMark.set_at, StudentMark.id)):
        found.setdefault(row.student_id, []).append(row)
    return found


def said_too(row: StudentMark, readable: Collection[str]) -> list[str]:
    """Who else has said the same and has not ended it, of what may be read."""
    return [
        name
        for one, name in marks_for(row.student_id, readable)
        if one.id != row.id and not one.ended_at and (one.workflow, one.mark) == (row.workflow, row.mark)
    ]


def marks_for(student_id: UUID, readable: Collection[str]) -> list[tuple[StudentMark, str]]:
    """Those of the classes, newest first, each with the name of who said it."""
    wanted = (
        select(StudentMark, User.name)
        .join(User, User.id == StudentMark.set_by_id)
        .where(StudentMark.student_id == student_id, StudentMark.confidentiality.in_(readable))
        .order_by(StudentMark.set_at.desc(), StudentMark.id)
    )
    return [(row, name) for row, name in db.session.execute(wanted)]


def mark_of(
    student_id: UUID, mark_id: UUID, readable: Collection[str], *, is_locked: bool = False
) -> StudentMark:
    """The mark about the student, for who reads its class; NotHere otherwise."""
    about = (StudentMark.id == mark_id) & (StudentMark.student_id == student_id)
    wanted = select(StudentMark).where(about, StudentMark.confidentiality.in_(readable))
    if is_locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    row = db.session.scalars(wanted).one_or_none()
    if row is None:
        raise NotHere
    return row
