"""What the program does because of one element of a model: gone without it, whichever model it stands in.

A demand of a routine is enforced where each element that covers it does something that can be seen to stop:

* a need of a step or a task: some case that was held up goes on without it, or the other way round
* an action: its task is opened in its stage, with its `if` met
* a transition: somebody takes it, where everything that it needs is so
* a stage: cases come to it · a role: its people may do what the model gives it
* a due date: the task has a day, or says what its clock waits for
* a trigger: it proposes something for somebody · preventive work: it stands in the year
* a moment: a clock starts · a question of a form: nobody signs the form without an answer
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from casework.definitions import Path
from casework.engine.action import Action
from casework.engine.beside import Prevention, Trigger
from casework.engine.clocks import moment_on
from casework.engine.consequences import is_due
from casework.engine.covers import Place, covering
from casework.engine.due import due_of
from casework.engine.facts import Facts, StudentFact
from casework.engine.guard import Guard
from casework.engine.happened import Concern
from casework.engine.looking import look_at
from casework.engine.moments import Due, Moment
from casework.engine.proposals import evaluate
from casework.engine.reading import Circumstances, Look
from casework.engine.steps import assess
from casework.engine.wanting import tasks_wanted
from casework.engine.wheel import turns
from casework.engine.workflow import Guidance, LocalisedWorkflow, Role, Stage, Transition, Workflow
from casework.forms.checks import problems
from casework.forms.definition import Form
from tests.engine.attending import SE, Pupil, on
from tests.engine.examples import facts, task, without
from tests.engine.worlds import Need, Things, facts_of, worlds
from tests.forms.examples import context
from tests.forms.filled import filled


@dataclass(frozen=True)
class Effect:
    """What one element does: its name, what a person would call it, and whether it is seen to stop."""

    name: str
    is_seen: bool


def effects(model: LocalisedWorkflow, forms: Mapping[str, Form], demand: str) -> list[Effect]:
    """For each element that covers the demand and works today, whether something stops without it."""
    found = []
    for place in covering(model.rules):
        if demand in place.part.covers and not isinstance(place.part, Guidance) and not place.awaits:
            name = model.document.problem(place.path, "").path
            found.append(Effect(name, stops_without(model, place)))
    for form_id in model.rules.forms:
        asking = [field.id for field in forms[form_id].all_fields() if demand in field.covers]
        found += [Effect(f"forms.{form_id}.{one}", is_asked(forms[form_id], one)) for one in asking]
    return found


def is_enforced(model: LocalisedWorkflow, forms: Mapping[str, Form], demand: str) -> bool:
    """Whether something covers the demand, and none of it can be taken away unseen."""
    found = effects(model, forms, demand)
    return bool(found) and all(one.is_seen for one in found)


def is_asked(form: Form, field: str) -> bool:
    """Whether the form cannot be finalised without the answer, and can be with it."""
    answers = filled(form)
    if field not in answers or problems(form, answers, context()):
        return False
    del answers[field]
    return field in {problem.field_id for problem in problems(form, answers, context())}


def stops_without(model: LocalisedWorkflow, place: Place) -> bool:
    """Whether what the element does is there with it and not without it."""
    try:
        less = without(model, place.path)
    except ValidationError:
        return False  # the file as a whole is refused, which says nothing about this element
    part = place.part
    if isinstance(part, Guard):
        return any(one != other for one, other in _outcomes(model, less, place.path))
    probe = {Stage: is_reached, Transition: is_taken, Role: may_act, Moment: starts_clocks, **BESIDE}
    does = next((does for kind, does in probe.items() if isinstance(part, kind)), None)
    if isinstance(part, Action):
        does = is_opened
    has_id = isinstance(part, Action | Stage | Transition | Trigger | Prevention)
    name = part.id if has_id else str(place.path[-1])
    if isinstance(part, Due):
        does, name = has_a_day, _id_of(model, place.path[:-1])
    return does is not None and does(model, model.rules, name) and not _holds(does, model, less, name)


def has_a_day(model: LocalisedWorkflow, rules: Workflow, name: str) -> bool:
    """Whether the task of the action has a day, or waits for its clock; KeyError without the action."""
    found = due_of(task(name), rules.action(name), rules, facts(), SE)
    return found is not None and (found.day is not None or bool(found.waits_for))


def _id_of(model: LocalisedWorkflow, path: Path) -> str:
    here = model.document.data
    for word in path:
        here = here[word]  # type: ignore[index]
    return str(here["id"])


def _holds(does: object, model: LocalisedWorkflow, rules: Workflow, name: str) -> bool:
    try:
        return bool(does(model, rules, name))  # type: ignore[operator]
    except LookupError:
        return False


def _holder(model: LocalisedWorkflow, path: Path) -> tuple[str, str]:
    """Which transition or action the need stands in, and whether among its `needs` or its `if`."""
    index = next(number for number, word in enumerate(path) if word in ("needs", "if"))
    here = model.document.data
    for word in path[:index]:
        here = here[word]  # type: ignore[index]
    return str(here["id"]), str(path[index])


def _outcomes(model: LocalisedWorkflow, less: Workflow, path: Path) -> Iterator[tuple[bool, bool]]:
    """In many cases, what comes of the transition or action with the need and without it."""
    name, word = _holder(model, path)
    raw = {one["id"]: one for one in _raw(model)}[name]
    things = Things(model, [*raw.get("needs", []), *raw.get("if", [])])
    stage = _stage_of(model.rules, name)
    for world in worlds(things, name):
        seen = facts_of(things, stage, world, ("anybody",))
        yield tuple(goes_on(rules, name, word, stage, seen) for rules in (model.rules, less))  # type: ignore[misc]


def goes_on(rules: Workflow, name: str, word: str, stage: str, seen: Facts) -> bool:
    """Whether the step is open or the task can be done; of an `if`, whether the task is opened."""
    action = rules.find_action(name)
    if action is None:
        steps = [step for step in rules.steps() if step.transition.id == name and step.source == stage]
        return all(need.is_met for need in assess(rules, steps[0], seen).needs)
    guards = action.applies_if if word == "if" else action.needs
    return all(guard.need(seen, rules).is_met for guard in guards)


def _raw(model: LocalisedWorkflow) -> Iterator[Mapping[str, object]]:
    data = model.document.data
    yield from data["transitions"]
    for stage in data["stages"]:
        yield from stage.get("actions", ())


def _stage_of(rules: Workflow, name: str) -> str:
    if rules.find_action(name):
        return rules.stage_of(name).id
    return next(step.source for step in rules.steps() if step.transition.id == name)


def _best(model: LocalisedWorkflow, needs: list[Need], stage: str, roles: tuple[str, ...]) -> Iterator[Facts]:
    """Cases in which the needs are met as often as not, seen by somebody with the roles."""
    things = Things(model, needs)
    for world in worlds(things, stage):
        yield facts_of(things, stage, world, roles)


def is_opened(model: LocalisedWorkflow, rules: Workflow, name: str) -> bool:
    """Whether the action's task is opened in its stage where its `if` is met; KeyError without the action."""
    action = rules.action(name)
    stage = rules.stage_of(name)
    raw = next(one for one in _raw(model) if one["id"] == name)
    if action.each_time:
        return any(
            one.action == name for look in _looks(rules) for one in tasks_wanted(rules, stage.id, look)
        )
    is_there = action in rules.actions_at(stage.id) and stage.case == "needed"
    needs: list[Need] = list(raw.get("if", []))  # type: ignore[call-overload]
    traits = action.for_students is not None
    return is_there and (
        traits or any(is_due(action, seen, rules) for seen in _undone(model, needs, stage.id))
    )


def _looks(rules: Workflow) -> Iterator[Look]:
    """Students who are away for long, reported or not, and who are late again and again."""
    first = SE.days(on(9, 7), on(9, 18))
    for said in ({}, {"is_reported": True, "validity": "valid"}, {"outcome": "late", "missed": 5}):
        student = Pupil("bengtsfors").away(*first, **said)
        yield look_at(rules, student.register(), SE, first[-1], Circumstances(student=StudentFact(16)))


def _undone(model: LocalisedWorkflow, needs: list[Need], stage: str) -> Iterator[Facts]:
    yield from (_best(model, needs, stage, ()) if needs else [facts(stage)])


def is_taken(model: LocalisedWorkflow, rules: Workflow, name: str) -> bool:
    """Whether somebody whom the model names can take the transition; KeyError without it."""
    transition = rules.transition(name)
    step = next(step for step in rules.steps() if step.transition.id == name)
    raw = next(one for one in _raw(model) if one["id"] == name)
    needs: list[Need] = list(raw.get("needs", []))  # type: ignore[call-overload]
    seen = _best(model, needs, step.source, transition.by)
    return any(not assess(rules, step, one).refusals for one in seen)


def is_reached(model: LocalisedWorkflow, rules: Workflow, name: str) -> bool:
    """Whether cases come to the stage, or students without one are read as being there; KeyError without."""
    if rules.stage(name).case == "none":
        return any(evaluate(rules, look).stage == name for look in _looks(rules))
    return any(step.target == name for step in rules.steps())


def may_act(model: LocalisedWorkflow, rules: Workflow, name: str) -> bool:
    """Whether the model says of the role what it is called and what its people may do."""
    role = rules.roles[name]
    is_acting = name in rules.acting | {stage.owner for stage in rules.stages}
    return bool(role.title) and is_acting and name in rules.held(frozenset({rules.rights(name)}))


def starts_clocks(model: LocalisedWorkflow, rules: Workflow, name: str) -> bool:
    """Whether the moment comes in some case; KeyError where the model does not know it."""
    moment = rules.moments[name]
    seen = _best(model, [{"recorded": name}], list(rules.order)[-1], ())
    return any(moment_on(name, moment, one) for one in seen)


def proposes(model: LocalisedWorkflow, rules: Workflow, name: str) -> bool:
    """Whether the trigger proposes for somebody away, or whom people worry about; KeyError without it."""
    rule = {one.id: one for one in rules.triggers}[name]
    day = on(9, 18)
    said = {one.concern.about or "": day for one in rule.when.unfolded() if isinstance(one, Concern)}
    pupil = Pupil("bengtsfors").away(*SE.days(on(9, 7), day)).register()
    for stage in rules.order:
        around = Circumstances(facts=facts(stage), student=StudentFact(16), concerns=said)
        met = evaluate(rules, look_at(rules, pupil, SE, day, around)).met
        if any(one.trigger is rule for one in met):
            return True
    return False


def has_turns(model: LocalisedWorkflow, rules: Workflow, name: str) -> bool:
    """Whether the preventive work stands in the year; KeyError without it."""
    return bool(turns({one.id: one for one in rules.prevention}[name], SE, on(9, 7)))


# What stands beside the ladder, and what it does.
BESIDE = {Trigger: proposes, Prevention: has_turns}
