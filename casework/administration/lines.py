"""Reads the lines of a table as what people are: every fault with line, column, value and reason.

Names of people and personal identity numbers are not repeated: the column and the line say where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from casework.administration.tables import LONGEST_CELL, Row
from casework.clock import days_in
from casework.people.names import Unfit, fit_name, fit_text
from casework.web.sheets import BLANK, shown

FORMULA = ("=", "@", "＝", "＠")
NATIONAL_NUMBER = re.compile(r"(\d{2})?\d{6}[-+ ]?\d{4}|\d{6} ?\d{5}")
NAMES = ("given", "family", "name", "home")  # columns with names of people
DAYS = ("%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y")


@dataclass(frozen=True)
class LineFault:
    """A line that cannot be read in: why (`code`), where, what stands there, and what the sentence names."""

    line: int
    code: str
    column: str = ""
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """The places that lines may name, and the day: the authority, and the schools with their classes."""

    authority: str
    schools: Mapping[str, tuple[str, ...]]
    today: date

    @property
    def classes(self) -> Mapping[str, Collection[str]]:
        """The classes of every unit."""
        return {**self.schools, self.authority: ()}


class Reader:
    """Reads the cells of one row; keeps what is wrong with them."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.faults: list[LineFault] = []
        if row.cell(""):
            self.faults.append(LineFault(row.line, "too_many_cells", "", shown(row.cell(""))))

    def fault(self, code: str, column: str = "", **values: str) -> None:
        """Notes something wrong."""
        cell = self.row.cell(column)
        is_kept_back = column.rstrip("1234") in NAMES or NATIONAL_NUMBER.fullmatch(cell)
        value = shown(cell) if column and not is_kept_back else ""
        self.faults.append(LineFault(self.row.line, code, column, value, values))

    def name(self, column: str) -> str:
        """A name, which must be there."""
        return self._fit(column, fit_name, "missing" if not self.row.cell(column) else "unfit_name")

    def text(self, column: str, longest: int = LONGEST_CELL) -> str:
        """A text that may be left out."""
        if len(self.row.cell(column)) > longest:
            self.fault("too_long", column)
            return ""
        return self._fit(column, fit_text, "unfit_name")

    def _fit(self, column: str, fit: Callable[[str], str], code: str) -> str:
        cell = self.row.cell(column)
        if cell.lstrip(BLANK).startswith(FORMULA):
            self.fault("formula", column)
            return ""
        try:
            return fit(cell)
        except Unfit:
            self.fault(code, column)
            return ""

    def day(self, column: str) -> date | None:
        """A day, as people write it in the three languages; nothing where the cell is empty."""
        cell = self.row.cell(column)
        if not cell:
            return None
        if NATIONAL_NUMBER.fullmatch(cell):
            self.fault("national_number", column)
            return None
        found = next(days_in(cell, DAYS), None)
        if found is None:
            self.fault("not_a_day", column)
        return found

    def place(self, column: str, known: Collection[str]) -> str:
        """The known name that the cell means, whatever its capitals; else the cell as it is."""
        cell = self.text(column)
        return {name.casefold(): name for name in known}.get(cell.casefold(), cell)
