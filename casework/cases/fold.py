"""Where the history says that a case stands: the stage again, worked out from the events alone."""

from __future__ import annotations

from uuid import UUID

from casework.engine.workflow import NEW
from casework.history.actions import What
from casework.history.queries import events_of

MOVES = (What.CASE_OPENED, What.CASE_MOVED)


class Torn(Exception):
    """An event does not begin where the one before it ended."""


def stage_by_history(case_id: UUID) -> str | None:
    """The stage that the events lead to, in their order; None where the payload that says so is disposed of.

    Raises Torn when a step starts from another stage than the case had come to.
    """
    stage: str | None = NEW
    for event in reversed(events_of(case_id)):
        if event.kind not in MOVES:
            continue
        came_from = event.says.get("from", NEW if event.kind == What.CASE_OPENED else None)
        if stage is not None and came_from is not None and came_from != stage:
            raise Torn(f"event {event.seq} starts from {came_from}, the case stood in {stage}")
        stage = str(event.says["to"]) if "to" in event.says else None
    return stage
