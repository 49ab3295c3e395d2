"""Walks a model with the path of everything in its file, so that a problem can name its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casework.definitions import Path
from casework.engine.actions import Action
from casework.engine.beside import Duty
from casework.engine.conditions import Condition
from casework.engine.guards import AnyOf, Guard
from casework.engine.parts import Part
from casework.engine.workflow import Stage, Transition, Workflow
from casework.remarks import Remark

Finding = tuple[Path, Remark]
Holder = Transition | Action


DEEDS = ("overdue", "started", "finalised", "recorded")


@dataclass(frozen=True)
class Site:
    """A guard where it stands: in a transition or an action, and in which stages it is asked.

    What stands in a duty is asked whatever the stage, so that none is named.
    """

    path: Path
    guard: Guard
    holder: Holder
    stages: tuple[str, ...]


def transitions(workflow: Workflow) -> Iterator[tuple[Path, Transition]]:
    """Every transition with its path."""
    for index, transition in enumerate(workflow.transitions):
        yield ("transitions", index), transition


def stages(workflow: Workflow) -> Iterator[tuple[Path, Stage]]:
    """Every stage with its path."""
    for index, stage in enumerate(workflow.stages):
        yield ("stages", index), stage


def actions(workflow: Workflow) -> Iterator[tuple[Path, Stage, Action]]:
    """Every action with its path and its stage; also those whose id stands twice."""
    for path, stage in stages(workflow):
        for index, action in enumerate(stage.actions):
            yield (*path, "actions", index), stage, action


def sites(workflow: Workflow) -> Iterator[Site]:
    """Every guard, inner ones too, where it stands; those of duties come last."""
    for path, transition in transitions(workflow):
        yield from _unfolded((*path, "needs"), transition.needs, transition, workflow.sources(transition))
    for path, stage, action in actions(workflow):
        yield from _unfolded((*path, "if"), action.applies_if, action, (stage.id,))
        yield from _unfolded((*path, "needs"), action.needs, action, (stage.id,))
    for path, _, action in duty_actions(workflow):
        yield from _unfolded((*path, "if"), action.applies_if, action, ())
        yield from _unfolded((*path, "needs"), action.needs, action, ())


def duty_actions(workflow: Workflow) -> Iterator[tuple[Path, Duty, Action]]:
    """Every action of a duty with its path."""
    for number, duty in enumerate(workflow.duties):
        for index, action in enumerate(duty.actions):
            yield ("duties", number, "actions", index), duty, action


def every_action(workflow: Workflow) -> Iterator[tuple[Path, Action]]:
    """Every action of stages and duties with its path."""
    yield from ((path, action) for path, _, action in actions(workflow))
    yield from ((path, action) for path, _, action in duty_actions(workflow))


def conditions(workflow: Workflow) -> Iterator[tuple[Path, Condition]]:
    """Every condition, inner ones too, with its path."""
    for index, trigger in enumerate(workflow.triggers):
        yield from _conditions(("triggers", index), trigger, ("when", "for_students"))
    for path, _, action in actions(workflow):
        yield from _conditions(path, action, ("each_time", "for_students"))
    for index, duty in enumerate(workflow.duties):
        yield from _conditions(("duties", index), duty, ("when", "for_students", "suggested_if"))
    for path, _, action in duty_actions(workflow):
        yield from _conditions(path, action, ("each_time", "for_students"))


def asks_for_deeds(workflow: Workflow) -> bool:
    """Whether a rule looks at what people do or are late with: doing it can change what is asked for."""
    return any(condition.kind in DEEDS for _, condition in conditions(workflow))


def _conditions(path: Path, holder: Part, words: tuple[str, ...]) -> Iterator[tuple[Path, Condition]]:
    for word in words:
        condition = getattr(holder, word)
        if condition is not None:
            yield from _inner(((*path, word)), condition)


def _inner(path: Path, condition: Condition) -> Iterator[tuple[Path, Condition]]:
    yield path, condition
    for index, inner in enumerate(condition.inner()):
        yield from _inner((*path, condition.kind, index), inner)


def _unfolded(
    path: Path, guards: tuple[Guard, ...], holder: Holder, asked_in: tuple[str, ...]
) -> Iterator[Site]:
    for index, guard in enumerate(guards):
        here = (*path, index)
        yield Site(here, guard, holder, asked_in)
        yield from _unfolded((*here, "if"), guard.applies_if, holder, asked_in)
        if isinstance(guard, AnyOf):
            yield from _unfolded((*here, "any"), guard.any, holder, asked_in)
