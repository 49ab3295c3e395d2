"""Where the history says that a case stands: its state again, worked out from the events alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from casework.engine.workflow import CLOSED, NEW
from casework.history.events import What
from casework.history.queries import EventRow, events_of

MIGRATIONS = (What.CASE_MIGRATED, What.CASE_MIGRATION_UNDONE)
MOVES = (What.CASE_OPENED, What.CASE_MOVED, What.CASE_ANNULLED, *MIGRATIONS)


class Torn(Exception):
    """An event does not begin where the one before it ended."""


@dataclass(frozen=True)
class Standing:
    """What the events say about the row of the case."""

    stage: str = NEW
    round: object = None
    is_handed_over: object = None
    closed_at: datetime | None = None
    annulled_at: datetime | None = None
    opened_at: datetime | None = None
    number: object = None
    workflow_sha: object = None


def stage_by_history(case_id: UUID) -> str:
    """The stage that the events lead to, in their order. Raises Torn."""
    return standing(events_of(case_id)[::-1]).stage


def standing(events: Sequence[EventRow]) -> Standing:
    """Where the events, oldest first, lead to.

    Raises Torn when a step starts from another stage than the case had come to, or goes nowhere.
    """
    stood = Standing()
    for event in events:
        if event.kind not in MOVES:
            continue
        if stood.annulled_at:
            raise Torn(f"event {event.seq} comes after the case was annulled")
        says, is_opening = event.says, event.kind == What.CASE_OPENED
        came_from = NEW if is_opening else says.get("from")
        if came_from != stood.stage:
            raise Torn(f"event {event.seq} starts from {came_from}, the case stood in {stood.stage}")
        if not says.get("to"):
            raise Torn(f"event {event.seq} does not say where the case goes")
        if event.kind == What.CASE_ANNULLED:
            ended = stood.closed_at or event.at
            stood = replace(stood, stage=str(says["to"]), closed_at=ended, annulled_at=event.at)
            continue
        if is_opening:
            stood = replace(
                stood, opened_at=event.at, number=says.get("number"), workflow_sha=says.get("sha")
            )
        if event.kind in MIGRATIONS:
            stood = replace(stood, workflow_sha=says.get("sha"))
        stood = replace(
            stood,
            stage=str(says["to"]),
            round=says.get("round"),
            is_handed_over=says.get("is_handed_over"),
            closed_at=event.at if says["to"] == CLOSED else None,
        )
    return stood
