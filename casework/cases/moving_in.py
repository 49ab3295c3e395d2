"""Opens a case that has begun elsewhere, on paper or in another program, in the stage that it has come to.

What earlier stages ask for has been done there: it is not asked for again. What later steps need of it has to
be written or waived here, as in every case. The history tells that the case came in and from where.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

from casework.access import policy
from casework.access.policy import Person
from casework.cases.actions import add_case, facts_before, what_opened
from casework.cases.models import Case
from casework.cases.moves import enter, fire, open_tasks
from casework.cases.opening import opener
from casework.cases.signals import take_up
from casework.cases.waiting import settle
from casework.catalog import machine_of
from casework.clock import day_begins, school_date
from casework.engine.consequences import consequences
from casework.engine.workflow import NEW, LocalisedWorkflow, Step, Workflow
from casework.errors import NotAcceptable, NotAllowed
from casework.history import actions as history
from casework.history.events import What
from casework.people.models import Student
from casework.people.queries import place
from casework.versions import actions as versions

MAY = "case:migrate"


def move_in(
    student: Student,
    model: LocalisedWorkflow,
    stage: str,
    since: date,
    reason: str,
    *,
    actor: Person,
    now: datetime,
) -> Case:
    """The student's case, in the stage since the day; the reason says where it was before.

    Raises NotAllowed, NotAcceptable for a day to come, Conflict where the student has an open case.
    """
    decision = policy.decide(actor, MAY, place(student))
    if not decision.is_allowed:
        raise NotAllowed
    if since > school_date(now):
        raise NotAcceptable("day_to_come")
    step = way_to(model.rules, stage)
    case = Case(id=uuid4(), student_id=student.id, workflow_sha=versions.keep(model), opened_at=now)
    case.changed_at = case.waiting_since = now
    case.round, case.is_handed_over, case.stage = 1, False, step.source
    before = facts_before(student, model, opener(actor, student, model.rules), reason, now)
    follows = consequences(model.rules, replace(step, source=NEW), before)
    fire(machine_of(model.text), case, step, lambda: ())
    add_case(case)
    history.begin_case_chain(case.id, case.number, student.id, actor=actor, now=now)
    visit = enter(case, step, model, actor=actor, now=day_begins(since))
    said = what_opened(case, model, stage, reason)
    history.record(What.CASE_OPENED, case.id, actor=actor, role=decision.role, now=now, **said)
    open_tasks(visit, model.rules, replace(follows, catches_up=()), now=now)
    take_up(student.id, case.id, model.rules, stage, actor=actor, now=now)
    settle(case, actor=actor, now=now)
    return case


def way_to(workflow: Workflow, stage: str) -> Step:
    """The step by which cases come to the stage: into the routine, else from the nearest stage below."""
    there = [step for step in workflow.steps() if step.target == stage]
    below = [NEW, *workflow.order]
    return min(there, key=lambda step: _far(below, step))


def _far(below: list[str], step: Step) -> tuple[bool, int]:
    """Ways in first, then steps from below, the nearest first; steps back come last."""
    if step.source not in below:
        return True, len(below)
    distance = below.index(step.target) - below.index(step.source)
    return step.source != NEW, distance if distance > 0 else len(below) - distance
