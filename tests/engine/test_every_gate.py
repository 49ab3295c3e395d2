"""Of every model and stage: a step is open exactly when everything that the file says it needs is so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casework.engine.facts import Actor
from casework.engine.guards import AgeReached, StudentIs
from casework.engine.ladder import closure, onward_steps
from casework.engine.steps import assess
from casework.engine.workflow import CLOSED, NEW, LocalisedWorkflow, Step
from tests.engine.models import MODELS, every_model
from tests.engine.oracle import holds
from tests.engine.worlds import Need, Things, facts_of, worlds
from tests.stories.acts import Act, Ground, ways

STAGES = [(name, stage) for name, model in MODELS.items() for stage in (NEW, *model.rules.order, CLOSED)]


def steps_from(model: LocalisedWorkflow, stage: str) -> tuple[Step, ...]:
    """The ways out of the stage; a closed case was closed in the last one."""
    return model.rules.steps_from(stage, last_stage=list(model.rules.order)[-1])


def needs_of(model: LocalisedWorkflow) -> dict[str, list[Need]]:
    """What each transition needs, in the words of the file."""
    return {one["id"]: one.get("needs", []) for one in model.document.data["transitions"]}


@pytest.mark.parametrize(("name", "stage"), STAGES)
def test_a_step_is_open_exactly_when_everything_that_it_needs_is_so(name: str, stage: str) -> None:
    model = MODELS[name]
    rules, needs, steps = model.rules, needs_of(model), steps_from(model, stage)
    things = Things(model, [need for step in steps for need in needs[step.transition.id]])
    seen: dict[str, set[bool]] = {step.event: set() for step in steps}
    for world in worlds(things, f"{name} {stage}"):
        facts = facts_of(things, stage, world, ())
        for step in steps:
            expected = all(holds(need, world, things) for need in needs[step.transition.id])
            actor = Actor("anna", "Anna", frozenset(step.transition.by))
            asked = assess(rules, step, replace(facts, actor=actor))
            assert (not asked.refusals) is expected, (step.event, world)
            seen[step.event].add(expected)
    for step in steps:
        assert seen[step.event] == ({True, False} if needs[step.transition.id] else {True}), step.event


@every_model
def test_each_guard_is_shut_and_open_in_some_world(name: str) -> None:
    model = MODELS[name]
    for step in model.rules.steps():
        things = Things(model, list(needs_of(model)[step.transition.id]))
        for need in needs_of(model)[step.transition.id]:
            told = {holds(need, world, things) for world in worlds(things, step.event)}
            assert told == {True, False}, f"{step.event}: {need}"


@every_model
def test_every_guard_on_a_way_to_the_end_can_be_met_by_an_act_of_the_model(name: str) -> None:
    rules = MODELS[name].rules
    steps = list(onward_steps(rules))
    ends = closure([CLOSED], [(step.target, step.source) for step in steps if step.source != CLOSED])
    assert {NEW, *(stage.id for stage in rules.stages)} <= ends
    for step in steps:
        asked = step.transition.needs if step.target in ends else ()
        for guard in (one for one in asked if not isinstance(one, AgeReached | StudentIs)):
            found = ways(guard, Ground(rules))
            assert any(all(is_named(act, name) for act in way) for way in found), f"{step.event}: {guard}"


def is_named(act: Act, name: str) -> bool:
    """Whether the model says who does it."""
    rules = MODELS[name].rules
    who = {
        "signs": lambda: act.by or rules.finalisers(act.about),
        "reports": lambda: rules.doers(act.about),
        "consents": lambda: rules.recorders(act.about),
        "settles": lambda: rules.doers(act.about) if act.about else ("anybody",),
    }
    return act.kind in ("says", "waits") or bool(who[act.kind]())
