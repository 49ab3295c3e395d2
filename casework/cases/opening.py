"""In which steps of the routine somebody may open a case for a student."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from casework.access import policy
from casework.access.policy import Person
from casework.cases.signals import new_signals, proposed_in
from casework.engine.facts import Actor
from casework.engine.steps import role_need
from casework.engine.workflow import NEW, Step, Workflow
from casework.people import queries as people
from casework.people.models import Student


def opener(actor: Person, student: Student, workflow: Workflow) -> Actor:
    """The actor with the roles that they have towards the student, also those the model calls otherwise."""
    return Actor(str(actor.id), actor.name, workflow.held(policy.roles_at(actor, people.place(student))))


def openings(workflow: Workflow, actor: Actor) -> tuple[Step, ...]:
    """The ways into the routine that are the actor's, one for each stage, in the order of the ladder."""
    found = {step.target: step for step in reversed(ways_in(workflow)) if _is_theirs(step, actor)}
    return tuple(sorted(found.values(), key=lambda step: workflow.order[step.target]))


def proposed(student_id: UUID, workflow: Workflow, ways: Iterable[Step]) -> str:
    """The highest of the steps that the ways lead to and a signal proposes; empty where none is."""
    found = proposed_in(new_signals([student_id]).get(student_id, ()), workflow)
    return max(
        (way.target for way in ways if way.target in found), key=workflow.order.__getitem__, default=""
    )


def way_in(workflow: Workflow, target: str, actor: Actor) -> Step | None:
    """How the actor opens a case there; the first way where none is theirs, None where none leads."""
    there = [step for step in ways_in(workflow) if step.target == target]
    return next((step for step in there if _is_theirs(step, actor)), there[0] if there else None)


def ways_in(workflow: Workflow) -> tuple[Step, ...]:
    """Every way into the routine."""
    return workflow.steps_from(NEW)


def _is_theirs(step: Step, actor: Actor) -> bool:
    return role_need(actor, step.transition.by).is_met
