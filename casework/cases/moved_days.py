"""Which days of a case's tasks would be others if it went on with another version of its routine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from casework.cases.deadlines import day_in
from casework.cases.effects import Effect
from casework.cases.facts import Situation
from casework.engine.actions import Action
from casework.engine.facts import TaskFact
from casework.engine.migration import Shift, facts_after
from casework.engine.school_calendar import SchoolCalendar
from casework.engine.workflow import Workflow

NONE = "-"  # no day, where one stands as text
Moved = tuple[Action, date | None, date | None]


def days_move(situation: Situation, changed: Shift, new: Workflow, calendar: SchoolCalendar) -> Effect | None:
    """The open tasks that get another day, and the new ones with theirs; nothing where the case stays."""
    found = () if changed.hindrance else [*_moved(situation, changed, new, calendar)]
    return _effect(found) if found else None


def _effect(found: Iterable[Moved]) -> Effect:
    every = list(found)
    return Effect(
        "days_move",
        tuple(action.id for action, _, _ in every),
        titles=tuple(action.title for action, _, _ in every),
        days=tuple(f"{_said(was)} {_said(becomes)}" for _, was, becomes in every),
    )


def _moved(situation: Situation, changed: Shift, new: Workflow, calendar: SchoolCalendar) -> Iterator[Moved]:
    facts, rows = facts_after(situation.workflow, new, situation.facts, changed.target), situation.tasks
    by_id = {str(task.id): task for task in rows}
    for fact in (*changed.keeps, *changed.revives):
        action, task = new.find_action(fact.action), by_id[fact.task]
        if action is not None and not fact.is_by_hand:
            found = day_in(new, facts, fact, action, calendar).day
            becomes = max((day for day in (found, task.set_to) if day), default=None)
            was = task.due_on if fact.status == "open" else None
            if becomes != was:
                yield action, was, becomes
    for action in {action.id: action for action, _ in changed.opens}.values():
        becomes = day_in(new, facts, _opened(situation, action), action, calendar).day
        if becomes:
            yield action, None, becomes


def _opened(situation: Situation, action: Action) -> TaskFact:
    """The task as it would be opened today."""
    facts = situation.facts
    return TaskFact(
        visit=facts.visit,
        round=facts.round,
        at=situation.visit.entered_at,
        task="",
        action=action.id,
        stage=facts.stage,
        status="open",
        opened_on=facts.today,
    )


def _said(value: date | None) -> str:
    return value.isoformat() if value else NONE
