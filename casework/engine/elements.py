"""The parts of a model: its source, guidance, roles, stages, transitions and the steps they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import Field

from casework.engine.actions import ActionKind
from casework.engine.beside import DocumentedBy, FollowUp
from casework.engine.followed import Followed, followed
from casework.engine.guards import GuardKind
from casework.engine.parts import Element, Id, Ids, Part, SomeIds
from casework.engine.roles import Side

NEW, CLOSED = "new", "closed"
Kind = Literal["open", "forward", "back", "restart", "hand_over", "return", "close", "reopen"]


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
    case: Literal["none", "needed"] = "needed"
    actions: tuple[ActionKind, ...] = ()
    follow_up: FollowUp | None = None
    documented_by: tuple[DocumentedBy, ...] = ()
    guidance: str = ""

    @property
    def name(self) -> str:
        """The short name where there is one."""
        return self.short or self.title

    @cached_property
    def must_be_done(self) -> tuple[ActionKind, ...]:
        """What must be done once here, and opens by itself."""
        return tuple(a for a in self.actions if a.opens_by_itself and a.happens_once and not a.optional)

    @cached_property
    def followed(self) -> Followed | None:
        """The work of following the stage up, where the routine says that it is."""
        rule = self.follow_up
        return followed(self.id, self.title, self.owner, rule) if rule else None

    @property
    def is_followed(self) -> bool:
        """Whether the program opens that work: in cases, and for students once an action here is done."""
        rule = self.follow_up
        after = rule.after if rule else None
        return rule is not None and (self.case == "needed" or after in {one.id for one in self.actions})


class Transition(Element):
    """A named way between stages, who may take it, what it needs and whose approval."""

    title: str
    kind: Kind
    sources: Ids = Field((), alias="from")
    targets: Ids = Field(alias="to")
    by: SomeIds
    approved_by: Ids = ()
    needs: tuple[GuardKind, ...] = ()
    renew: Ids = ()
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
