"""A small picture of a stretch of school: a column for each week, a square for each day, darker for more.

A sign in the square tells what the shade does not: absence without a valid reason, only late, not registered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from casework.engine.school_calendar import SchoolCalendar

MOST_WEEKS, WEEKS_OF_YEAR, SCHOOL_DAYS, DARKEST = 26, 53, 5, 4
SIZE, GAP = 12, 3  # of a square and between two, in the picture's own units
ONE_WEEK = timedelta(days=7)
Sign = Literal["", "unknown", "late", "invalid"]
STRONGER: tuple[Sign, ...] = ("", "unknown", "late", "invalid")  # of several on a day, the last is shown


@dataclass(frozen=True)
class Square:
    """A day in the picture: where, and how it looks; `off` where there is no school."""

    x: int
    y: int
    look: str
    sign: Sign = ""


@dataclass(frozen=True)
class Picture:
    """The squares, and how wide and high they are together."""

    squares: tuple[Square, ...]
    width: int
    height: int

    @property
    def signs(self) -> tuple[Sign, ...]:
        """The signs that there are in it, the strongest first."""
        there = {one.sign for one in self.squares}
        return tuple(one for one in reversed(STRONGER) if one and one in there)


def strongest(signs: Iterable[tuple[date, Sign]]) -> dict[date, Sign]:
    """The sign of each day, where several may be said of one."""
    found: dict[date, Sign] = {}
    for day, sign in signs:
        found[day] = max(found.get(day, ""), sign, key=STRONGER.index)
    return found


def picture(
    days: Iterable[date],
    first: date,
    last: date,
    calendar: SchoolCalendar,
    signs: Mapping[date, Sign],
    most: int = MOST_WEEKS,
) -> Picture:
    """The days from the first to the last, marked by how many lessons of them are among `days`.

    Of more than so many weeks it shows the last.
    """
    counted = Counter(days)
    monday, end = first - timedelta(days=first.weekday()), last - timedelta(days=last.weekday())
    monday = max(monday, end - (most - 1) * ONE_WEEK)
    weeks = (end - monday).days // 7 + 1
    squares = []
    for week in range(weeks):
        for place in range(SCHOOL_DAYS):
            day = monday + timedelta(days=7 * week + place)
            is_school = calendar.is_open(day) and first <= day <= last
            look = str(min(counted[day], DARKEST)) if is_school or counted[day] else "off"
            sign = signs.get(day, "")
            squares.append(Square(week * (SIZE + GAP), place * (SIZE + GAP), look, sign))
    return Picture(tuple(squares), weeks * (SIZE + GAP) - GAP, SCHOOL_DAYS * (SIZE + GAP) - GAP)
