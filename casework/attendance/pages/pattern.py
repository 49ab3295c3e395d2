"""Where in the week absence lies, as a grid of weekdays and hours with the figures in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from casework.attendance.pages.words import clock_time
from casework.engine.register import Register
from casework.engine.weekly import Place, Slot, week_of
from casework.web.dates import weekday
from casework.web.text import gettext

# The picture's own units: a cell, the gap between two, what stands to the left and above.
CELL, HEIGHT, GAP, LEFT, ABOVE = 64, 24, 3, 44, 20
# Per cent of the lessons, from the highest, above which a cell looks so; figures can be read on each look.
LOOKS = ((40, "4"), (15, "3"), (0, "1"))
SCHOOL_WEEK = range(1, 6)


@dataclass(frozen=True)
class Cell:
    """A cell: where, how it looks, and how many of how many lessons were missed."""

    x: int
    y: int
    look: str
    text: str
    said: str


@dataclass(frozen=True)
class Row:
    """The lessons that begin in one hour."""

    y: int
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Pattern:
    """The grid with its weekdays, and how wide and high it is."""

    days: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]
    width: int
    height: int


def pattern(registers: Collection[Register]) -> Pattern | None:
    """The grid of one student or of several together; None where no lesson is registered."""
    slots = week_of(registers)
    if not slots:
        return None
    weekdays = sorted({*SCHOOL_WEEK, *(day for day, _ in slots)})
    hours = sorted({hour for _, hour in slots})
    rows = tuple(_row(place, hour, weekdays, slots) for place, hour in enumerate(hours))
    return Pattern(
        tuple((_x(column) + (CELL - GAP) // 2, weekday(day)) for column, day in enumerate(weekdays)),
        rows,
        _x(len(weekdays)) - GAP,
        ABOVE + len(rows) * HEIGHT - GAP,
    )


def _x(column: int) -> int:
    return LEFT + column * CELL


def _row(place: int, hour: int, weekdays: Collection[int], slots: Mapping[Place, Slot]) -> Row:
    y = ABOVE + place * HEIGHT
    cells = (_cell(_x(column), y, slots.get((day, hour))) for column, day in enumerate(weekdays))
    return Row(y + HEIGHT // 2, clock_time(hour * 60), tuple(cells))


def _cell(x: int, y: int, slot: Slot | None) -> Cell:
    if slot is None:
        return Cell(x, y, "off", "", "")
    look = next((look for border, look in LOOKS if 100 * slot.missed > border * slot.held), "0")
    said = gettext("%(missed)s of %(held)s", missed=slot.missed, held=slot.held)
    return Cell(x, y, look, f"{slot.missed}/{slot.held}", said)
