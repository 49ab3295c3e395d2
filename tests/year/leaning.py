"""What the people of a year choose where they may: what leads on, read from the routine alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from casework.engine.guards import ActionReported, FormFinalised, Guard
from casework.engine.workflow import Workflow
from casework.forms.base import Field
from casework.forms.choices import Multi
from casework.forms.definition import Form
from casework.forms.table import Table
from tests.forms.filled import WRITTEN, answer

Wanted = Counter[tuple[str, str, str]]


def leaning(rules: Workflow) -> Wanted:
    """How often the routine asks for an answer: (action or form, question, option) → times.

    What steps ask for weighs more than what tasks ask for, so that the case can go on.
    """
    wanted: Wanted = Counter()
    for transition in rules.transitions:
        for guard in transition.needs:
            _count(guard, wanted, 100)
    for _, action in rules.actions():
        for guard in (*action.applies_if, *action.needs):
            _count(guard, wanted, 1)
    return wanted


def _count(guard: Guard, wanted: Wanted, weight: int) -> None:
    for inner in _whole(guard):
        if isinstance(inner, FormFinalised):
            for field, options in inner.answered.items():
                for option in options:
                    wanted[inner.form, field, option] += weight
        elif isinstance(inner, ActionReported):
            for option in inner.state:
                wanted[inner.about(), "", option] += weight


def _whole(guard: Guard) -> Iterator[Guard]:
    """The guard with what it is made of and what it applies under."""
    yield from guard.unfolded()
    for condition in guard.applies_if:
        yield from _whole(condition)


def chosen(wanted: Wanted, about: str, field: str, options: list[str]) -> str:
    """The option that leads on, or the first."""
    return max(options, key=lambda option: wanted[about, field, option])


def answers(form: Form, wanted: Wanted, today: date) -> dict[str, Any]:
    """Answers that differ from the usual ones: what leads on, and days of this time of the year."""
    found: dict[str, Any] = {}
    for field in form.all_fields():
        asked = {option for name, where, option in wanted if (name, where) == (form.id, field.id)}
        if asked:
            option = chosen(wanted, form.id, field.id, list(field.known_options))
            found[field.id] = [option] if isinstance(field, Multi) else option
        elif _has_day(field):
            found[field.id] = _today(answer(field), today)
    return found


def _has_day(field: Field) -> bool:
    return isinstance(field, Table) or field.kind in ("date", "date_time", "consent")


def _today(said: Any, today: date) -> Any:
    """The same answer with the day that it is."""
    if isinstance(said, list):
        return [_today(one, today) for one in said]
    if isinstance(said, dict):
        return {name: _today(one, today) for name, one in said.items()}
    return said.replace(WRITTEN["date"], str(today)) if isinstance(said, str) else said
