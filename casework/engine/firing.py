"""When a rule that is met fires: once for what it is met for, and again as the model says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol

from casework.engine.reading import Look, Reading

if TYPE_CHECKING:
    from casework.engine.action import Action

Again = Literal["never", "next_window", "every_time", "when_reached_again"]


class Fireable(Protocol):
    """A rule that fires: by its id, and how often."""

    @property
    def id(self) -> str: ...

    @property
    def again(self) -> Again: ...


@dataclass(frozen=True)
class Rule:
    """A rule by its id, and how often it fires."""

    id: str
    again: Again


def fires(rule: Fireable, reading: Reading, look: Look) -> tuple[str, bool]:
    """The key under which the met rule fires for the student, and whether it has not yet.

    The key says for what: the window, the run or the stay, and how often the case began anew or moved down.
    A window that moves with the day is a new one once it begins after the rule fired last.
    """
    around = look.circumstances
    key = _key(rule, reading, look)
    if not around.fired and not around.opened:
        return key, True
    earlier = [one for one in (*around.fired, *around.opened) if one.rule == rule.id]
    if rule.again == "never":
        return key, not earlier
    if reading.is_rolling and rule.again == "next_window":
        border = reading.window[0] if reading.window else look.today
        last = max((one.on for one in earlier), default=date.min)
        return key, last < border
    return key, key not in {one.key for one in earlier}


def _key(rule: Fireable, reading: Reading, look: Look) -> str:
    said = rule.id
    if rule.again == "next_window":
        moving = reading.since or look.today
        said = f"{rule.id} {reading.anchor or f'on {moving.isoformat()}'}"
    elif rule.again != "never":
        last = reading.evidence[-1] if reading.evidence else look.today.isoformat()
        said = f"{rule.id} at {last}"
    resets = look.circumstances.resets
    return f"{said} reset {resets}" if resets else said


def task_key(action: Action, event: str, on: date) -> str:
    """What a task of an each-time action is known by: once a day or a week where the action says so."""
    if action.once_per == "day":
        return f"{action.id} {on.isoformat()}"
    if action.once_per == "week":
        year, week, _ = on.isocalendar()
        return f"{action.id} {year}-W{week:02}"
    return f"{action.id} {event}"
