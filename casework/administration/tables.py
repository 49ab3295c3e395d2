"""Reads tables that people send: bytes in any encoding that spreadsheets write, rows with their lines."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO

from casework.beginnings import other_kind

MOST_BYTES = 1024 * 1024
MOST_ROWS = 5_000
LONGEST_CELL = 240
SEPARATORS = ";,\t"
KEPT_CONTROLS = "\t\n\r"


class Unreadable(Exception):
    """The whole file cannot be read; `code` says why, `named` which words the sentence names."""

    def __init__(self, code: str, named: str = "") -> None:
        super().__init__(code)
        self.code, self.named = code, named


@dataclass(frozen=True)
class Row:
    """One line of the table: its number in the file, and its cells by column."""

    line: int
    cells: Mapping[str, str]

    def cell(self, column: str) -> str:
        """The cell, empty where the table has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Table:
    """The rows, and the headings that nobody knows."""

    rows: tuple[Row, ...] = ()
    unused: tuple[str, ...] = field(default_factory=tuple)


def text_of(data: bytes, most: int = MOST_BYTES) -> str:
    """The bytes as text: UTF-8 or UTF-16 with their marks, plain UTF-8, else what older Windows writes.

    Raises Unreadable for what is larger than `most` bytes, a file of another kind, or no text at all.
    """
    if len(data) > most:
        raise Unreadable("too_large")
    other = other_kind(data)
    if other:
        raise Unreadable(other)
    text = _decoded(data)
    if any(sign < " " and sign not in KEPT_CONTROLS for sign in text) or "\ufffd" in text:
        raise Unreadable("not_text")
    return text


def _decoded(data: bytes) -> str:
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("not_text")


def table_of(text: str, known: Mapping[str, str], required: Mapping[str, str]) -> Table:
    """The table in the text: `known` is heading in small letters → column, `required` column → its name.

    Raises Unreadable where there is no such table, or one of the required columns is not in it.
    """
    lines = lines_of(text)
    if not lines:
        raise Unreadable("empty")
    headings = [" ".join(heading.split()).casefold() for heading in lines[0][1]]
    columns = [known.get(heading, "") for heading in headings]
    _demand_columns(columns, required)
    rows = tuple(_row(number, cells, columns) for number, cells in lines[1:] if any(map(str.strip, cells)))
    if not rows:
        raise Unreadable("empty")
    if len(rows) > MOST_ROWS:
        raise Unreadable("too_many_rows")
    unused = (heading for heading, column in zip(headings, columns, strict=True) if heading and not column)
    return Table(rows, tuple(heading[:60] for heading in unused))


def lines_of(text: str) -> list[tuple[int, list[str]]]:
    """Every line that is not empty, with the number of the line that it begins on. Raises Unreadable."""
    text = text.lstrip("\ufeff")
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    found, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error:
        raise Unreadable("broken_line", str(begins)) from None
    return found


def _separator(text: str) -> str:
    """What stands between the headings most often."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=first.count)


def _demand_columns(columns: list[str], required: Mapping[str, str]) -> None:
    twice = next((column for column in columns if column and columns.count(column) > 1), "")
    if twice:
        raise Unreadable("column_twice", required.get(twice, twice))
    missing = [name for column, name in required.items() if column not in columns]
    if missing:
        raise Unreadable("columns_missing", ", ".join(missing))


def _row(line: int, cells: list[str], columns: list[str]) -> Row:
    """The cells under their columns; a row that is longer than the headings has the first of its end."""
    named = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column}
    extra = next((cell.strip() for cell in cells[len(columns) :] if cell.strip()), "")
    return Row(line, named | ({"": extra} if extra else {}))
