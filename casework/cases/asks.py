"""Asks those who may for a move that is not one's own, or for help; the answer is the move, or a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError

from casework.access import scope
from casework.access.policy import Confidentiality, Person
from casework.cases.act_models import Ask, AskRole
from casework.cases.demands import demand_allowed, demand_role
from casework.cases.facts import Situation, situation_of
from casework.cases.following import follow
from casework.cases.models import Case
from casework.cases.notes import writable_classes
from casework.cases.queries import COLUMNS, CaseRow
from casework.cases.signed import ask_content, ask_end_content
from casework.engine.workflow import CLOSED, Step
from casework.errors import Conflict, NotAcceptable, NotAllowed, NotHere
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.messages.models import ANSWER
from casework.messages.staff import Told, tell
from casework.people import queries as people
from casework.people.models import Group, Student, User

MAY = "case:change"
HELP = "help"  # the way that is no way: help without a move
ONWARD = ("forward", "hand_over")  # whom these wait for is told at the gate, and stands on their start page


@dataclass(frozen=True)
class Asked:
    """What somebody asks for, who it is, and the case."""

    ask: Ask
    by: str
    row: CaseRow


def ways_of_others(situation: Situation) -> list[Step]:
    """The ways out of where the case stands that only others may take, but for those that lead onwards."""
    others = [step for step in situation.steps if step.transition.kind not in ONWARD]
    return [step for step in others if not situation.facts.actor.roles & set(step.transition.by)]


def roles_asked(steps: Sequence[Step]) -> tuple[str, ...]:
    """Those whom the model lets take one of the steps, the first named first."""
    return tuple(dict.fromkeys(role for step in steps for role in step.transition.by))


def classes_for(situation: Situation, actor: Person) -> tuple[Confidentiality, ...]:
    """The classes in which the actor can write to all of those asked: each reads them."""
    place = people.place(situation.student, situation.case.is_handed_over)
    roles = roles_asked(ways_of_others(situation))
    readers = [actor.table.reads(situation.workflow.rights(role)) for role in roles]
    return tuple(one for one in writable_classes(actor, place) if all(one in reads for reads in readers))


def ask_in(case_id: UUID, ask_id: UUID, readable: frozenset[Confidentiality]) -> Ask:
    """What was asked, if it belongs to the case and is of one of the classes; else NotHere."""
    found = db.session.get(Ask, ask_id)
    if found is None or found.case_id != case_id or found.confidentiality not in readable:
        raise NotHere
    return found


def open_asks(case_id: UUID, readable: frozenset[Confidentiality]) -> Sequence[tuple[Ask, str]]:
    """What has been asked and is not answered, with who asked; the oldest first."""
    rows = db.session.execute(
        select(Ask, User.name)
        .join(User, User.id == Ask.asked_by_id)
        .where(Ask.case_id == case_id, Ask.status == "open", Ask.confidentiality.in_(readable))
        .order_by(Ask.asked_at, Ask.id)
    )
    return [(ask, name) for ask, name in rows]


def asks_me(actor: Person) -> ColumnElement[bool]:
    """True for open asks that wait for an answer of the actor's, in a class that they read somewhere."""
    read = {one for grant in actor.grants for one in actor.table.reads(grant.role)}
    is_others = (Ask.status == "open") & (Ask.asked_by_id != actor.id)
    is_read = Ask.confidentiality.in_(sorted(read)) & scope.within(actor, "case:read", COLUMNS)
    return is_others & is_read & scope.holding(actor, _asks, COLUMNS, beside="case:read")


def _asks(role: str) -> ColumnElement[bool]:
    """True for what the role is asked for."""
    return Ask.id.in_(select(AskRole.ask_id).where(AskRole.role == role))


def asks_for(actor: Person, *, limit: int) -> Sequence[Asked]:
    """What the actor is asked for, the oldest first."""
    rows = db.session.execute(
        select(Ask, User.name, Case, Student, Group.name)
        .join(User, User.id == Ask.asked_by_id)
        .join(Case, Case.id == Ask.case_id)
        .join(Student, Student.id == Case.student_id)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(asks_me(actor))
        .order_by(Ask.asked_at, Ask.id)
        .limit(limit)
    )
    return [Asked(ask, by, CaseRow(case, student, group or "")) for ask, by, case, student, group in rows]


def ask_others(
    case: Case, way: str, reason: str, *, confidentiality: str, actor: Person, now: datetime
) -> Ask:
    """Asks for the step whose event is `way`, or for HELP; the actor follows the case.

    Raises NotAllowed where there is nobody to ask, NotHere for a way that is not there for others.
    """
    situation, case_id = situation_of(case, actor, now), case.id
    role = demand_allowed(case, situation.student, actor, MAY)
    others = ways_of_others(situation)
    if confidentiality not in classes_for(situation, actor) or not others:
        raise NotAllowed
    step = next((one for one in others if one.event == way), None)
    if step is None and way != HELP:
        raise NotHere
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    ask = Ask(
        case_id=case_id,
        transition=step.transition.id if step else "",
        target=step.target if step else "",
        title=step.transition.title if step else "",
        roles=list(roles_asked([step] if step else others)),
        confidentiality=confidentiality,
        reason=reason.strip(),
        asked_by_id=actor.id,
        asked_at=now,
        status="open",
    )
    db.session.add(ask)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict("asked_already", case_id=str(case_id)) from error
    db.session.add_all(AskRole(ask_id=ask.id, role=one) for one in _held(situation, ask))
    says = _says(ask) | {"roles": ask.roles, "reason": ask.reason, "content": ask_content(ask)}
    history.record(What.ASK_MADE, case_id, actor=actor, role=role, now=now, **says)
    follow(case_id, actor=actor, now=now)
    return ask


def _held(situation: Situation, ask: Ask) -> set[str]:
    return {situation.workflow.rights(role) for role in ask.roles}


def may_answer(situation: Situation, ask: Ask) -> bool:
    """Whether the ask waits for the one who looks at the case: never for whoever asked."""
    actor = situation.facts.actor
    is_others = ask.status == "open" and str(ask.asked_by_id) != actor.id
    return is_others and bool(actor.roles & set(ask.roles))


def answer_ask(case: Case, ask: Ask, answer: str, *, actor: Person, now: datetime) -> None:
    """Says something in place of the move that was asked for; doing the move answers by itself."""
    situation = situation_of(case, actor, now)
    demand_role(situation, ask.roles)
    _demand_open(ask)
    if ask.asked_by_id == actor.id:
        raise NotAllowed
    if not answer.strip():
        raise NotAcceptable("answer_missing")
    role = next(role for role in ask.roles if role in situation.facts.actor.roles)
    _end(ask, "answered", answer, role=role, actor=actor, now=now)


def withdraw_ask(ask: Ask, *, actor: Person, now: datetime) -> None:
    """Takes it back; only who asked does."""
    if ask.asked_by_id != actor.id:
        raise NotAllowed
    _demand_open(ask)
    _end(ask, "withdrawn", "", role="", actor=actor, now=now)


def settle_asks(case: Case, step: Step | None, *, role: str, actor: Person, now: datetime) -> None:
    """What the step answers is done; asks for other moves lapse with it, and all of them where the case ends.

    Without a step the case is annulled.
    """
    is_over = step is None or step.target == CLOSED
    for ask in db.session.scalars(select(Ask).where(Ask.case_id == case.id, Ask.status == "open")):
        is_it = step is not None and (ask.transition, ask.target) == (step.transition.id, step.target)
        if ask.transition or is_over:
            _end(ask, "done" if is_it else "lapsed", "", role=role, actor=actor, now=now)


def _demand_open(ask: Ask) -> None:
    if ask.status != "open":
        raise Conflict("ask_ended", case_id=str(ask.case_id))


def _end(ask: Ask, status: str, answer: str, *, role: str, actor: Person, now: datetime) -> None:
    ask.status, ask.ended_by_id, ask.ended_at, ask.answer = status, actor.id, now, answer.strip()
    db.session.flush()
    says = _says(ask) | {"status": status, "reason": ask.answer, "content": ask_end_content(ask)}
    history.record(What.ASK_ENDED, ask.case_id, actor=actor, role=role, now=now, **says)
    if ask.asked_by_id != actor.id:
        tell(ANSWER, ask.asked_by_id, Told(ask.case_id, ask.id), now=now)


def _says(ask: Ask) -> dict[str, object]:
    """What the events about it have in common."""
    about = {"ask": str(ask.id), "transition": ask.transition, "title": ask.title, "to": ask.target}
    return {**about, "confidentiality": ask.confidentiality}
