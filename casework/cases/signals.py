"""What figures propose for a student, and what becomes of that when somebody acts on it or sets it aside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select

from casework.access import scope
from casework.access.policy import Person
from casework.cases.signal_models import LOST_GROUND, Signal
from casework.cases.student_proof import signal_content
from casework.engine.workflow import Workflow
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people.models import Student
from casework.people.queries import STUDENT_COLUMNS

# What somebody has to look at: what is new, and what was acted on and has lost its ground.
WAITS = or_(Signal.state == "new", LOST_GROUND)
AT_ONCE = 5000  # signals; databases take only so many values in one question


class KnownSignal(NamedTuple):
    """What rules ask of a signal; `lessons` is empty where no rule asks for them."""

    id: UUID
    student_id: UUID
    case_id: UUID | None
    workflow: str
    rule: str
    key: str
    on: date
    is_over: bool
    measured_at: datetime
    state: str
    quiet_until: date | None
    changed_at: datetime | None
    lessons: Sequence[Mapping[str, Any]] = ()


def known_signals(students: Collection[UUID], *, with_lessons: bool) -> dict[UUID, list[KnownSignal]]:
    """What rules ask of every signal about the students, in the order in which they arose."""
    names = KnownSignal._fields if with_lessons else KnownSignal._fields[:-1]
    wanted = select(*(getattr(Signal, name) for name in names)).where(Signal.student_id.in_(students))
    found: dict[UUID, list[KnownSignal]] = {}
    for row in db.session.execute(wanted.order_by(Signal.on, Signal.id)):
        found.setdefault(row.student_id, []).append(KnownSignal(*row))
    return found


def signals_by_id(ids: Sequence[UUID]) -> dict[UUID, Signal]:
    """The signals, to be changed."""
    found: dict[UUID, Signal] = {}
    for begin in range(0, len(ids), AT_ONCE):
        wanted = select(Signal).where(Signal.id.in_(ids[begin : begin + AT_ONCE]))
        found |= {row.id: row for row in db.session.scalars(wanted)}
    return found


def signals_of(students: Collection[UUID]) -> dict[UUID, list[Signal]]:
    """Every signal about the students, in the order in which they arose."""
    found: dict[UUID, list[Signal]] = {}
    wanted = select(Signal).where(Signal.student_id.in_(students)).order_by(Signal.on, Signal.id)
    for row in db.session.scalars(wanted):
        found.setdefault(row.student_id, []).append(row)
    return found


def new_signals(students: Collection[UUID]) -> dict[UUID, list[Signal]]:
    """What is proposed for the students and waits for somebody."""
    found: dict[UUID, list[Signal]] = {}
    wanted = select(Signal).where(Signal.student_id.in_(students), Signal.state == "new")
    for row in db.session.scalars(wanted.order_by(Signal.on, Signal.id)):
        found.setdefault(row.student_id, []).append(row)
    return found


def students_waiting(actor: Person) -> int:
    """How many students the actor may see with signals that somebody has to look at."""
    wanted = select(func.count(Signal.student_id.distinct())).join(Student, Student.id == Signal.student_id)
    mine = scope.within(actor, "attendance:read", STUDENT_COLUMNS)
    return db.session.scalar(wanted.where(WAITS, mine)) or 0


def proposed_in(signals: Iterable[Signal], workflow: Workflow) -> frozenset[str]:
    """The steps of the routine that new signals propose."""
    return frozenset(one.proposes for one in signals if one.workflow == workflow.workflow)


def take_up(
    student_id: UUID, case_id: UUID, workflow: Workflow, target: str, *, actor: Person, now: datetime
) -> None:
    """Somebody has brought the case to the step: what proposed that step, or one below it, is acted on."""
    place = workflow.order.get(target, -1)
    for row in new_signals([student_id]).get(student_id, ()):
        is_below = -1 < workflow.order.get(row.proposes, -1) <= place
        if row.workflow == workflow.workflow and (row.proposes == target or is_below):
            row.case_id, row.state = case_id, "taken_up"
            row.decided_at, row.decided_by_id = now, actor.id
            _record(What.SIGNAL_TAKEN_UP, row, actor=actor, now=now)
    db.session.flush()


def dismiss(row: Signal, reason: str, *, actor: Person, now: datetime) -> None:
    """The proposal is not followed, and says why. It does not come again for the same thing.

    One that was acted on can be set aside where it has lost its ground; the case stays as it is.
    """
    if not row.has_lost_ground:
        _demand_new(row)
    _decide(row, "dismissed", reason, actor=actor, now=now)
    _record(What.SIGNAL_DISMISSED, row, actor=actor, now=now)


def pause(row: Signal, cause: str, reason: str, until: date, *, actor: Person, now: datetime) -> None:
    """The rule proposes nothing for the student up to and with the day; then it is read afresh."""
    _demand_new(row)
    row.cause, row.quiet_until = cause, until
    _decide(row, "paused", reason, actor=actor, now=now)
    _record(What.SIGNAL_PAUSED, row, actor=actor, now=now)


def _demand_new(row: Signal) -> None:
    if row.state != "new":
        raise Conflict("signal_settled")


def _decide(row: Signal, state: str, reason: str, *, actor: Person, now: datetime) -> None:
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    row.state, row.reason = state, reason.strip()
    row.decided_at, row.decided_by_id = now, actor.id
    db.session.flush()


def _record(what: What, row: Signal, *, actor: Person, now: datetime) -> None:
    """Notes the deed in the student's own history: it may come before any case."""
    says = {"signal": str(row.id), "rule": row.rule, "proposes": row.proposes, "sha": row.workflow_sha}
    says |= {"reason": row.reason, "content": signal_content(row)}
    history.record_about(what, row.student_id, actor=actor, now=now, **says)
