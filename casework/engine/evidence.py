"""How a reading is put together: its figure, its limit, its window and what it is met for once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from casework.engine.quantities import keeps_to
from casework.engine.reading import Reading
from casework.engine.register import Miss
from casework.engine.school_calendar import Days
from casework.engine.stretches import is_rolling

if TYPE_CHECKING:
    from casework.engine.windows import Window

NOT_STARTED = "clock_not_started"
FROM_BELOW = ("at_least", "more_than")


def counted(
    kind: str,
    limit: tuple[str, Any],
    days: Sequence[date],
    misses: tuple[Miss, ...],
    window: Days,
    said: Window,
) -> Reading:
    """The reading of a whole number of events, given the day of each in order of time."""
    number, moves = len(days), is_rolling(said)
    is_met = keeps_to(limit, number)
    return Reading(
        kind=kind,
        is_met=is_met,
        figure=number,
        unit=kind,
        limit=limit,
        window=window,
        misses=misses,
        since=nth(limit[0], limit[1], days) if is_met else None,
        anchor="" if moves else _from(window),
        is_rolling=moves,
    )


def anchor(window: Days, said: Window) -> str:
    """What a reading over the window is met for once: the window itself, unless it moves with the day."""
    return "" if is_rolling(said) else _from(window)


def _from(window: Days) -> str:
    return f"from {window[0].isoformat()}"


def not_started(kind: str, limit: tuple[str, Any]) -> Reading:
    """The reading while the clock of its window has not started."""
    return Reading(kind=kind, is_met=False, limit=limit, unread=NOT_STARTED)


def one_of(readings: Iterable[Reading]) -> Reading:
    """The reading of several of which one is enough: met as soon as the first is, for the same thing."""
    inner = tuple(readings)
    met = [one for one in inner if one.is_met]
    first = min(met, key=lambda one: one.since or date.max, default=None)
    return Reading(
        kind="any",
        is_met=bool(met),
        misses=_together(met),
        since=first.since if first else None,
        anchor=first.anchor if first else "",
        is_rolling=first.is_rolling if first else False,
        window=first.window if first else None,
        events=tuple(event for one in met for event in one.events),
        inner=inner,
    )


def all_of(readings: Iterable[Reading]) -> Reading:
    """The reading of several that must all be met: met from the day of the last of them."""
    inner = tuple(readings)
    is_met = all(one.is_met for one in inner)
    days = [one.since for one in inner if one.since]
    return Reading(
        kind="all",
        is_met=is_met,
        misses=_together(inner) if is_met else (),
        since=max(days, default=None) if is_met else None,
        anchor=", ".join(dict.fromkeys(one.anchor for one in inner if one.anchor)),
        is_rolling=any(one.is_rolling for one in inner) and not any(one.anchor for one in inner),
        window=next((one.window for one in inner if one.window), None),
        events=tuple(event for one in inner for event in one.events),
        inner=inner,
    )


def _together(readings: Iterable[Reading]) -> tuple[Miss, ...]:
    return tuple(chain.from_iterable([one.misses for one in readings]))


def nth(word: str, number: int, days: Sequence[date]) -> date | None:
    """The day on which the number was reached, for limits that are reached from below."""
    if word not in FROM_BELOW:
        return None
    place = number + (word == "more_than")
    return days[place - 1] if 0 < place <= len(days) else None
