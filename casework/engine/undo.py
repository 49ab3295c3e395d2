"""What has been done on the ground of a report: that has to be undone first, or the report stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from casework.engine.actions import Action
from casework.engine.facts import Facts
from casework.engine.guard import Guard
from casework.engine.workflow import Workflow


def without_report(facts: Facts, task: str) -> Facts:
    """The facts as they would be if the task had not been done: that report gone, the task open."""
    is_done = any(one.task == task and one.status == "done" for one in facts.tasks)
    reported = [one for one in facts.milestones if one.task == task]
    gone = reported[-1:] if is_done else []
    return replace(
        facts,
        milestones=tuple(one for one in facts.milestones if one not in gone),
        tasks=tuple(replace(one, status="open") if one.task == task else one for one in facts.tasks),
    )


def resting_on(workflow: Workflow, facts: Facts, without: Facts) -> tuple[str, ...]:
    """The actions that have been begun, and whose ground is there in the facts but not without the report."""
    return tuple(
        action.id
        for _, action in workflow.actions()
        if (_is_worked_on(action, facts) and _is_lost(workflow, action.needs, facts, without))
        or (_is_opened(action, facts) and _is_lost(workflow, action.applies_if, facts, without))
    )


def _is_lost(workflow: Workflow, guards: Iterable[Guard], facts: Facts, without: Facts) -> bool:
    return any(
        guard.need(facts, workflow).is_met and not guard.need(without, workflow).is_met for guard in guards
    )


def _is_opened(action: Action, facts: Facts) -> bool:
    return any(task.action == action.id for task in facts.within("visit", facts.tasks))


def _is_worked_on(action: Action, facts: Facts) -> bool:
    """Something has been reported on it, or its form has been begun."""
    reported = any(one.action == action.id for one in facts.within("round", facts.milestones))
    forms = [one.form for one in facts.within("round", facts.forms)]
    forms += [one.form for one in facts.within("round", facts.drafts)]
    return reported or action.form in forms
