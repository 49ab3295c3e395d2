"""A line of what has happened, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from casework.cases.pages.effects import EffectLine


@dataclass(frozen=True)
class Line:
    """An event or an effect as a page shows it."""

    text: str
    when: str = ""
    who: str = ""
    url: str | None = None
    reason: str | None = None
    note: str | None = None
    is_step: bool = False
    effects: tuple[EffectLine, ...] = ()
