"""Mail to colleagues about cases: who gets it, and what it says when it is sent; never about whom.

Everything is asked again then: whether the matter still waits, and whether the colleague may still see it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person, decide
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Approval, Case
from casework.clock import school_date
from casework.engine.steps import approver_needs
from casework.engine.workflow import Step
from casework.extensions import db
from casework.messages import letters
from casework.messages.letters import Authors, NotSent
from casework.messages.models import ANSWER, APPROVAL, Message
from casework.messages.staff import Told, letter_to, receiver, tell
from casework.messages.wires import Letter
from casework.people import queries as people
from casework.people.models import Student, User
from casework.web.text import gettext


def tell_approvers(situation: Situation, step: Step, approval: Approval, *, now: datetime) -> None:
    """Leaves a mail for each who could approve, but for the one who asks."""
    roles = {situation.workflow.rights(role) for role in step.transition.approved_by}
    colleagues = people.colleagues_for(situation.student, school_date(now))
    told = dict.fromkeys(one.id for one in colleagues if one.role in roles)
    for user_id in told:
        if user_id != approval.requested_by_id:
            tell(APPROVAL, user_id, Told(situation.case.id, approval.id), now=now)


def about_approval(message: Message, now: datetime) -> Letter:
    """Somebody asks for a second pair of eyes. Raises NotSent where it is decided, or no longer theirs."""
    user = receiver(message)
    approval = db.session.get_one(Approval, message.about_id)
    if approval.status != "pending":
        raise NotSent("settled")
    _demand_allowed(message.case_id, user, "case:change", now)
    if not _may_decide(approval, user, now):
        raise NotSent("no_longer_theirs")
    if _is_told(message):
        raise NotSent("with_another", is_told=True)
    return letter_to(user, message, lambda: gettext("You have a decision to make in a case."))


def _is_told(message: Message) -> bool:
    """Whether a mail of today says the same, and what it was about waits still."""
    wanted = (
        select(Message.id)
        .join(Approval, Approval.id == Message.about_id)
        .where(Message.kind == APPROVAL, Message.user_id == message.user_id, Message.on == message.on)
        .where(Message.id != message.id, Message.state == "sent", Approval.status == "pending")
    )
    return db.session.scalar(wanted.limit(1)) is not None


def _may_decide(approval: Approval, user: User, now: datetime) -> bool:
    """Whether the colleague is one of those who can, by the roles of today."""
    case = db.session.get_one(Case, approval.case_id)
    situation = situation_of(case, people.person(user, school_date(now)), now)
    step = situation.step(approval.transition, approval.target)
    if step is None:
        return False
    needs = approver_needs(situation.workflow, step, situation.facts, str(approval.requested_by_id))
    return not any(need.refusal for need in needs)


def about_answer(message: Message, now: datetime) -> Letter:
    """What the colleague has asked for is answered. Raises NotSent where the case is no longer theirs."""
    user = receiver(message)
    _demand_allowed(message.case_id, user, "case:read", now)
    return letter_to(
        user, message, lambda: gettext("You have got an answer to something that you asked for.")
    )


def _demand_allowed(case_id: UUID | None, user: User, permission: str, now: datetime) -> None:
    """Raises NotSent where the user may not do that in the case today."""
    found = (
        select(Student, Case.is_handed_over)
        .join(Case, Case.student_id == Student.id)
        .where(Case.id == case_id)
    )
    student, is_handed_over = db.session.execute(found).one()
    actor: Person = people.person(user, school_date(now))
    if not decide(actor, permission, people.place(student, is_handed_over)).is_allowed:
        raise NotSent("no_longer_theirs")


AUTHORS: Authors = {**letters.AUTHORS, APPROVAL: about_approval, ANSWER: about_answer}
