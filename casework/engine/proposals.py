"""What a model's rules say of one student on one day: what is met, what it proposes, what tasks it asks for.

A machine proposes; a person decides. Nothing here moves a case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from casework.engine.action import Action
from casework.engine.beside import Duty, Trigger
from casework.engine.conditions import Condition
from casework.engine.firing import fires
from casework.engine.happened import InStage
from casework.engine.looking import read, read_if_met
from casework.engine.reading import Look, Reading
from casework.engine.wanting import Wanted, tasks_wanted
from casework.engine.workflow import CLOSED, Workflow

NOTHING = frozenset[str]()


class Proposal(NamedTuple):
    """A trigger that is met: its reading and its key; `is_new` if it has not fired for that before."""

    trigger: Trigger
    reading: Reading
    key: str
    is_new: bool


@dataclass(frozen=True)
class DutyMet:
    """A duty whose condition is met: its reading, and what its `suggested_if` reads, where it has one."""

    duty: Duty
    reading: Reading
    suggested: Reading | None
    key: str
    is_new: bool


@dataclass(frozen=True)
class Findings:
    """What the rules say of the student on the day.

    `stage` is where the case stands, or where a student without one is read as standing. `proposed` is the
    highest stage proposed (or `closed`), empty where none is; `lower` are the stages passed over on the way
    to it.
    """

    day: date
    stage: str
    met: tuple[Proposal, ...]
    proposed: str
    lower: tuple[str, ...]
    workflow: Workflow
    look: Look

    @cached_property
    def unmet(self) -> tuple[str, ...]:
        """What had to be done in the stages passed over, and is neither done nor waived."""
        return tuple(action.id for stage in self.lower for action in _due_in(self.workflow, stage, self.look))

    @cached_property
    def tasks(self) -> tuple[Wanted, ...]:
        """The tasks that absence itself asks for."""
        return tuple(self.tasks_since(date.min))

    def tasks_since(self, day: date) -> list[Wanted]:
        """The same, without those of times before the day."""
        return tasks_wanted(self.workflow, self.stage, self.look, day)

    @cached_property
    def duties(self) -> tuple[DutyMet, ...]:
        """The duties whose condition is met."""
        return tuple(_duties(self.workflow, self.look))


def evaluate(workflow: Workflow, look: Look) -> Findings:
    """What the rules say of the student on the day."""
    met = tuple(_met(workflow, look))
    facts = look.circumstances.facts
    here = facts.stage if facts else _without_case(workflow, met)
    proposed = _highest(workflow, met, here, has_case=facts is not None)
    lower = _between(workflow, here if facts else "", proposed)
    return Findings(
        day=look.today,
        stage=here,
        met=met,
        proposed=proposed,
        lower=lower,
        workflow=workflow,
        look=look,
    )


def _met(workflow: Workflow, look: Look) -> list[Proposal]:
    found = []
    for trigger in workflow.triggers:
        if trigger.for_students is not None and not _is_for(trigger, look):
            continue
        spent = spent_by(trigger, look) if trigger.uses_up else NOTHING
        reading = read_if_met(trigger.when, look, spent)
        if reading:
            key, is_new = fires(trigger, reading, look)
            found.append(Proposal(trigger, reading, key, is_new))
    return found


def _is_for(rule: Trigger | Duty, look: Look) -> bool:
    return rule.for_students is None or rule.for_students.reading(look).is_met


def spent_by(trigger: Trigger, look: Look) -> frozenset[str]:
    """The lessons that the trigger has used before, where it may not use them again."""
    if not trigger.uses_up:
        return NOTHING
    return frozenset(
        key for one in look.circumstances.fired if one.rule == trigger.id for key in one.evidence
    )


def _without_case(workflow: Workflow, met: tuple[Proposal, ...]) -> str:
    """Where a student without a case is read as standing: in the highest such stage that is proposed."""
    open_ones = workflow.without_case
    proposed = [one.trigger.proposes for one in met if one.trigger.proposes in open_ones]
    return _last(workflow, [one for one in proposed if one]) or (*open_ones, "")[0]


def _highest(workflow: Workflow, met: tuple[Proposal, ...], here: str, *, has_case: bool) -> str:
    """The highest stage above the present one; only where there is none, one below that says so itself."""
    order = workflow.order
    said = [(one.trigger.proposes or "", one.trigger.when) for one in met]
    if not has_case:
        return _last(workflow, [one for one, _ in said if one in order and one not in workflow.without_case])
    place = order.get(here, -1)
    up = [one for one, _ in said if order.get(one, -1) > place]
    down = [one for one, when in said if 0 <= order.get(one, -1) < place and _says_where(when, here)]
    is_closed = CLOSED in [one for one, _ in said]
    return _last(workflow, up) or _last(workflow, down) or (CLOSED if is_closed else "")


def _last(workflow: Workflow, stages: list[str]) -> str:
    """The highest of the stages, empty where there is none."""
    return max(stages, key=workflow.order.__getitem__, default="")


def leads_on(workflow: Workflow, trigger: Trigger, here: str, *, has_case: bool) -> bool:
    """Whether the trigger proposes something to decide on: not the step where the case is, nor one below
    it unless it says so itself of cases that stand here."""
    target, order = trigger.proposes or "", workflow.order
    if not has_case or target not in order:
        return True
    place = order.get(here, -1)
    return order[target] > place or (order[target] < place and _says_where(trigger.when, here))


def _says_where(condition: Condition, here: str) -> bool:
    """Whether the condition looks at cases that stand here."""
    return any(isinstance(one, InStage) and here in one.in_stage for one in condition.unfolded())


def _between(workflow: Workflow, here: str, proposed: str) -> tuple[str, ...]:
    """The stages with cases that lie below the proposed one and above the present one."""
    if proposed not in workflow.order:
        return ()
    first, last = workflow.order.get(here, -1) + 1, workflow.order[proposed]
    return tuple(stage.id for stage in workflow.stages[first:last] if stage.case == "needed")


def _due_in(workflow: Workflow, stage: str, look: Look) -> list[Action]:
    """What must be done once in the stage and is neither done nor waived."""
    facts = look.circumstances.facts
    tasks = facts.within("round", facts.tasks) if facts else ()
    settled = {one.action for one in tasks if one.status in ("done", "waived")}
    return [action for action in workflow.stage(stage).must_be_done if action.id not in settled]


def _duties(workflow: Workflow, look: Look) -> list[DutyMet]:
    """The duties whose condition is met for the student; one without a condition is for a person to begin."""
    found = []
    for duty in workflow.duties:
        if duty.when is None or not _is_for(duty, look):
            continue
        reading = read_if_met(duty.when, look.catching_up() if duty.is_by_calendar else look)
        if reading:
            suggested = read(duty.suggested_if, look) if duty.suggested_if else None
            key, is_new = fires(duty, reading, look)
            found.append(DutyMet(duty, reading, suggested, key, is_new))
    return found
