"""Walks everything in a model that may say which demands it covers, with what it still waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from casework.definitions import Path
from casework.engine.action import Action
from casework.engine.places import actions, conditions, duty_actions, sites, stages, transitions
from casework.engine.workflow import Workflow


class Covering(Protocol):
    """Any part that may cover demands."""

    @property
    def covers(self) -> tuple[str, ...]:
        """The ids of the demands."""


@dataclass(frozen=True)
class Place:
    """A part where it stands; `awaits` is what keeps it from working, empty where it works."""

    path: Path
    part: Covering
    awaits: str = ""


def covering(workflow: Workflow) -> Iterator[Place]:
    """Every part of the model that may cover demands."""
    for name, role in workflow.roles.items():
        yield Place(("roles", name), role)
    for index, guidance in enumerate(workflow.guidance):
        yield Place(("guidance", index), guidance)
    yield from _on_the_ladder(workflow)
    yield from _beside(workflow)
    for path, condition in conditions(workflow):
        yield Place(path, condition)


def _on_the_ladder(workflow: Workflow) -> Iterator[Place]:
    for path, stage in stages(workflow):
        yield Place(path, stage)
        if stage.follow_up:
            yield Place((*path, "follow_up"), stage.follow_up, "" if stage.is_followed else "deadlines")
        for index, documented in enumerate(stage.documented_by):
            yield Place((*path, "documented_by", index), documented)
    for path, _, action in actions(workflow):
        yield from _of_action(path, action)
    for path, transition in transitions(workflow):
        yield Place(path, transition)
    for site in sites(workflow):
        yield Place(site.path, site.guard)


def _beside(workflow: Workflow) -> Iterator[Place]:
    each = [action.each_time for _, _, action in actions(workflow)]
    rules = [*(one.when for one in workflow.triggers), *(one.when for one in workflow.duties), *each]
    is_counted = any(rules)
    for index, block in enumerate(workflow.counting):
        yield Place(("counting", index), block, "" if is_counted else "attendance")
    for name, moment in workflow.moments.items():
        yield Place(("moments", name), moment)
    if workflow.pause:
        yield Place(("pause",), workflow.pause)
    for index, trigger in enumerate(workflow.triggers):
        yield Place(("triggers", index), trigger)
    for word in ("leave", "duties", "cohorts", "goals", "prevention"):
        for index, part in enumerate(getattr(workflow, word)):
            yield Place((word, index), part)
    for path, _, action in duty_actions(workflow):
        yield from _of_action(path, action)


def _of_action(path: Path, action: Action) -> Iterator[Place]:
    yield Place(path, action)
    if action.due:
        yield Place((*path, "due"), action.due)
