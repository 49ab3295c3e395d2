"""What every kind of guard shares: when it applies, how far back it looks, and how it answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from casework.engine.facts import Facts, Need, Proof, Refusal, Routine, Scope

if TYPE_CHECKING:
    from casework.engine.guards import GuardKind


class Guard(BaseModel):
    """What every kind shares: which demands it meets, and when it applies at all."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    kind: ClassVar[str]
    within: Scope = Field("round", alias="in")
    applies_if: tuple[GuardKind, ...] = Field((), alias="if")
    covers: tuple[str, ...] = ()

    def need(self, facts: Facts, routine: Routine) -> Need:
        """The guard's answer to the facts; a guard whose `if` is not met asks for nothing."""
        if not all(condition.need(facts, routine).is_met for condition in self.applies_if):
            return Need(self.subject, proof=Proof("not_applicable"))
        return self.answer(facts, routine)

    def refusal(self, facts: Facts, routine: Routine) -> Refusal | None:
        """What is missing, or nothing."""
        return self.need(facts, routine).refusal

    @property
    def subject(self) -> str:
        """The kind and what it is about, as one word for pages and logs."""
        return f"{self.kind}:{self.about()}" if self.about() else self.kind

    def about(self) -> str:
        """The thing that the kind word names, where there is one."""
        return ""

    def unfolded(self) -> Iterator[Guard]:
        """The guard and every guard inside it."""
        yield self
        for guard in self.inner():
            yield from guard.unfolded()

    def inner(self) -> tuple[Guard, ...]:
        """The guards directly inside it."""
        return self.applies_if

    def answer(self, facts: Facts, routine: Routine) -> Need:
        """Each kind's own rule."""
        raise NotImplementedError
