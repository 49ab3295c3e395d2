"""What a step does besides moving the case: one list, shown before it is confirmed and written down after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from casework.engine.actions import Action, FormAction
from casework.engine.facts import Facts, TaskFact
from casework.engine.guardians import for_whom
from casework.engine.workflow import CLOSED, Step, Workflow

NEW_ROUND = ("restart", "reopen")
NEW_VISIT = ""  # the stay that the step begins, in which nothing has happened yet


@dataclass(frozen=True)
class Consequences:
    """The task, form and approval changes that follow from a step; ids of the model, titles at the edge.

    `guardians`: for whom each of the actions is opened that are done with each guardian.
    """

    closes: tuple[TaskFact, ...]
    opens: tuple[Action, ...]
    catches_up: tuple[Action, ...]
    reopens: tuple[Action, ...]
    stays_done: tuple[str, ...]
    keeps: tuple[str, ...]
    renews: tuple[str, ...]
    lapses: tuple[str, ...]
    starts_round: bool
    guardians: Mapping[str, tuple[str, ...]]


def consequences(workflow: Workflow, step: Step, facts: Facts) -> Consequences:
    """The consequences of the step, from the facts as they are before it."""
    starts_round = step.transition.kind in NEW_ROUND
    signed = [fact for fact in facts.within("round", facts.forms) if not fact.is_renewed]
    finalised = tuple(dict.fromkeys(fact.form for fact in signed))
    renews = finalised if starts_round else tuple(form for form in finalised if form in step.transition.renew)
    forms = tuple(replace(one, is_renewed=one.is_renewed or one.form in renews) for one in facts.forms)
    after = replace(facts, visit=NEW_VISIT, round=facts.round + starts_round, forms=forms)
    target_actions = () if step.target == CLOSED else workflow.actions_at(step.target)
    goes_on = set() if starts_round else {a.id for a in target_actions if a.holds != "here"}
    open_now = tuple(task for task in facts.tasks if task.status == "open")
    stay_open = {(task.action, task.guardian) for task in open_now if task.action in goes_on}
    due = tuple(a for a in target_actions if _left(a, after, stay_open) and is_due(a, after, workflow))
    left_before = {task.action for task in facts.tasks if task.status == "left" and task.round == after.round}
    is_over = starts_round or step.target == CLOSED
    passed_over = _passed_over(workflow, step, after, due)
    return Consequences(
        closes=tuple(
            t for t in open_now if (t.action, t.guardian) not in stay_open and (is_over or not t.is_by_hand)
        ),
        opens=tuple(action for action in due if action.id not in left_before),
        catches_up=passed_over,
        reopens=tuple(action for action in due if action.id in left_before),
        stays_done=tuple(action.id for action in target_actions if is_settled(action, after)),
        keeps=tuple(form for form in finalised if form not in renews),
        renews=renews,
        lapses=facts.pending,
        starts_round=starts_round,
        guardians={a.id: _left(a, after, stay_open) for a in (*due, *passed_over) if a.per},
    )


def _left(action: Action, facts: Facts, is_open: set[tuple[str, str]]) -> tuple[str, ...]:
    """For whom the action is neither settled nor open; a task for nobody in particular is for all."""
    if (action.id, "") in is_open:
        return ()
    return tuple(one for one in unsettled(action, facts) if (action.id, one) not in is_open)


def _passed_over(workflow: Workflow, step: Step, after: Facts, due: tuple[Action, ...]) -> tuple[Action, ...]:
    """What the stages that are leapt over ask for and nobody has done: to do, or to waive with a reason."""
    left = (action for action in workflow.passed_over(step) if action not in due)
    return tuple(action for action in left if is_due(action, after, workflow))


def is_due(action: Action, facts: Facts, workflow: Workflow) -> bool:
    """Whether the action should be opened now: its `if` is met and it is not settled yet."""
    if is_settled(action, facts):
        return False
    if action.for_students is not None and not action.for_students.holds(facts):
        return False
    return all(guard.need(facts, workflow).is_met for guard in action.applies_if)


def newly_due(workflow: Workflow, facts: Facts) -> tuple[tuple[Action, str], ...]:
    """The present stage's actions that have become due since (their `if` is watched), and for which guardian.

    What comes again is due again as soon as it is done: its day is told beside.
    """
    if facts.stage not in workflow.order:
        return ()
    recurring = {action.id for action in workflow.actions_at(facts.stage) if action.every}
    opened = {
        (task.action, task.guardian)
        for task in facts.tasks
        if task.status == "open" or (task.visit == facts.visit and task.action not in recurring)
    }
    return tuple(
        (action, guardian)
        for action in workflow.actions_at(facts.stage)
        if (left := _left(action, facts, opened)) and is_due(action, facts, workflow)
        for guardian in left
    )


def is_settled(action: Action, facts: Facts) -> bool:
    """Done or waived as often as it is asked for, or a form that was finalised before its task was opened."""
    return not unsettled(action, facts)


def unsettled(action: Action, facts: Facts) -> tuple[str, ...]:
    """For whom the action is not settled: each guardian, or nobody in particular (`""`).

    What was done or waived for nobody in particular, before anybody was named, is settled for all.
    """
    whom = for_whom(action, facts)
    if action.every:
        return whom
    signed = (fact for fact in facts.within(action.scope, facts.forms) if not fact.is_renewed)
    if isinstance(action, FormAction) and any(fact.form == action.form for fact in signed):
        return ()
    tasks = (one for one in facts.within(action.scope, facts.tasks) if one.action == action.id)
    settled = {one.guardian for one in tasks if one.status in ("done", "waived")}
    return () if "" in settled else tuple(one for one in whom if one not in settled)
