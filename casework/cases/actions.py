"""Opens cases and takes their steps."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from casework.access.policy import Person
from casework.cases.approvals import request_approval
from casework.cases.concerns import lay_in_waiting
from casework.cases.facts import situation_of
from casework.cases.models import Case, CaseNumber
from casework.cases.moves import enter, fire, move, open_tasks, role_of
from casework.cases.opening import opener, way_in
from casework.cases.queries import open_case_of
from casework.cases.signals import new_signals, proposed_in, take_up
from casework.cases.student_facts import guardians_in, student_at
from casework.cases.taking_over import take_over
from casework.cases.waiting import settle
from casework.catalog import machine_of
from casework.clock import school_date
from casework.engine.consequences import consequences
from casework.engine.facts import Actor, Facts, Refusal
from casework.engine.guardians import asks_each
from casework.engine.steps import assess
from casework.engine.workflow import NEW, LocalisedWorkflow
from casework.errors import Conflict, Refused
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people.home import home_of
from casework.people.models import Student
from casework.versions import actions as versions


def open_case(
    student: Student, model: LocalisedWorkflow, target: str, *, reason: str, actor: Person, now: datetime
) -> Case:
    """A new case for the student, in the stage that it opens in."""
    case = Case(
        id=uuid4(), student_id=student.id, workflow_sha=versions.keep(model), stage=NEW, opened_at=now
    )
    case.changed_at = case.waiting_since = now
    case.round, case.is_handed_over = 1, False
    who = opener(actor, student, model.rules)
    facts = facts_before(student, model, who, reason, now)
    step = way_in(model.rules, target, who)
    if step is None:
        raise Refused((Refusal("moved_on"),))
    fire(machine_of(model.text), case, step, lambda: assess(model.rules, step, facts).refusals)
    add_case(case)
    history.begin_case_chain(case.id, case.number, student.id, actor=actor, now=now)
    visit = enter(case, step, model, actor=actor, now=now)
    role, said = role_of(facts, step.transition.by), what_opened(case, model, target, reason)
    history.record(What.CASE_OPENED, case.id, actor=actor, role=role, now=now, **said)
    open_tasks(visit, model.rules, consequences(model.rules, step, facts), now=now)
    take_over(case, model.rules, actor=actor, now=now)
    take_up(student.id, case.id, model.rules, target, actor=actor, now=now)
    lay_in_waiting(case, actor=actor, now=now)
    settle(case, actor=actor, now=now)
    return case


def what_opened(case: Case, model: LocalisedWorkflow, target: str, reason: str) -> dict[str, object]:
    """The opening as the history keeps it."""
    return {
        "workflow": model.rules.workflow,
        "version": model.rules.version,
        "sha": model.sha,
        "to": target,
        "to_title": model.rules.stage(target).name,
        "round": 1,
        "reason": reason,
        "number": case.number,
        "is_handed_over": case.is_handed_over,
    }


def facts_before(student: Student, model: LocalisedWorkflow, who: Actor, reason: str, now: datetime) -> Facts:
    """What guards may look at while there is no case yet."""
    today = school_date(now)
    return Facts(
        stage=NEW,
        visit="",
        round=1,
        actor=who,
        student=student_at(student, today),
        proposed=proposed_in(new_signals([student.id]).get(student.id, ()), model.rules),
        today=today,
        guardians=guardians_in(home_of(student, today)) if asks_each(model.rules) else (),
        reason=reason,
    )


def add_case(case: Case) -> None:
    """Numbers the case and adds it; the database lets a student have one open case only."""
    number = CaseNumber()
    db.session.add(number)
    db.session.flush()
    case.number, student_id = number.number, case.student_id
    try:
        with db.session.begin_nested():
            db.session.add(case)
    except IntegrityError as error:
        existing = open_case_of(student_id)  # whoever opens one may see it: the page leads there
        raise Conflict("already_open", case_id=str(existing.id) if existing else "") from error


def advance_case(
    case: Case, transition: str, target: str, *, reason: str, summary: str, actor: Person, now: datetime
) -> Case:
    """Takes the step, or requests the approval that it needs. Raises Refused with everything in the way."""
    situation = situation_of(case, actor, now, reason)
    step = situation.step(transition, target)
    if step is None:
        raise Refused((Refusal("moved_on"),), case_id=str(case.id))
    if step.transition.approved_by:
        request_approval(situation, step, reason=reason, summary=summary, actor=actor, now=now)
        settle(case, actor=actor, now=now)
        return case
    refusals = assess(situation.workflow, step, situation.facts).refusals
    role = role_of(situation.facts, step.transition.by)
    return move(situation, step, lambda: refusals, reason=reason, role=role, actor=actor, now=now)
