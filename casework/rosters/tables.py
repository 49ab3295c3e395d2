"""The tables of a delivery: a folder or an archive of CSV files, read as rows with their lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from casework.administration.lines import FORMULA, NATIONAL_NUMBER
from casework.administration.tables import Unreadable, lines_of, text_of
from casework.attachments.inspection import unpack
from casework.clock import days_in
from casework.errors import NotAcceptable
from casework.people.names import Unfit, fit_name
from casework.people.roster import EARLIEST_BIRTH
from casework.rosters.feed import Fault
from casework.web.sheets import BLANK, shown

MOST_BYTES = 32 * 1024 * 1024  # of all tables together
MOST_FILES = 40
DAYS = ("%Y-%m-%d", "%Y%m%d", "%m/%d/%Y")  # School Data Sync writes the American way


@dataclass(frozen=True)
class Row:
    """One line of a table, its cells by their headings in small letters."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell, empty where the table has no such column."""
        return self.cells.get(column.lower(), "")

    def several(self, column: str) -> tuple[str, ...]:
        """The parts of a cell with commas between them."""
        return tuple(part.strip() for part in self[column].split(",") if part.strip())

    def fault(self, code: str, column: str = "", *, is_name: bool = False) -> Fault:
        """What is wrong in the line; names of people are not repeated."""
        value = "" if is_name or not column else shown(self[column])
        return Fault(file=self.file, line=self.line, code=code, column=column, value=value)


class Delivery:
    """The tables by their names in small letters."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def __contains__(self, name: str) -> bool:
        return name in self._texts

    def rows(self, name: str, required: Collection[str] = ()) -> list[Row]:
        """The rows of the table, none where it is missing. Raises Unreadable for what is no such table."""
        if name not in self._texts:
            return []
        try:
            lines = lines_of(self._texts[name])
        except Unreadable as fault:
            raise Unreadable(fault.code, f"{name} {fault.named}".strip()) from None
        headings = [cell.strip().lower() for cell in lines[0][1]] if lines else []
        missing = [one for one in required if one.lower() not in headings]
        if missing:
            raise Unreadable("columns_missing", f"{name}: {', '.join(missing)}")
        return [_row(name, line, headings, cells) for line, cells in lines[1:]]


def of_folder(folder: Path) -> Delivery:
    """The tables that lie in the folder. Raises Unreadable."""
    files = sorted(one for one in folder.iterdir() if one.is_file() and one.suffix.lower() == ".csv")
    if len(files) > MOST_FILES or sum(one.stat().st_size for one in files) > MOST_BYTES:
        raise Unreadable("too_large")
    return of_tables({one.name.lower(): one.read_bytes() for one in files})


def of_archive(archive: bytes) -> Delivery:
    """The tables in the zip archive. Raises Unreadable."""
    try:
        return of_tables(unpack(archive))
    except NotAcceptable as fault:
        raise Unreadable(fault.code) from None


def of_tables(tables: Mapping[str, bytes]) -> Delivery:
    """The tables as text. Raises Unreadable."""
    texts = {}
    for name, content in tables.items():
        try:
            texts[name] = text_of(content, MOST_BYTES)
        except Unreadable as fault:
            raise Unreadable(fault.code, name) from None
    return Delivery(texts)


def name_in(row: Row, column: str) -> str | Fault:
    """The name that the cell holds, or what is wrong with it."""
    cell = row[column]
    if cell.lstrip(BLANK).startswith(FORMULA):
        return row.fault("formula", column, is_name=True)
    try:
        return fit_name(cell)
    except Unfit:
        return row.fault("unfit_name" if cell else "missing", column, is_name=True)


def birth_in(row: Row, column: str, today: date) -> date | Fault | None:
    """The birth date that the cell holds, nothing where it is empty, or what is wrong with it."""
    cell = row[column]
    if not cell:
        return None
    if NATIONAL_NUMBER.fullmatch(cell):
        return row.fault("national_number", column, is_name=True)
    born = day_of(cell)
    if born is None:
        return row.fault("not_a_day", column)
    return born if EARLIEST_BIRTH <= born <= today else row.fault("unlikely_birth", column)


def day_of(text: str) -> date | None:
    """The day that the text means, also as the beginning of a moment."""
    return next(days_in(text.partition("T")[0].strip(), DAYS), None)


def _row(file: str, line: int, headings: list[str], cells: list[str]) -> Row:
    named = zip(headings, cells, strict=False)
    return Row(file, line, {heading: cell.strip() for heading, cell in named if heading})
