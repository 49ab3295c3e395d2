"""The state machine: one per workflow version, shared by all its cases; holds no case, calls no effects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from transitions import EventData, Machine, MachineError

from casework.engine.facts import Refusal
from casework.engine.workflow import CLOSED, NEW, Step, Workflow

Ask = Callable[[], tuple[Refusal, ...]]


class Staged(Protocol):
    """Anything that stands in a stage."""

    stage: str


class StepRefused(Exception):
    """The step cannot be taken; says everything that stands in the way."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        self.refusals = refusals
        super().__init__(", ".join(refusal.code for refusal in refusals))


class StageMachine:
    """Topology and the setting of the stage, for all cases on one workflow version.

    Cases are never added as models: the library would reset a loaded case to the initial stage and keep it
    for ever.
    """

    def __init__(self, workflow: Workflow) -> None:
        self._machine: Any = Machine(
            model=None,
            states=[NEW, *workflow.order, CLOSED],
            initial=NEW,
            model_attribute="stage",
            auto_transitions=False,
            send_event=True,
        )
        for step in workflow.steps():
            self._machine.add_transition(step.event, step.source, step.target, conditions=_gate)

    def fire(self, case: Staged, step: Step, ask: Ask) -> None:
        """Moves the case along the step, or raises StepRefused and leaves it where it is."""
        if case.stage not in self._machine.states or step.event not in self._machine.events:
            raise StepRefused((Refusal("moved_on"),))
        try:
            self._machine.events[step.event].trigger(case, ask=ask)
        except MachineError:
            raise StepRefused((Refusal("moved_on"),)) from None

    @property
    def events(self) -> frozenset[str]:
        """The names of all steps; the library's own jumps are not among them."""
        return frozenset(self._machine.events)


def _gate(event: EventData) -> bool:
    refusals = event.kwargs["ask"]()
    if refusals:
        raise StepRefused(refusals)
    return True
