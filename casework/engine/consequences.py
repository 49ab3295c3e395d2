"""What a step does besides moving the case: one list, shown before it is confirmed and written down after."""

from __future__ import annotations

from dataclasses import dataclass, replace

from casework.engine.actions import Action, FormAction
from casework.engine.facts import Facts, TaskFact
from casework.engine.workflow import CLOSED, Step, Workflow

NEW_ROUND = ("restart", "reopen")
NEW_VISIT = ""  # the stay that the step begins, in which nothing has happened yet


@dataclass(frozen=True)
class Consequences:
    """The task, form and approval changes that follow from a step; ids of the model, titles at the edge."""

    closes: tuple[TaskFact, ...]
    opens: tuple[Action, ...]
    catches_up: tuple[Action, ...]
    reopens: tuple[Action, ...]
    stays_done: tuple[str, ...]
    keeps: tuple[str, ...]
    renews: tuple[str, ...]
    lapses: tuple[str, ...]
    starts_round: bool


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
    stay_open = {task.action for task in open_now if task.action in goes_on}
    due = tuple(a for a in target_actions if a.id not in stay_open and is_due(a, after, workflow))
    left_before = {task.action for task in facts.tasks if task.status == "left" and task.round == after.round}
    is_over = starts_round or step.target == CLOSED
    return Consequences(
        closes=tuple(t for t in open_now if t.action not in stay_open and (is_over or not t.is_by_hand)),
        opens=tuple(action for action in due if action.id not in left_before),
        catches_up=_passed_over(workflow, step, after, due),
        reopens=tuple(action for action in due if action.id in left_before),
        stays_done=tuple(action.id for action in target_actions if is_settled(action, after)),
        keeps=tuple(form for form in finalised if form not in renews),
        renews=renews,
        lapses=facts.pending,
        starts_round=starts_round,
    )


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


def newly_due(workflow: Workflow, facts: Facts) -> tuple[Action, ...]:
    """The present stage's actions that have become due since (their `if` is watched during the visit).

    What comes again is due again as soon as it is done: its day is told beside.
    """
    if facts.stage not in workflow.order:
        return ()
    recurring = {action.id for action in workflow.actions_at(facts.stage) if action.every}
    opened = {
        task.action
        for task in facts.tasks
        if task.status == "open" or (task.visit == facts.visit and task.action not in recurring)
    }
    return tuple(
        a for a in workflow.actions_at(facts.stage) if a.id not in opened and is_due(a, facts, workflow)
    )


def is_settled(action: Action, facts: Facts) -> bool:
    """Done or waived as often as it is asked for, or a form that was finalised before its task was opened."""
    if action.every:
        return False
    settled = ("done", "waived")
    if any(t.action == action.id and t.status in settled for t in facts.within(action.scope, facts.tasks)):
        return True
    signed = (fact for fact in facts.within(action.scope, facts.forms) if not fact.is_renewed)
    return isinstance(action, FormAction) and any(fact.form == action.form for fact in signed)
