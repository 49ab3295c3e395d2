"""What a rule has read, and the absence that it counted, as values to keep and to read again."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from casework.engine.reading import Look, Reading


def kept_reading(reading: Reading) -> dict[str, Any]:
    """The reading as plain values; figures exact, as text."""
    return {
        "kind": reading.kind,
        "is_met": reading.is_met,
        "figure": "" if reading.figure is None else str(reading.figure),
        "unit": reading.unit,
        "window": [day.isoformat() for day in reading.window] if reading.window else [],
        "since": reading.since.isoformat() if reading.since else "",
        "unread": reading.unread,
        "inner": [kept_reading(one) for one in reading.inner],
    }


def figure_of(kept: Mapping[str, Any]) -> Fraction | None:
    """The figure of a kept reading."""
    return Fraction(kept["figure"]) if kept.get("figure") else None


def kept_lessons(look: Look, reading: Reading) -> list[dict[str, Any]]:
    """Each absence that was counted, as it was registered then; `revision` is the version of the datum."""
    found = []
    for key, miss in {one.lesson.key: one for one in reading.misses}.items():
        found.append(
            {
                "key": key,
                "on": miss.lesson.on.isoformat(),
                "starts": miss.lesson.starts,
                "minutes": miss.lesson.minutes,
                "subject": miss.lesson.subject,
                "outcome": miss.entry.outcome,
                "missed": miss.minutes,
                "validity": look.tally.validity(miss),
                "is_reported": miss.entry.is_reported,
                "revision": miss.entry.revision,
            }
        )
    return found
