"""What the rules of a model ask people to say of a student: its marks, and concerns that somebody raises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casework.engine.actions import FormAction
from casework.engine.condition import Condition
from casework.engine.conditions import Student
from casework.engine.happened import Concern
from casework.engine.places import actions, duty_actions
from casework.engine.workflow import Workflow

ANYBODY = "any_staff"


@dataclass(frozen=True)
class Sayable:
    """Something that a person may say: the mark (empty: a concern about none), what it is called, who may.

    Without roles it is whoever decides about signals.
    """

    mark: str
    title: str
    by: tuple[str, ...] = ()

    def is_for(self, held: frozenset[str]) -> bool:
        """Whether somebody with these roles of the model may say it."""
        return not self.by or ANYBODY in self.by or bool(held.intersection(self.by))


def sayable(workflow: Workflow) -> tuple[Sayable, ...]:
    """All that the model's rules look for, each once, in its order.

    A concern that asks anybody for a report is raised by writing the report, and is not among them.
    """
    found: dict[str, Sayable] = {}
    for title, condition in _asking(workflow):
        one = _said(workflow, title, condition)
        before = found.get(one.mark) if one else None
        if one and before:
            by = (*before.by, *one.by) if before.by and one.by else ()
            found[one.mark] = Sayable(one.mark, before.title, tuple(dict.fromkeys(by)))
        elif one:
            found[one.mark] = one
    return tuple(found.values())


def may_say(workflow: Workflow, mark: str, held: frozenset[str]) -> bool:
    """Whether somebody with these roles may say it, and so end it; what no rule looks for is for anybody."""
    return all(one.is_for(held) for one in sayable(workflow) if one.mark == mark)


def _said(workflow: Workflow, title: str, condition: Condition) -> Sayable | None:
    if isinstance(condition, Concern):
        about = condition.concern.about or ""
        return Sayable(about, workflow.marks.get(about, title), tuple(condition.concern.raised_by))
    if isinstance(condition, Student):
        asked = (*condition.student.has, *condition.student.has_not)
        mark = next((one for one in asked if one in workflow.marks), None)
        return Sayable(mark, workflow.marks[mark]) if mark else None
    return None


def _asking(workflow: Workflow) -> Iterator[tuple[str, Condition]]:
    """Every condition that a person's word can meet, with the title of what holds it."""
    for trigger in workflow.triggers:
        yield from _each(trigger.title, trigger.when, trigger.for_students)
    for duty in workflow.duties:
        is_written = all(isinstance(one, FormAction) and ANYBODY in one.by for one in duty.actions)
        yield from _each(duty.title, None if is_written else duty.when, duty.for_students)
    for _, _, action in (*actions(workflow), *duty_actions(workflow)):
        yield from _each(action.title, action.each_time, action.for_students)


def _each(title: str, *conditions: Condition | None) -> Iterator[tuple[str, Condition]]:
    for condition in conditions:
        if condition:
            yield from ((title, one) for one in condition.unfolded())
