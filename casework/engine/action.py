"""What every kind of action shares: who does it, when it opens, how often, and what doing it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field, StrictBool

from casework.engine.conditions import ConditionKind, StudentConditionKind
from casework.engine.facts import Scope
from casework.engine.guards import GuardKind
from casework.engine.moments import DueDate
from casework.engine.parts import Element, Id, Ids, SomeIds
from casework.engine.quantities import Quantity

SYSTEM = "system"


class Action(Element):
    """What every kind of action shares."""

    kinds: ClassVar[tuple[str, ...]] = ("done",)
    title: str
    by: SomeIds
    together_with: Ids = ()
    tell: Ids = ()
    form: Id | None = None
    applies_if: tuple[GuardKind, ...] = Field((), alias="if")
    needs: tuple[GuardKind, ...] = ()
    optional: StrictBool = False
    once_per: Scope | Literal["day", "week"] = "round"
    for_students: StudentConditionKind | None = None
    each_time: ConditionKind | None = None
    every: Quantity | None = None
    per: Literal["guardian"] | None = None
    due: DueDate | None = None
    holds: Literal["here", "from_here_up", "everywhere"] = "here"
    same_as: Id | None = None
    in_row: Id | None = None
    guidance: str = ""

    @property
    def milestones(self) -> tuple[str, ...]:
        """What can be reported about the action; the first means that it is done."""
        return self.kinds

    @property
    def natural(self) -> str:
        """The milestone that means the action is done."""
        return self.milestones[0]

    @property
    def parties(self) -> tuple[str, ...]:
        """Whom the action is done with or sent to."""
        return ()

    @property
    def opens_by_itself(self) -> bool:
        """Whether it opens when the case comes to its stage, and not at each absence."""
        return self.each_time is None

    @property
    def happens_once(self) -> bool:
        """Whether doing it once settles it for the round or the case."""
        return self.every is None and self.once_per in ("round", "case")

    @property
    def scope(self) -> Scope:
        """How far back having done it counts; what is done each day or week counts in its stay."""
        return "visit" if self.once_per == "day" or self.once_per == "week" else self.once_per

    @property
    def is_answered(self) -> bool:
        """Whether an answer is expected within a time, once it has been sent."""
        return False

    def outcomes(self, milestone: str) -> Mapping[str, str]:
        """The answers that go with the milestone: option → its text."""
        return {}


class WithParties(Action):
    """An action that is done with somebody."""

    parties_: Ids = Field((), alias="with")

    @property
    def parties(self) -> tuple[str, ...]:
        return self.parties_


class SentTo(Action):
    """An action that is sent to somebody."""

    to: SomeIds

    @property
    def parties(self) -> tuple[str, ...]:
        return self.to
