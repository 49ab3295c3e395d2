"""Annuls a case that was opened on the wrong student: one asks, a second person confirms or declines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError

from casework.access import policy, scope
from casework.access.policy import Person
from casework.cases import effects as words
from casework.cases.act_models import Annulment
from casework.cases.asks import settle_asks
from casework.cases.demands import demand_allowed
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case
from casework.cases.moves import lapse_approval
from casework.cases.queries import COLUMNS, CaseRow
from casework.cases.signed import annulment_content, annulment_end_content
from casework.cases.waiting import settle
from casework.engine.facts import Refusal
from casework.engine.workflow import CLOSED
from casework.errors import Conflict, NotAcceptable, NotAllowed, NotHere, Refused
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people.models import Group, Student
from casework.records import actions as records
from casework.tasks import actions as tasks

ASK, DECIDE = "annulment:request", "annulment:decide"
DECIDERS = ("rector", "student_health_team")  # in the order in which a sentence names them


@dataclass(frozen=True)
class Wish:
    """A request that waits for a second person, with its case."""

    annulment: Annulment
    row: CaseRow


def annulment_in(case_id: UUID, annulment_id: UUID) -> Annulment:
    """The request, if it belongs to the case; else NotHere."""
    found = db.session.get(Annulment, annulment_id)
    if found is None or found.case_id != case_id:
        raise NotHere
    return found


def pending_annulment(case_id: UUID) -> Annulment | None:
    """The request that waits for a second person, if there is one."""
    return db.session.scalars(
        select(Annulment).where(Annulment.case_id == case_id, Annulment.status == "pending")
    ).one_or_none()


def is_for(actor: Person) -> ColumnElement[bool]:
    """True for requests that wait for the actor: never their own."""
    is_others = Annulment.requested_by_id != actor.id
    return (Annulment.status == "pending") & is_others & scope.within(actor, DECIDE, COLUMNS)


def wishes_for(actor: Person, *, limit: int) -> Sequence[Wish]:
    """The requests that wait for the actor, oldest first."""
    rows = db.session.execute(
        select(Annulment, Case, Student, Group.name)
        .join(Case, Case.id == Annulment.case_id)
        .join(Student, Student.id == Case.student_id)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(is_for(actor))
        .order_by(Annulment.requested_at, Annulment.id)
        .limit(limit)
    )
    return [Wish(one, CaseRow(case, student, group or "")) for one, case, student, group in rows]


def may_decide(actor: Person, row: CaseRow, annulment: Annulment) -> bool:
    """Whether the actor is a second person for the request, while it waits."""
    is_second = annulment.status == "pending" and annulment.requested_by_id != actor.id
    return is_second and policy.decide(actor, DECIDE, row.place).is_allowed


def request_annulment(case: Case, reason: str, *, actor: Person, now: datetime) -> Annulment:
    """Asks for a second person; an open case and a closed one can both have been opened by mistake."""
    case_id = case.id
    role = demand_allowed(case, db.session.get_one(Student, case.student_id), actor, ASK)
    if case.annulled_at:
        raise Conflict("annulment_ended", case_id=str(case_id))
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    wish = Annulment(
        case_id=case_id, reason=reason.strip(), requested_by_id=actor.id, requested_at=now, status="pending"
    )
    db.session.add(wish)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict("annulment_pending", case_id=str(case_id)) from error
    says = {"annulment": str(wish.id), "reason": wish.reason, "content": annulment_content(wish)}
    history.record(What.ANNULMENT_REQUESTED, case_id, actor=actor, role=role, now=now, **says)
    return wish


def withdraw_annulment(case: Case, wish: Annulment, *, actor: Person, now: datetime) -> None:
    """Takes the request back; only who made it does, while nobody has decided."""
    if wish.requested_by_id != actor.id:
        raise NotAllowed
    _demand_pending(case, wish)
    _end(wish, "withdrawn", "", actor, now)
    says = {"annulment": str(wish.id), "content": annulment_end_content(wish)}
    history.record(What.ANNULMENT_WITHDRAWN, case.id, actor=actor, now=now, **says)


def decide_annulment(
    case: Case, wish: Annulment, *, is_confirmed: bool, reason: str, actor: Person, now: datetime
) -> None:
    """The second person annuls the case for good, or leaves it as it is with a reason."""
    situation = situation_of(case, actor, now)
    role = demand_allowed(case, situation.student, actor, DECIDE)
    _demand_pending(case, wish)
    if wish.requested_by_id == actor.id:
        raise Refused((Refusal("own_request", who=DECIDERS),), case_id=str(case.id))
    if not is_confirmed and not reason.strip():
        raise NotAcceptable("reason_missing")
    _end(wish, "confirmed" if is_confirmed else "declined", reason, actor, now)
    says: dict[str, object] = {"annulment": str(wish.id), "content": annulment_end_content(wish)}
    if not is_confirmed:
        says["reason"] = wish.decision_reason
        history.record(What.ANNULMENT_DECLINED, case.id, actor=actor, role=role, now=now, **says)
        return
    stage = case.stage
    effects = words.kept(words.annulment_effects(situation))
    _annul(situation, actor=actor, now=now)
    says |= {"reason": wish.reason, "from": stage, "to": CLOSED, "effects": effects}
    history.record(What.CASE_ANNULLED, case.id, actor=actor, role=role, now=now, **says)
    settle(case, actor=actor, now=now)


def _demand_pending(case: Case, wish: Annulment) -> None:
    if wish.status != "pending":
        raise Conflict("annulment_ended", case_id=str(case.id))


def _end(wish: Annulment, status: str, reason: str, actor: Person, now: datetime) -> None:
    wish.status, wish.decided_by_id, wish.decided_at = status, actor.id, now
    wish.decision_reason = reason.strip()
    db.session.flush()


def _annul(situation: Situation, *, actor: Person, now: datetime) -> None:
    """Ends everything that is under way in the case, and the case itself; nothing is taken away."""
    case = situation.case
    tasks.leave_tasks((task.id for task in situation.tasks if task.status == "open"), actor=actor, now=now)
    for submission in situation.submissions:
        if submission.status == "draft":
            records.discard_draft(submission)
    lapse_approval(case.id, "case_annulled", actor=actor, now=now)
    settle_asks(case, None, role="", actor=actor, now=now)
    situation.visit.left_at = situation.visit.left_at or now
    case.stage, case.closed_at, case.annulled_at = CLOSED, case.closed_at or now, now
    db.session.flush()
