"""The parts of a model: its source, guidance, roles, stages, transitions and the steps they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from casework.engine.actions import ActionKind, Element, Id
from casework.engine.guards import GuardKind
from casework.engine.roles import Side

NEW, CLOSED = "new", "closed"
Kind = Literal["open", "forward", "back", "restart", "hand_over", "return", "close", "reopen"]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Stages = Annotated[tuple[Id, ...], BeforeValidator(_listed)]


class Part(BaseModel):
    """Anything in a model: a frozen value that knows no other words than its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(Part):
    """The written routine: its demands in our words, the tests that prove some, what the others wait for."""

    document: str
    adopted: str = ""
    links: tuple[str, ...] = ()
    demands: Mapping[str, str] = Field(default_factory=dict)
    proved: Mapping[str, str] = Field(default_factory=dict)
    waiting: Mapping[str, str] = Field(default_factory=dict)


class Guidance(Element):
    """A text shown where the work happens: on the model, a stage or an action."""

    show: str
    text: str


class Role(Part):
    """What this authority calls a role, and on which side it works."""

    title: str
    side: Side = "school"
    rights_as: Id | None = None
    covers: tuple[str, ...] = ()


class Stage(Element):
    """A step of the ladder; a case stands in exactly one."""

    title: str
    short: str = ""
    owner: Id
    actions: tuple[ActionKind, ...] = ()
    guidance: str = ""

    @property
    def name(self) -> str:
        """The short name where there is one."""
        return self.short or self.title


class Transition(Element):
    """A named way between stages, who may take it, what it needs and whose approval."""

    title: str
    kind: Kind
    sources: Stages = Field((), alias="from")
    targets: Stages = Field(alias="to")
    by: tuple[Id, ...] = Field(min_length=1)
    approved_by: tuple[Id, ...] = ()
    needs: tuple[GuardKind, ...] = ()
    renew: tuple[Id, ...] = ()
    guidance: str = ""


@dataclass(frozen=True)
class Step:
    """One way that a case can go: a transition from its stage to one target."""

    transition: Transition
    source: str
    target: str

    @property
    def event(self) -> str:
        """The name under which the state machine knows the step."""
        return f"{self.transition.id}__{self.target}"
