"""What hangs on a student and moves: cases, signals, tasks, reports, notices, names, who must keep away."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from casework.access.policy import Person
from casework.attendance.leave_models import StudentLeave
from casework.attendance.leave_proof import KIND, leave_content
from casework.cases.concern_files import files_of
from casework.cases.concern_models import Concern
from casework.cases.concern_proof import REPORT, report_content
from casework.cases.models import Case
from casework.cases.signal_models import DECIDED, Signal
from casework.cases.student_proof import ON_SIGNAL, signal_content
from casework.extensions import db
from casework.merging.home import Rebinds, know_again, same_at_home
from casework.messages.models import Message
from casework.people.decided import conflict_content
from casework.people.keys import StudentKey
from casework.people.models import Student
from casework.people.protecting import mark, name_reader
from casework.people.protection import conflicts_of, protection_of, readers_of
from casework.prevention.models import CohortMember
from casework.prevention.proof import KIND as MEMBER
from casework.prevention.proof import member_content
from casework.signals.mark_models import StudentMark
from casework.signals.mark_proof import SET, mark_content
from casework.tasks.student_models import StudentReport, StudentTask, StudentTaskDelay, StudentTaskRole

UNTOUCHED = ("new", "noted", "withdrawn")


def move_cases(into: UUID, other: UUID) -> int:
    """The cases become those of the row that stays; their own chains go on."""
    cases = db.session.scalars(select(Case).where(Case.student_id == other).with_for_update()).all()
    for one in cases:
        one.student_id = into
    return len(cases)


def move_reports(into: UUID, other: UUID, readable: Collection[str], rebinds: Rebinds) -> int:
    """Reports of concern; what was signed is bound anew as being about the row that stays.

    Told is the number of those that whoever merges may read.
    """
    rows = db.session.scalars(select(Concern).where(Concern.student_id == other)).all()
    for one in rows:
        one.student_id = into
        if one.state != "draft":
            rebinds.setdefault(REPORT, {})[str(one.id)] = report_content(one, files_of(one.id))
    return sum(one.state != "draft" and one.confidentiality in readable for one in rows)


def move_signals(into: UUID, other: UUID, rebinds: Rebinds) -> int:
    """Signals; of two for the same thing, the one that somebody has acted on is kept."""
    moved = _move_once(
        Signal,
        into,
        other,
        lambda one: (one.workflow, one.rule, one.key),
        lambda one: one.state not in UNTOUCHED,
    )
    for one in moved:
        if one.state in DECIDED:
            rebinds.setdefault(ON_SIGNAL, {})[str(one.id)] = signal_content(one)
    return len(moved)


def move_marks(into: UUID, other: UUID, rebinds: Rebinds) -> int:
    """What people have said of the student."""
    rows = db.session.scalars(select(StudentMark).where(StudentMark.student_id == other)).all()
    for one in rows:
        one.student_id = into
        rebinds.setdefault(SET, {})[str(one.id)] = mark_content(one)
    return len(rows)


def move_leave(into: UUID, other: UUID, rebinds: Rebinds) -> int:
    """Leave, also what is asked for."""
    rows = db.session.scalars(select(StudentLeave).where(StudentLeave.student_id == other)).all()
    for one in rows:
        one.student_id = into
        rebinds.setdefault(KIND, {})[str(one.id)] = leave_content(one)
    return len(rows)


def move_tasks(into: UUID, other: UUID, *, actor: Person, now: datetime) -> int:
    """Tasks that absence asks for, with what was reported on them; of two the one with something on it."""
    know_again(into, other)
    touched = {*db.session.scalars(select(StudentReport.task_id))}
    touched |= {*db.session.scalars(select(StudentTaskDelay.task_id))}
    moved = _move_once(
        StudentTask,
        into,
        other,
        lambda one: (one.workflow, one.action, one.key, one.guardian_id),
        lambda one: one.id in touched or one.status in ("done", "waived"),
    )
    left = (StudentTask.student_id == other) & (StudentTask.status == "open")
    for one in db.session.scalars(select(StudentTask).where(left)):
        one.status, one.closed_at, one.closed_by_id = "left", now, actor.id
    return len(moved)


def _move_once(
    model: Any, into: UUID, other: UUID, key: Callable[[Any], object], is_touched: Callable[[Any], bool]
) -> list[Any]:
    there = {key(one): one for one in db.session.scalars(select(model).where(model.student_id == into))}
    moved = []
    for one in db.session.scalars(select(model).where(model.student_id == other)).all():
        double = there.get(key(one))
        if double is not None and (is_touched(double) or not is_touched(one)):
            continue
        if double is not None:
            if model is StudentTask:
                db.session.execute(delete(StudentTaskRole).where(StudentTaskRole.task_id == double.id))
            db.session.delete(double)
            db.session.flush()
        one.student_id = into
        moved.append(one)
    db.session.flush()
    return moved


def move_groups(into: UUID, other: UUID, rebinds: Rebinds) -> int:
    """In which groups of preventive work the student is or was; each row is bound anew."""
    rows = db.session.scalars(select(CohortMember).where(CohortMember.student_id == other)).all()
    for one in rows:
        one.student_id = into
        rebinds.setdefault(MEMBER, {})[str(one.id)] = member_content(one)
    return len(rows)


def move_notices(into: UUID, other: UUID, *, now: datetime) -> int:
    """What waits to be sent home; who would get the same twice gets it once."""
    same = same_at_home(into, other)
    waits = (Message.student_id.in_([into, other]), Message.state == "waiting")
    for one in db.session.scalars(select(Message).where(*waits, Message.guardian_id.in_(same))):
        one.guardian_id = same[one.guardian_id] if one.guardian_id else None
    db.session.flush()
    there = {_about(one) for one in db.session.scalars(select(Message).filter_by(student_id=into))}
    rows = db.session.scalars(select(Message).filter_by(student_id=other)).all()
    for one in rows:
        if one.state == "waiting" and _about(one) in there:
            one.state, one.answer, one.ended_at = "withdrawn", "ground_gone", now
        one.student_id = into
    return len(rows)


def _about(one: Message) -> tuple[object, ...]:
    return one.workflow, one.rule, one.action, one.key, one.kind, one.guardian_id


def move_names(into: UUID, other: UUID) -> int:
    """The names that other systems have for the student."""
    rows = db.session.scalars(select(StudentKey).where(StudentKey.student_id == other)).all()
    for one in rows:
        one.student_id = into
    return len(rows)


def move_keeping_away(into: UUID, other: UUID, rebinds: Rebinds) -> int:
    """Those who must keep away."""
    there = {row.user_id for row, _ in conflicts_of(into)}
    rows = [row for row, _ in conflicts_of(other) if row.user_id not in there]
    for one in rows:
        one.student_id = into
        rebinds.setdefault("conflict of interest", {})[str(one.id)] = conflict_content(one)
    db.session.flush()
    return len(rows)


def keep_protection(into: Student, other: Student, *, actor: Person, now: datetime, today: date) -> None:
    """Where one of the two is protected, the row that stays is, for the same readers and as long."""
    protected = protection_of(other.id)
    if protected is None or into.is_protected:
        return
    mark(into, protected.reason, actor=actor, now=now)
    for row, _ in readers_of(other.id, today):
        name_reader(into, row.user_id, row.until, actor=actor, now=now)


def drafts_of_both(into: UUID, other: UUID) -> Sequence[object]:
    """Whoever has begun a report of concern about each of the two, on the same form."""
    begun = select(Concern.author_id, Concern.form).where(Concern.state == "draft")
    return db.session.execute(
        begun.where(Concern.student_id == into).intersect(begun.where(Concern.student_id == other))
    ).all()
