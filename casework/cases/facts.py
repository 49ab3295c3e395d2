"""What has happened in a case, gathered in a handful of queries into the values that the engine reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from casework.access import policy
from casework.access.policy import Person
from casework.cases.models import Approval, Case, Consent, Visit
from casework.cases.signal_models import Signal
from casework.cases.signals import new_signals, proposed_in
from casework.cases.student_facts import consents_in_force, guardians_in, student_at
from casework.catalog import machine_of
from casework.clock import school_date
from casework.engine.actions import Action
from casework.engine.each import INSTEAD
from casework.engine.facts import Actor, DraftFact, Facts, FormFact, TaskFact
from casework.engine.former import action_of
from casework.engine.guardians import asks_each, instead_of, is_reachable
from casework.engine.machine import StageMachine
from casework.engine.workflow import LocalisedWorkflow, Step, Workflow
from casework.extensions import db
from casework.people import queries as people
from casework.people.home import AtHome, homes_of
from casework.people.models import Student
from casework.records import queries as records
from casework.records.models import Submission
from casework.tasks import queries as tasks
from casework.tasks.models import Milestone, Task
from casework.versions.queries import model_of


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

    def action_of(self, task: Task, spoken: Workflow | None = None) -> Action:
        """What the task asks for, `spoken` in a language; of an earlier version only the title is left.

        Where the guardian may not be contacted, another way is asked for.
        """
        action = action_of(spoken or self.workflow, task.action, task.title, task.by_hand)
        whom = str(task.guardian_id or "")
        if not action.per or (is_reachable(action, self.facts, whom) and not self._is_met_otherwise(task)):
            return action
        if task.status != "open" and not self._is_met_otherwise(task):
            return action  # it was done as it is written
        stage = task.stage if task.stage in self.workflow.order else self.case.stage
        return instead_of(action, self.workflow.stage(stage).owner)

    def _is_met_otherwise(self, task: Task) -> bool:
        return any(one.task_id == task.id and one.kind == INSTEAD for one, _ in self.milestones)

    def guardian_of(self, task: Task) -> str:
        """The name of whom at home the task is for; empty where it is for nobody in particular."""
        return next((one.name for one in self.facts.guardians if one.id == str(task.guardian_id)), "")

    @cached_property
    def facts_of(self) -> Mapping[str, TaskFact]:
        """The tasks as the engine reads them, by their ids."""
        return {fact.task: fact for fact in self.facts.tasks}

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


@dataclass(frozen=True)
class Kept:
    """What the tables hold of some cases, by the id of each."""

    students: Mapping[UUID, Student]
    models: Mapping[str, LocalisedWorkflow]
    visits: Mapping[UUID, list[Visit]]
    tasks: Mapping[UUID, list[Task]]
    milestones: Mapping[UUID, list[tuple[Milestone, str]]]
    consents: Mapping[UUID, list[Consent]]
    approvals: Mapping[UUID, list[Approval]]
    submissions: Mapping[UUID, list[Submission]]
    forms: Mapping[UUID, tuple[tuple[FormFact, ...], tuple[DraftFact, ...]]]
    names: Mapping[UUID, str]
    homes: Mapping[UUID, Sequence[AtHome]]
    signals: Mapping[UUID, list[Signal]]

    def anew(self, cases: Sequence[Case]) -> Kept:
        """The same after tasks and versions of the cases have changed, and nothing else."""
        models = {sha: model_of(sha) for sha in {case.workflow_sha for case in cases}}
        return replace(self, models=models, tasks=_by_case(tasks.tasks_of([case.id for case in cases])))


def situation_of(case: Case, actor: Person, now: datetime, reason: str = "") -> Situation:
    """The case as it stands now, seen by the actor."""
    return _situation(case, kept_of([case], school_date(now)), actor, now, reason)


def situations_of(cases: Sequence[Case], kept: Kept, actor: Person, now: datetime) -> list[Situation]:
    """The cases as they stand now, from what the tables hold of them."""
    return [_situation(case, kept, actor, now, "") for case in cases]


def kept_of(cases: Sequence[Case], today: date, other: Workflow | None = None) -> Kept:
    """What the tables hold of the cases, in as many queries for many as for one.

    `other`: a routine that they are to be read by besides their own.
    """
    ids = [case.id for case in cases]
    submissions = _by_case(records.submissions_of(ids))
    milestones: dict[UUID, list[tuple[Milestone, str]]] = defaultdict(list)
    for case_id, milestone, name in tasks.milestones_of(ids):
        milestones[case_id].append((milestone, name))
    visits = select(Visit).where(Visit.case_id.in_(ids)).order_by(Visit.entered_at)
    consents = select(Consent).where(Consent.case_id.in_(ids)).order_by(Consent.given_on)
    approvals = select(Approval).where(Approval.case_id.in_(ids)).order_by(Approval.requested_at)
    written = [one for of_case in submissions.values() for one in of_case]
    names = people.names_of(by for one in written for by in (one.finalised_by_id, one.saved_by_id))
    models = {sha: model_of(sha) for sha in {case.workflow_sha for case in cases}}
    read_by = {sha: (model.rules, *((other,) if other else ())) for sha, model in models.items()}
    each = [case.student_id for case in cases if any(map(asks_each, read_by[case.workflow_sha]))]
    counted = [case.student_id for case in cases if models[case.workflow_sha].rules.triggers]
    students = _students([case.student_id for case in cases])
    return Kept(
        students=students,
        models=models,
        visits=_by_case(db.session.scalars(visits)),
        tasks=_by_case(tasks.tasks_of(ids)),
        milestones=milestones,
        consents=_by_case(db.session.scalars(consents)),
        approvals=_by_case(db.session.scalars(approvals)),
        submissions=submissions,
        forms={case_id: records.form_facts(submissions[case_id], names) for case_id in ids},
        names=names,
        homes=homes_of([students[one] for one in each], today) if each else {},
        signals=new_signals(counted) if counted else {},
    )


def _students(ids: Sequence[UUID]) -> dict[UUID, Student]:
    """The students; one alone has mostly been read with the case, and is at hand."""
    if len(ids) == 1:
        return {ids[0]: db.session.get_one(Student, ids[0])}
    return {one.id: one for one in db.session.scalars(select(Student).where(Student.id.in_(ids)))}


def _situation(case: Case, kept: Kept, actor: Person, now: datetime, reason: str) -> Situation:
    student, model = kept.students[case.student_id], kept.models[case.workflow_sha]
    today = school_date(now)
    visits = tuple(kept.visits[case.id])
    place = {action.id: number for number, (_, action) in enumerate(model.rules.actions())}
    opened = tuple(
        sorted(kept.tasks[case.id], key=lambda task: (task.opened_at, place.get(task.action, len(place))))
    )
    reported = tuple(kept.milestones[case.id])
    consents, submissions = tuple(kept.consents[case.id]), tuple(kept.submissions[case.id])
    approval = kept.approvals[case.id][-1] if kept.approvals[case.id] else None
    finalised, drafts = kept.forms[case.id]
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
        consents=consents_in_force(consents, today),
        guardians=guardians_in(kept.homes.get(student.id, ())),
        pending=(approval.transition,) if approval and approval.status == "pending" else (),
        proposed=proposed_in(kept.signals.get(student.id, ()), model.rules),
        student=student_at(student, today),
        today=today,
        opened_on=school_date(case.opened_at),
        entered_on=school_date(visits[-1].entered_at),
        reason=reason,
    )
    return Situation(
        case, student, model, visits, opened, reported, submissions, kept.names, consents, approval, facts
    )


OfCase = TypeVar("OfCase", Visit, Task, Consent, Approval, Submission)


def _by_case(rows: Iterable[OfCase]) -> dict[UUID, list[OfCase]]:
    found: dict[UUID, list[OfCase]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def actor_at(actor: Person, student: Student, case: Case, workflow: Workflow) -> Actor:
    """The actor with the roles that they have towards this student, also those the model calls otherwise."""
    place = people.place(student, case.is_handed_over)
    return Actor(str(actor.id), actor.name, workflow.held(policy.roles_at(actor, place)))


def _renewed(fact: FormFact, visits: tuple[Visit, ...], workflow: Workflow) -> FormFact:
    """The fact, marked when a later step asked for the form anew."""
    ways: Mapping[str, tuple[str, ...]] = {one.id: one.renew for one in workflow.transitions}
    is_renewed = any(v.entered_at > fact.at and fact.form in ways.get(v.transition, ()) for v in visits)
    return replace(fact, is_renewed=True) if is_renewed else fact
