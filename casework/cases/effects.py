"""The effects of a step as pages and history tell them: one list, shown before and kept after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from casework.engine.consequences import Consequences
from casework.engine.workflow import CLOSED, Step, Workflow


@dataclass(frozen=True)
class Effect:
    """One thing that follows from a step: a code for its sentence, and what it is about by name."""

    code: str
    items: tuple[str, ...] = ()
    who: tuple[str, ...] = ()


def effects(workflow: Workflow, step: Step, follows: Consequences) -> tuple[Effect, ...]:
    """The effects worth telling, in the order of the page; form ids stay ids, the page knows their titles."""
    owner = () if step.target == CLOSED else (workflow.stage(step.target).owner,)
    all_of_them = (
        Effect("round_started") if follows.starts_round else None,
        _some("tasks_left", (task.title for task in follows.closes)),
        _some("approval_lapses", follows.lapses),
        _some("forms_keep", follows.keeps),
        _some("forms_renew", follows.renews),
        _some("tasks_reopen", (action.title for action in follows.reopens), owner),
        _some("tasks_open", (action.title for action in follows.opens), owner),
        _some("stays_done", (workflow.action(action).title for action in follows.stays_done)),
        Effect("case_closes") if step.target == CLOSED else None,
    )
    return tuple(effect for effect in all_of_them if effect)


def kept(found: Iterable[Effect]) -> list[dict[str, Any]]:
    """The effects as the history keeps them."""
    return [asdict(effect) | {"items": list(effect.items), "who": list(effect.who)} for effect in found]


def read(said: Iterable[Mapping[str, Any]]) -> tuple[Effect, ...]:
    """The effects as they were kept."""
    return tuple(Effect(str(one["code"]), tuple(one["items"]), tuple(one["who"])) for one in said)


def _some(code: str, items: Iterable[str], who: tuple[str, ...] = ()) -> Effect | None:
    named = tuple(items)
    return Effect(code, named, who) if named else None
