"""Leave: granted for some days by who may grant so many, else asked of those who may; taken back again.

Each action answers with the students whose figures it may have changed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.access import scope
from casework.access.policy import Person, roles_at
from casework.attendance.calendars import calendar_of
from casework.attendance.leave_models import StudentLeave
from casework.attendance.leave_proof import leave_content
from casework.clock import school_date
from casework.engine.leave import granting, together
from casework.errors import Conflict, NotAcceptable, NotAllowed, NotHere
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people import queries as people
from casework.people.models import Student, User
from casework.versions.queries import model_at

DECIDE = "leave:decide"
LONGEST = timedelta(days=366)
WAITING_AT_ONCE = 200


@dataclass(frozen=True)
class Days:
    """From the first to the last day, both included."""

    first: date
    last: date


def who_grants(student: Student, days: Days, today: date) -> tuple[str, ...]:
    """The roles that may grant it with the leave next to it, by the routine of the student's school."""
    school = people.unit(student.unit_id)
    model = model_at(school, today)
    lines = model.rules.leave if model else ()
    calendar = calendar_of(school)
    first, last = together((days.first, days.last), _granted(student), calendar)
    return granting(lines, first, last, calendar)


def _granted(student: Student) -> list[tuple[date, date]]:
    columns = select(StudentLeave.first_day, StudentLeave.last_day)
    mine = columns.where(StudentLeave.student_id == student.id, StudentLeave.state == "granted")
    return [(first, last) for first, last in db.session.execute(mine)]


def may_grant(actor: Person, student: Student, days: Days, today: date) -> bool:
    """Whether the actor may, in one of their roles towards the student."""
    held, model = roles_at(actor, people.place(student)), model_at(people.unit(student.unit_id), today)
    known = model.rules.held(held) if model else held
    return bool(known.intersection(who_grants(student, days, today)))


def ask_leave(student: Student, days: Days, reason: str, *, actor: Person, now: datetime) -> StudentLeave:
    """Grants the leave, where the actor may grant so many days; else asks those who may.

    Raises NotAcceptable without a reason and for days that are none.
    """
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    if not timedelta(0) <= days.last - days.first <= LONGEST:
        raise NotAcceptable("stale_page")
    row = StudentLeave(
        id=uuid4(),
        student_id=student.id,
        first_day=days.first,
        last_day=days.last,
        reason=reason.strip(),
        state="asked",
        asked_at=now,
        asked_by_id=actor.id,
        answer="",
        end_reason="",
    )
    db.session.add(row)
    if may_grant(actor, student, days, school_date(now)):
        row.state, row.decided_at, row.decided_by_id = "granted", now, actor.id
    db.session.flush()
    what = What.LEAVE_GRANTED if row.state == "granted" else What.LEAVE_ASKED
    _record(what, row, actor=actor, now=now)
    return row


def decide_leave(
    student: Student, row: StudentLeave, answer: str, *, is_granted: bool, actor: Person, now: datetime
) -> set[UUID]:
    """Says yes or no to what somebody has asked for; a no says why.

    Raises NotAllowed for who may not grant so many days, Conflict where it is not asked for any more.
    """
    if row.state != "asked":
        raise Conflict("leave_settled")
    if not may_grant(actor, student, Days(row.first_day, row.last_day), school_date(now)):
        raise NotAllowed
    if not is_granted and not answer.strip():
        raise NotAcceptable("reason_missing")
    row.state, row.answer = "granted" if is_granted else "declined", answer.strip()
    row.decided_at, row.decided_by_id = now, actor.id
    db.session.flush()
    _record(What.LEAVE_GRANTED if is_granted else What.LEAVE_DECLINED, row, actor=actor, now=now)
    return {student.id} if is_granted else set()


def may_take_back(actor: Person, student: Student, row: StudentLeave, today: date) -> bool:
    """Whether the actor may take it back: what is granted, who granted it or may grant so many days."""
    if row.state != "granted" or row.decided_by_id == actor.id:
        return row.state in ("asked", "granted")
    return may_grant(actor, student, Days(row.first_day, row.last_day), today)


def take_back(row: StudentLeave, reason: str, *, actor: Person, now: datetime) -> set[UUID]:
    """The leave, or the request, is taken back; from then on absence on its days is absence again.

    Raises NotAllowed for who may not, Conflict where there is nothing to take back any more.
    """
    if row.state not in ("asked", "granted"):
        raise Conflict("leave_settled")
    student = db.session.get_one(Student, row.student_id)
    if not may_take_back(actor, student, row, school_date(now)):
        raise NotAllowed
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    touched = {row.student_id} if row.state == "granted" else set[UUID]()
    row.state, row.end_reason = "taken_back", reason.strip()
    row.ended_at, row.ended_by_id = now, actor.id
    db.session.flush()
    _record(What.LEAVE_TAKEN_BACK, row, actor=actor, now=now)
    return touched


def _record(what: What, row: StudentLeave, *, actor: Person, now: datetime) -> None:
    says = {"leave": str(row.id), "content": leave_content(row)}
    history.record_about(what, row.student_id, actor=actor, now=now, **says)


def leave_of(student_id: UUID, leave_id: UUID, *, is_locked: bool = False) -> StudentLeave:
    """The leave of the student, or NotHere."""
    wanted = select(StudentLeave).where(StudentLeave.id == leave_id, StudentLeave.student_id == student_id)
    if is_locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    row = db.session.scalars(wanted).one_or_none()
    if row is None:
        raise NotHere
    return row


def leaves_about(student_id: UUID) -> Sequence[StudentLeave]:
    """All leave of the student, the latest days first."""
    wanted = select(StudentLeave).where(StudentLeave.student_id == student_id)
    order = wanted.order_by(StudentLeave.first_day.desc(), StudentLeave.asked_at.desc(), StudentLeave.id)
    return db.session.scalars(order).all()


def those_on_leave(students: Collection[UUID], day: date) -> set[UUID]:
    """Those of the students who have been granted leave on the day."""
    of_them = StudentLeave.student_id.in_(students) & (StudentLeave.state == "granted")
    on_it = (StudentLeave.first_day <= day) & (StudentLeave.last_day >= day)
    return set(db.session.scalars(select(StudentLeave.student_id).where(of_them, on_it)))


def asked_for(actor: Person) -> list[tuple[StudentLeave, Student, str]]:
    """What is asked for students of whom the actor decides, with who asked; the first days in front."""
    rows = (
        select(StudentLeave, Student, User.name)
        .join(Student, Student.id == StudentLeave.student_id)
        .join(User, User.id == StudentLeave.asked_by_id)
        .where(StudentLeave.state == "asked", scope.within(actor, DECIDE, people.STUDENT_COLUMNS))
        .order_by(StudentLeave.first_day, StudentLeave.id)
        .limit(WAITING_AT_ONCE)
    )
    return [(row, student, name) for row, student, name in db.session.execute(rows)]
