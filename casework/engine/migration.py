"""What would change for a case that went on with another version of its routine, or with another routine.

Work that is done is known again by its action and its form, never by where it stands in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from casework.definitions import Path
from casework.engine.actions import Action
from casework.engine.consequences import is_due, is_settled, newly_due
from casework.engine.facts import Facts, MilestoneFact, Need, TaskFact
from casework.engine.places import actions
from casework.engine.steps import assess
from casework.engine.workflow import Workflow
from casework.remarks import Remark, remark

ONWARD = ("forward", "hand_over")
LONGEST_ID = 60
OTHER_WORK = remark(
    "“%(id)s” was another piece of work in version %(version)s (%(kind)s); give what is new an id of its own"
)


@dataclass(frozen=True)
class Shift:
    """Everything that the other version would change for one case; `hindrance` says why it has to stay.

    `opens`: each with the guardian whom it is for, where it is for each. `needed`, `met` and `spared` are of
    the steps onward: what is missing now and was not before, what was missing and is met, and what was
    missing and is not asked for any more.
    """

    source: str
    target: str
    hindrance: str = ""
    keeps: tuple[TaskFact, ...] = ()
    drops: tuple[TaskFact, ...] = ()
    opens: tuple[tuple[Action, str], ...] = ()
    revives: tuple[TaskFact, ...] = ()
    strangers: tuple[TaskFact, ...] = ()
    settled: tuple[Action, ...] = ()
    needed: tuple[Need, ...] = ()
    met: tuple[Need, ...] = ()
    spared: tuple[Need, ...] = ()
    forms_gone: tuple[str, ...] = ()


def shift(old: Workflow, new: Workflow, facts: Facts, stages: Mapping[str, str]) -> Shift:
    """What changes for the case with these facts; `stages` says where stages of the old version lead.

    A stage that is not named there leads to the one with its id.
    """
    target = stages.get(facts.stage, facts.stage)
    if target not in new.order:
        return Shift(facts.stage, "", "stage_gone")
    if facts.pending:
        return Shift(facts.stage, target, "approval_pending")
    after = facts_after(old, new, facts, target)
    here = {action.id: action for action in new.actions_at(target)}
    beside = {action.id: action for _, action in new.actions() if _is_beside(old, facts.stage, action.id)}
    open_ones = [task for task in after.tasks if task.status == "open"]
    asked = {**beside, **here}
    keeps = tuple(one for one in open_ones if one.is_by_hand or _is_asked(one, asked, after, new))
    drops = tuple(task for task in open_ones if task not in keeps)
    left = [task for task in after.tasks if task.status == "left" and task.visit == after.visit]
    once = {name: action for name, action in here.items() if not action.every}
    revives = tuple(task for task in left if _is_asked(task, once, after, new))
    before, then = _needs(old, facts), _needs(new, after)
    return Shift(
        source=facts.stage,
        target=target,
        keeps=keeps,
        drops=drops,
        opens=newly_due(new, after),
        revives=revives,
        strangers=tuple(task for task in facts.tasks if _is_other(old, new, task.action)),
        settled=tuple(action for action in here.values() if is_settled(action, after)),
        needed=tuple(need for name, need in then.items() if need.refusal and _is_met(before.get(name))),
        met=tuple(need for name, need in then.items() if need.is_met and not _is_met(before.get(name))),
        spared=tuple(need for name, need in before.items() if need.refusal and name not in then),
        forms_gone=_forms_gone(new, facts),
    )


def facts_after(old: Workflow, new: Workflow, facts: Facts, target: str) -> Facts:
    """The facts as the other version reads them: in the target, what was other work under another name."""
    return replace(
        facts,
        stage=target,
        last_stage=target,
        tasks=tuple(_renamed(old, new, task) for task in facts.tasks),
        milestones=tuple(_renamed(old, new, one) for one in facts.milestones),
    )


def former_id(old: Workflow, action: str) -> str:
    """What work of the old version is called where the new one means something else by its id."""
    return f"{action[: LONGEST_ID - 12]}:{old.version}"


def other_work(old: Workflow, new: Workflow) -> Iterator[tuple[Path, Remark]]:
    """Actions of the new version that have the id of one that was another kind of work, or another form."""
    for path, _, action in actions(new):
        if _is_other(old, new, action.id):
            was = old.action(action.id)
            kind = f"{_kind(was)} {was.form}" if was.form else _kind(was)
            yield (*path, "id"), OTHER_WORK.about(id=action.id, version=old.version, kind=kind)


def _is_other(old: Workflow, new: Workflow, action_id: str) -> bool:
    """Whether both versions have an action with the id, and mean different work by it."""
    was, becomes = old.find_action(action_id), new.find_action(action_id)
    return bool(was and becomes) and _work(was) != _work(becomes)


def _work(action: Action | None) -> tuple[str, str | None]:
    return (_kind(action), action.form) if action else ("", None)


def _kind(action: Action) -> str:
    return str(getattr(action, "do", type(action).__name__))


Named = TypeVar("Named", TaskFact, MilestoneFact)


def _renamed(old: Workflow, new: Workflow, one: Named) -> Named:
    """The fact under another name, where the new version means something else by its action."""
    if not _is_other(old, new, one.action):
        return one
    return replace(one, action=former_id(old, one.action))


def _needs(workflow: Workflow, facts: Facts) -> dict[str, Need]:
    """What the steps onward need, each once; where two ask for the same, the one that is missing."""
    steps = workflow.steps_from(facts.stage, facts.last_stage)
    ways = [step for step in steps if step.transition.kind in ONWARD]
    ways = ways or [step for step in steps if step.transition.kind == "close"]
    found: dict[str, Need] = {}
    for need in (need for step in ways for need in assess(workflow, step, facts).needs):
        if not (need.refusal and need.refusal.is_asked_at_the_step) and _is_met(found.get(need.subject)):
            found[need.subject] = need
    return found


def _is_met(need: Need | None) -> bool:
    """What nobody asks for stands in nobody's way."""
    return need is None or need.is_met


def _is_asked(task: TaskFact, actions: Mapping[str, Action], facts: Facts, workflow: Workflow) -> bool:
    return task.action in actions and is_due(actions[task.action], facts, workflow)


def _is_beside(old: Workflow, stage: str, action_id: str) -> bool:
    """Whether the action stood in another stage before: it is not open because of this one."""
    here = {action.id for action in old.actions_at(stage)}
    return old.find_action(action_id) is not None and action_id not in here


def _forms_gone(new: Workflow, facts: Facts) -> tuple[str, ...]:
    """The forms that have been signed or begun in this round and are no part of the new version."""
    written: Iterable[str] = [fact.form for fact in facts.within("round", facts.forms)]
    written = [*written, *(fact.form for fact in facts.within("round", facts.drafts))]
    return tuple(form for form in dict.fromkeys(written) if form not in new.forms)
