"""A table in a text file, row by row: no more of it is in memory than the row that is read."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TextIO

from casework.feeds.profile import COLUMNS, Columns, Profile
from casework.feeds.records import Fault, Unreadable
from casework.web.sheets import shown

DELIMITERS = ";\t,|"
LONGEST_LINE = 64 * 1024  # signs of the first line, which tells what stands between cells
MOST_COLUMNS = 500
STRAY, LONG = "expected after", "field limit"  # how csv tells of a mark in a cell, and of a cell without end
Row = tuple[int, list[str]]
STRAY_MARK: list[str] = []  # instead of the cells of a row that cannot be set apart
LONG_CELL: list[str] = []


@dataclass(frozen=True)
class Sheet:
    """A table that has been begun: its headings (empty without), where each column is, and what follows."""

    headings: tuple[str, ...]
    delimiter: str
    rows: Iterator[Row]


def sheet(file: TextIO, delimiter: str, *, has_headings: bool) -> Sheet:
    """The table in the open file; each row with the number of the line that it begins on.

    Raises Unreadable where there is none, and while the rows are read where a quotation mark never ends.
    """
    first = file.readline(LONGEST_LINE)
    while first and not first.strip("\ufeff \r\n"):
        first = file.readline(LONGEST_LINE)
    chosen = {"tab": "\t", "auto": max(DELIMITERS, key=first.count)}.get(delimiter, delimiter)
    file.seek(0)
    rows = _rows(file, chosen)
    begun = next(rows, None)
    if begun is None:
        raise Unreadable("empty")
    if not begun[1]:
        raise Unreadable(row_fault(*begun).code, str(begun[0]))
    if len(begun[1]) > MOST_COLUMNS:
        raise Unreadable("no_table")
    if not has_headings:
        return Sheet((), chosen, chain((begun,), rows))
    return Sheet(tuple(" ".join(cell.strip("\ufeff").split()) for cell in begun[1]), chosen, rows)


def _rows(file: TextIO, delimiter: str) -> Iterator[Row]:
    """The rows with something in them; one that cannot be set apart has no cells (`row_fault`)."""
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    begins = 1
    while True:
        try:
            for cells in reader:
                if any(cells):
                    yield begins, cells
                begins = reader.line_num + 1
        except csv.Error as error:
            is_long = LONG in str(error) and reader.line_num == begins
            if STRAY not in str(error) and not is_long:  # a mark never closed takes the rest of the file
                raise Unreadable("broken_line", str(begins)) from None
            yield begins, LONG_CELL if is_long else STRAY_MARK
            begins = reader.line_num + 1
        else:
            return


def row_fault(line: int, cells: list[str]) -> Fault:
    """Why the row has no cells."""
    return Fault(line, "", "", "long_cell" if cells is LONG_CELL else "stray_mark")


def places_of(profile: Profile, headings: Sequence[str]) -> dict[str, int]:
    """Where each of the profile's columns is, from 0. Raises Unreadable where one is missing or stands twice.

    A column that may have several names is where the first of these stands.
    """
    if not profile.has_headings:
        numbers = {name: _numbers(profile.columns, name) for name in COLUMNS}
        return {name: found[0] - 1 for name, found in numbers.items() if found}
    known = [heading.casefold() for heading in headings]
    places: dict[str, int] = {}
    missing: list[str] = []
    for name in COLUMNS:
        words = [str(one) for one in getattr(profile.columns, name)]
        there = next((one for one in words if one.casefold() in known), None)
        if there is None:
            missing += words[:1]
        elif known.count(there.casefold()) > 1:
            raise Unreadable("column_twice", there)
        else:
            places[name] = known.index(there.casefold())
    needed = [name for name in missing if name not in _spare(profile, places)]
    if needed:
        raise Unreadable("columns_missing", ", ".join(needed))
    return places


def _numbers(columns: Columns, name: str) -> list[int]:
    return [one for one in getattr(columns, name) if isinstance(one, int)]


def _spare(profile: Profile, found: dict[str, int]) -> set[str]:
    """First names of columns that a file may go without, seen from those that it has."""
    spare = {"subject", "group", "registered", "notified"}
    by_name = {"given", "family", "born"}
    if profile.columns.key:  # of two ways to say the same, the first is asked for
        spare |= by_name
    if by_name <= found.keys():
        spare |= {"key"}
    if profile.columns.minutes:
        spare |= {"ends"}
    if profile.usual_minutes or "ends" in found:
        spare |= {"minutes"}
    if profile.columns.code:
        spare |= {"missed"}  # who is late without it is told line by line
    return {str(names[0]) for name in spare if (names := getattr(profile.columns, name))}


def has_open_end(path: Path) -> bool:
    """Whether the file's last line has no end, as where its writing was broken off."""
    with path.open("rb") as file:
        file.seek(max(-2, -path.stat().st_size), 2)
        return not file.read().strip(b"\0").endswith((b"\r", b"\n"))  # in UTF-16 a sign has two bytes


def width_fault(line: int, cells: list[str], width: int) -> Fault | None:
    """What is wrong with a row that has more cells than there are headings, if they hold anything."""
    extra = ((number, cell) for number, cell in enumerate(cells[width:], width + 1) if cell.strip())
    number, cell = next(extra, (0, ""))
    return Fault(line, str(number), shown(cell), "too_many_cells") if number else None
