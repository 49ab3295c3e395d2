"""Finds rules that count what the authority's way of registering absence cannot tell."""

from __future__ import annotations

from collections.abc import Iterator

from casework.definitions import Path
from casework.engine.condition import Condition
from casework.engine.counted import AbsenceShare, Lesson, Session
from casework.engine.places import Finding, conditions
from casework.engine.quantities import AmountLimit
from casework.engine.workflow import Workflow
from casework.remarks import remark

TOO_FINE = remark(
    "“%(unit)s” cannot be told where absence is registered by “%(registered)s”; count in something longer"
)
# From the finest to the coarsest; what is registered tells itself and all that is coarser.
REGISTERED = ("lesson", "hour", "session", "day")
FINENESS = {"lessons": "lesson", "sessions": "session", "lesson": "lesson", "session": "session"}


def measuring_findings(workflow: Workflow) -> Iterator[Finding]:
    """Lessons or half-days that are counted where only something coarser is registered.

    Minutes and hours are summed over the timetable, and a model that does not say how absence is registered
    takes what comes.
    """
    blocks = workflow.counting
    if not blocks:
        return
    finest = min((block.registered_by for block in blocks), key=REGISTERED.index)
    for path, unit in (*_in_conditions(workflow), *_in_choices(workflow)):
        asked = FINENESS.get(unit)
        if asked and REGISTERED.index(asked) < REGISTERED.index(finest):
            yield path, TOO_FINE.about(unit=unit, registered=finest)


def _in_conditions(workflow: Workflow) -> Iterator[tuple[Path, str]]:
    for path, condition in conditions(workflow):
        here = (*path, condition.kind)
        if isinstance(condition, Lesson | Session):
            yield here, condition.kind
        yield from ((here, unit) for unit in _units(condition))


def _units(condition: Condition) -> Iterator[str]:
    """The units that the condition counts in."""
    rule = condition.rule
    if isinstance(rule, AmountLimit):
        yield rule.limit[1].unit
    if isinstance(rule, AbsenceShare):
        yield rule.measured_in
    lasting = getattr(rule, "lasting", None)
    if lasting is not None:
        yield lasting.unit


def _in_choices(workflow: Workflow) -> Iterator[tuple[Path, str]]:
    for name, choice in workflow.absences.items():
        if choice.each:
            yield ("absences", name, "each"), choice.each
