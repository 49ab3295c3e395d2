"""The effects of a step as pages and history tell them: one list, shown before and kept after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from casework.cases.facts import Situation
from casework.engine.consequences import Consequences
from casework.engine.facts import Need, Proof
from casework.engine.migration import Shift
from casework.engine.workflow import CLOSED, Step, Workflow


@dataclass(frozen=True)
class Effect:
    """One thing that follows from a step: a code for its sentence, and the ids of what it is about.

    The page knows the titles in the reader's words; those of actions are kept beside for models that change.
    `days`: for each item the day that was and the one that becomes, where it is about those.
    """

    code: str
    items: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


def effects(workflow: Workflow, step: Step, follows: Consequences) -> tuple[Effect, ...]:
    """The effects worth telling, in the order of the page."""
    owner = () if step.target == CLOSED else (workflow.stage(step.target).owner,)
    all_of_them = (
        Effect("round_started") if follows.starts_round else None,
        _tasks("tasks_left", [(task.action, task.title) for task in follows.closes]),
        _some("approval_lapses", follows.lapses),
        _some("forms_keep", follows.keeps),
        _some("forms_renew", follows.renews),
        _tasks("tasks_reopen", [(action.id, action.title) for action in follows.reopens], owner),
        _tasks("tasks_open", [(action.id, action.title) for action in follows.opens], owner),
        _tasks("tasks_catch_up", [(action.id, action.title) for action in follows.catches_up], owner),
        _tasks("stays_done", [(action, workflow.action(action).title) for action in follows.stays_done]),
        Effect("case_closes") if step.target == CLOSED else None,
    )
    return tuple(effect for effect in all_of_them if effect)


def annulment_effects(situation: Situation) -> tuple[Effect, ...]:
    """What follows from annulling the case: nothing in it is left to do, and the student is free."""
    open_tasks = [(task.action, task.title) for task in situation.facts.tasks if task.status == "open"]
    all_of_them = (
        Effect("case_annulled"),
        _tasks("tasks_left", open_tasks),
        _some("drafts_left", (draft.form for draft in situation.facts.drafts)),
        _some("approval_lapses", situation.facts.pending),
        Effect("student_free") if situation.case.closed_at is None else None,
        Effect("history_stays"),
    )
    return tuple(effect for effect in all_of_them if effect)


def migration_effects(old: Workflow, new: Workflow, changed: Shift) -> tuple[Effect, ...]:
    """What follows from going on with another version, in the order of the page."""
    stage = (old.stage(changed.source).name, new.stage(changed.target).name)
    owner = (new.stage(changed.target).owner,)
    opened = [*dict.fromkeys((action.id, action.title) for action, _ in changed.opens)]
    opened += [(task.action, new.action(task.action).title) for task in changed.revives]
    all_of_them = (
        Effect("stage_becomes", (changed.source, changed.target), titles=stage)
        if changed.source != changed.target or stage[0] != stage[1]
        else None,
        _tasks("tasks_dropped", [(task.action, task.title) for task in changed.drops]),
        _tasks("tasks_open", opened, owner),
        _tasks("tasks_go_on", [(task.action, task.title) for task in changed.keeps]),
        _tasks("stays_done", [(action.id, action.title) for action in changed.settled]),
        _needs("needs_more", changed.needed, new),
        _needs("needs_met", changed.met, new),
        _needs("needs_less", changed.spared, old),
        _some("forms_gone", changed.forms_gone),
    )
    return tuple(effect for effect in all_of_them if effect)


def _needs(code: str, needs: Iterable[Need], workflow: Workflow) -> Effect | None:
    """What steps need: the ids of forms and actions as they are, other needs by the code of their kind."""
    named: dict[str, str] = {}
    for need in needs:
        params = (need.refusal or need.proof or Proof("")).params
        item = params.get("form") or params.get("action") or need.subject.partition(":")[0]
        action = workflow.find_action(item)
        named[item] = action.title if action else ""
    return _tasks(code, [*named.items()])


def kept(found: Iterable[Effect]) -> list[dict[str, Any]]:
    """The effects as the history keeps them."""
    return [
        {key: list(v) if key != "code" else v for key, v in asdict(effect).items() if v or key != "days"}
        for effect in found
    ]


def read(said: Iterable[Mapping[str, Any]]) -> tuple[Effect, ...]:
    """The effects as they were kept."""
    return tuple(
        Effect(
            str(one["code"]),
            tuple(one["items"]),
            tuple(one["who"]),
            tuple(one["titles"]),
            tuple(one.get("days", ())),
        )
        for one in said
    )


def _some(code: str, items: Iterable[str]) -> Effect | None:
    ids = tuple(items)
    return Effect(code, ids) if ids else None


def _tasks(code: str, named: Sequence[tuple[str, str]], who: tuple[str, ...] = ()) -> Effect | None:
    ids, titles = tuple(action for action, _ in named), tuple(title for _, title in named)
    return Effect(code, ids, who, titles) if named else None
