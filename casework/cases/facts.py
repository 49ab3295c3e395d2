"""What has happened in a case, gathered in a handful of queries into the values that the engine reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from casework.access import policy
from casework.access.policy import Person
from casework.cases.models import Approval, Case, Consent, Visit
from casework.cases.queries import model_of
from casework.catalog import machine_of
from casework.clock import school_date
from casework.engine.conditions import COMPULSORY
from casework.engine.facts import Actor, ConsentFact, Facts, FormFact, StudentFact
from casework.engine.machine import StageMachine
from casework.engine.workflow import LocalisedWorkflow, Step, Workflow
from casework.extensions import db
from casework.people import queries as people
from casework.people.models import Student
from casework.records import queries as records
from casework.records.models import Submission
from casework.tasks import queries as tasks
from casework.tasks.models import Milestone, Task

COMPULSORY_FROM, COMPULSORY_TO = 6, 18  # the ages between which schooling is compulsory; the law decides more


@dataclass(frozen=True)
class Situation:
    """A case with everything that its page, its gate and the command line ask about."""

    case: Case
    student: Student
    model: LocalisedWorkflow
    visits: tuple[Visit, ...]
    tasks: tuple[Task, ...]
    milestones: tuple[tuple[Milestone, str], ...]
    submissions: tuple[Submission, ...]
    writers: Mapping[UUID, str]
    consents: tuple[Consent, ...]
    approval: Approval | None
    facts: Facts

    @property
    def workflow(self) -> Workflow:
        """The model's rules."""
        return self.model.rules

    @property
    def machine(self) -> StageMachine:
        """The state machine of the model's version."""
        return machine_of(self.model.text)

    @property
    def visit(self) -> Visit:
        """The stay that the case is in, or was in when it was closed."""
        return self.visits[-1]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every way out of where the case stands; none where it was opened on the wrong student."""
        if self.case.annulled_at:
            return ()
        return self.workflow.steps_from(self.case.stage, self.facts.last_stage)

    def step(self, transition: str, target: str) -> Step | None:
        """The way out with that name and target; the only target where none is given."""
        fitting = [s for s in self.steps if s.transition.id == transition and target in ("", s.target)]
        return fitting[0] if fitting else None


def situation_of(case: Case, actor: Person, now: datetime, reason: str = "") -> Situation:
    """The case as it stands now, seen by the actor."""
    student, today = db.session.get_one(Student, case.student_id), school_date(now)
    model = model_of(case.workflow_sha)
    visits = tuple(
        db.session.scalars(select(Visit).where(Visit.case_id == case.id).order_by(Visit.entered_at))
    )
    place = {action.id: number for number, (_, action) in enumerate(model.rules.actions())}
    opened = tuple(sorted(tasks.tasks_of(case.id), key=lambda task: (task.opened_at, place[task.action])))
    reported = tuple(tasks.milestones_of(case.id))
    consents = tuple(
        db.session.scalars(select(Consent).where(Consent.case_id == case.id).order_by(Consent.given_on))
    )
    approval = db.session.scalars(
        select(Approval).where(Approval.case_id == case.id).order_by(Approval.requested_at.desc()).limit(1)
    ).one_or_none()
    submissions = records.submissions_of(case.id)
    names = people.names_of(by for one in submissions for by in (one.finalised_by_id, one.saved_by_id))
    finalised, drafts = records.form_facts(submissions, names)
    facts = Facts(
        stage=case.stage,
        visit=str(visits[-1].id),
        round=case.round,
        actor=actor_at(actor, student, case, model.rules),
        last_stage=visits[-1].stage,
        forms=tuple(_renewed(fact, visits, model.rules) for fact in finalised),
        drafts=drafts,
        tasks=tasks.task_facts(opened),
        milestones=tasks.milestone_facts(opened, reported),
        consents=_in_force(consents, today),
        pending=(approval.transition,) if approval and approval.status == "pending" else (),
        student=student_at(student, today),
        today=today,
        opened_on=school_date(case.opened_at),
        entered_on=school_date(visits[-1].entered_at),
        reason=reason,
    )
    return Situation(
        case, student, model, visits, opened, reported, tuple(submissions), names, consents, approval, facts
    )


def actor_at(actor: Person, student: Student, case: Case, workflow: Workflow) -> Actor:
    """The actor with the roles that they have towards this student, also those the model calls otherwise."""
    place = people.place(student, case.is_handed_over)
    return Actor(str(actor.id), actor.name, workflow.held(policy.roles_at(actor, place)))


def student_at(student: Student, today: date) -> StudentFact:
    """What guards may know of the student on the day."""
    age = student.age(today)
    applies = COMPULSORY_FROM <= age < COMPULSORY_TO
    return StudentFact(age, frozenset({COMPULSORY} if applies else ()))


def _in_force(consents: tuple[Consent, ...], today: date) -> tuple[ConsentFact, ...]:
    return tuple(
        ConsentFact(purpose=one.purpose, given_by=one.given_by, at=one.recorded_at)
        for one in consents
        if one.withdrawn_at is None
        and one.given_on <= today
        and (one.valid_to is None or one.valid_to >= today)
    )


def _renewed(fact: FormFact, visits: tuple[Visit, ...], workflow: Workflow) -> FormFact:
    """The fact, marked when a later step asked for the form anew."""
    ways: Mapping[str, tuple[str, ...]] = {one.id: one.renew for one in workflow.transitions}
    is_renewed = any(v.entered_at > fact.at and fact.form in ways.get(v.transition, ()) for v in visits)
    return replace(fact, is_renewed=True) if is_renewed else fact
