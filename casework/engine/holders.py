"""What of a model nobody can do, where some of the roles that people hold have no holder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from casework.engine.workflow import Workflow

What = Literal["responsible", "do", "sign", "step", "approve"]


@dataclass(frozen=True)
class Stop:
    """Something that nobody can do: what and which, and the model's roles of whom one would be enough.

    `name` is the title of a stage, action or step; the id of a form.
    """

    what: What
    name: str
    roles: tuple[str, ...]


def stops(workflow: Workflow, held: frozenset[str]) -> tuple[Stop, ...]:
    """Everything in the model that waits for a role which nobody has; `held` are the roles of accounts."""
    return tuple(
        stop for stop in _asked(workflow) if not any(workflow.rights(role) in held for role in stop.roles)
    )


def _asked(workflow: Workflow) -> Iterator[Stop]:
    """What the model asks of people, in the order of its ladder."""
    for stage in workflow.stages:
        yield Stop("responsible", stage.name, (stage.owner,))
        for action in stage.actions:
            if action.opens_by_itself and not action.form and not action.optional:
                yield Stop("do", action.title, action.by)
    for form in workflow.forms:
        yield Stop("sign", form, workflow.finalisers(form))
    for transition in workflow.transitions:
        yield Stop("step", transition.title, transition.by)
        if transition.approved_by:
            yield Stop("approve", transition.title, transition.approved_by)


def needed_roles(workflow: Workflow) -> tuple[str, ...]:
    """The roles that accounts hold and the model asks for, each once."""
    roles: Iterable[str] = (workflow.rights(role) for stop in _asked(workflow) for role in stop.roles)
    return tuple(dict.fromkeys(roles))
