"""Cells of a row that are read one by one; what is wrong with them is kept until somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from casework.feeds.cells import Bad
from casework.web.sheets import shown

Cells = Mapping[str, str]
Value = TypeVar("Value")


class Faulty:
    """Cells that say nothing: each with its column, what stands there, and why."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, str, str]] = []

    def take(self, cells: Cells, column: str, what: Callable[..., Value], *more: Any) -> Value | None:
        """What the cell says; nothing where it says nothing, which is noted."""
        try:
            return what(cells.get(column, ""), *more)
        except Bad as bad:
            self.faults.append((column, shown(cells.get(column, "")), bad.code))
            return None
