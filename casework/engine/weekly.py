"""Where in the week absence lies: how many lessons there were by weekday and hour and how many missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from casework.engine.absence import NOT_A_DAY
from casework.engine.register import Register, Timetable

Place = tuple[int, int]  # weekday from 1, and the hour that a lesson begins in


@dataclass(frozen=True)
class Slot:
    """Lessons that begin in an hour of a weekday: how many were to be attended, and how many missed whole."""

    held: int
    missed: int


def week_of(registers: Collection[Register]) -> dict[Place, Slot]:
    """The slots in which lessons were held, of one student or of several together."""
    had, missed, tables = Counter[Place](), Counter[Place](), dict[int, Counter[Place]]()
    for register in registers:
        table = register.timetable
        if id(table) not in tables:
            tables[id(table)] = _held(table)
        had.update(tables[id(table)])
        for miss in register.misses:
            place = miss.lesson.on.isoweekday(), miss.lesson.starts // 60
            if miss.entry.outcome in NOT_A_DAY:
                had[place] -= 1
            elif miss.entry.outcome == "absent":
                missed[place] += 1
    return {place: Slot(number, missed[place]) for place, number in sorted(had.items()) if number > 0}


def _held(table: Timetable) -> Counter[Place]:
    registered = (one for one in table.lessons if one.is_registered)
    return Counter((one.on.isoweekday(), one.starts // 60) for one in registered)


def missed_share(registers: Collection[Register]) -> Fraction:
    """How much of the lessons that were to be attended was missed whole, as a number from 0 to 100."""
    slots = week_of(registers).values()
    held = sum(one.held for one in slots)
    return Fraction(100 * sum(one.missed for one in slots), held) if held else Fraction(0)
