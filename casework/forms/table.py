"""The table field: rows of small answers, shown as a list of groups and stored as a list of maps."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal

import pydantic
import wtforms
from pydantic import AfterValidator

from casework.forms.base import Confidentiality, Fault, Field, FieldId, Posted, Words, element_id, first
from casework.forms.choices import Choice, OneOf, YesNo
from casework.forms.fields import Date, LongText, Number, Person, Text, Time
from casework.remarks import Wrong, remark

Column = Annotated[
    Text | LongText | Date | Time | Number | Person | YesNo | Choice, pydantic.Field(discriminator="kind")
]
Row = dict[str, str]
MOST_ROWS = 100
ROW = "_row"  # under which a row keeps its own id: it follows the row when others come, go and move
ROW_ID = re.compile(r"[a-z0-9]{1,16}\Z")
OFFERED = "first"
BLANK = "new"  # stands for the index in the row that a page copies to make another


def new_row_id() -> str:
    """An id for a row that is not there yet."""
    return secrets.token_hex(5)


def first_row_id() -> str:
    """An id for the row that a page offers by itself; it is kept only with something in it."""
    return f"{OFFERED}{new_row_id()}"


def is_offered(row_id: str) -> bool:
    """Whether it is the row that a page offers by itself."""
    return row_id.startswith(OFFERED)


def _named_once(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    if not columns:
        raise Wrong(remark("at least one column is needed"))
    names = [column.id for column in columns]
    for name in names:
        if names.count(name) > 1:
            raise Wrong(remark("two columns are called “%(name)s”", name=name))
    return columns


class Table(Field):
    """Rows with the same columns; at least one row unless the table is optional."""

    kind: Literal["table"]
    columns: Annotated[tuple[Column, ...], AfterValidator(_named_once)]
    at_least: Annotated[int, pydantic.Field(ge=0, le=MOST_ROWS)] | None = None
    at_most: Annotated[int, pydantic.Field(ge=1, le=MOST_ROWS)] = 30
    row: Words
    add: Words
    must_include: dict[FieldId, tuple[str, ...]] = pydantic.Field(default_factory=dict)
    missing: ClassVar[str] = "missing_rows"
    is_group: ClassVar[bool] = True

    @property
    def fewest(self) -> int:
        """How many filled rows are needed when the table is answered at all."""
        return self.at_least if self.at_least is not None else int(not self.optional)

    @property
    def is_wanted(self) -> bool:
        """A table that is complete without rows is never asked for."""
        return not self.optional and self.fewest > 0

    def place(self, confidentiality: Confidentiality, language: str) -> None:
        """Tells the columns as well."""
        super().place(confidentiality, language)
        for column in self.columns:
            column.place(confidentiality, language)

    def title(self, index: int) -> str:
        """The heading of a row: “Åtgärd 1”."""
        return f"{self.row} {index + 1}"

    def input_names(self, name: str, posted: Posted) -> list[str]:
        """The inputs of all rows, and the one that says that the table was on the page."""
        there = [name] if name in posted else []
        return there + [f"{name}-{index}-{column}" for index, column in self._cells(name, posted)]

    def _cells(self, name: str, posted: Posted) -> list[tuple[int, str]]:
        columns = "|".join(re.escape(column) for column in (ROW, *(one.id for one in self.columns)))
        form = re.compile(rf"{re.escape(name)}-([0-9]{{1,3}})-({columns})\Z")
        found = (form.match(key) for key in posted)
        return sorted({(int(match[1]), match[2]) for match in found if match})

    def gathered(self, name: str, posted: Posted) -> Any:
        """The rows as typed, in the page's order; empty cells are left out, empty rows are kept."""
        indexes = sorted({index for index, _ in self._cells(name, posted)})
        return [self._row(f"{name}-{index}-", posted) for index in indexes[: MOST_ROWS + 1]]

    def _row(self, prefix: str, posted: Posted) -> Row:
        cells = {column.id: column.gathered(prefix + column.id, posted) for column in self.columns}
        own = {ROW: first(posted, prefix + ROW)}
        return {column: text for column, text in (own | cells).items() if text}

    def spread(self, name: str, answer: Any) -> dict[str, Any]:
        """Each cell on its input."""
        laid: dict[str, Any] = {}
        for index, row in enumerate(self.rows(answer)):
            for column in self.columns:
                laid[f"{name}-{index}-{column.id}"] = row.get(column.id, "")
        return laid

    def rows(self, answer: Any) -> list[Row]:
        """All rows, also the empty ones, each with only the columns that the form knows."""
        known = {column.id for column in self.columns}
        rows = [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
        return [
            {key: text for key, text in row.items() if key in known and isinstance(text, str)} for row in rows
        ]

    def rows_by_id(self, answer: Any) -> dict[str, Row]:
        """All rows by their ids, in order; a row that has none yet, or another's, goes by its place."""
        stored = [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
        found: dict[str, Row] = {}
        for index, (row, cells) in enumerate(zip(stored, self.rows(answer), strict=True)):
            own = row.get(ROW)
            name = own if isinstance(own, str) and ROW_ID.match(own) else f"at{index}"
            while name in found:
                name += "x"
            found[name] = {key: text for key, text in cells.items() if text}
        return found

    def filled(self, answer: Any) -> list[tuple[int, Row]]:
        """The rows that hold something, with their place among all rows."""
        return [(i, row) for i, row in enumerate(self.rows(answer)) if any(map(str.strip, row.values()))]

    def empty(self, answer: Any) -> bool:
        """No row holds anything."""
        return not self.filled(answer)

    def settled(self, answer: Any) -> Any:
        """The filled rows, without blanks and empty cells."""
        return [
            {key: text.strip() for key, text in row.items() if text.strip()} for _, row in self.filled(answer)
        ]

    def faults(self, answer: Any) -> Iterator[Fault]:
        """Too few or too many rows, a row that must be there and is not, and what is wrong in each cell."""
        filled = self.filled(answer)
        if len(filled) < self.fewest:
            yield Fault("too_few_rows", {"limit": self.fewest, "count": len(filled)})
        if len(filled) > self.at_most:
            yield Fault("too_many_rows", {"limit": self.at_most, "count": len(filled)})
        for column_id, wanted in self.must_include.items():
            if not any(row.get(column_id) in wanted for _, row in filled):
                yield Fault("must_include", self._wanted(column_id, wanted))
        for index, row in filled:
            for column in self.columns:
                yield from self._cell_faults(index, column, row.get(column.id, ""))

    def _wanted(self, column_id: str, wanted: Sequence[str]) -> dict[str, str | int]:
        column = self.column(column_id)
        texts = [column.known_options.get(option, option) for option in wanted] if column else list(wanted)
        return {"column": column.label if column else column_id, "wanted": ", ".join(texts)}

    def _cell_faults(self, index: int, column: Column, cell: str) -> Iterator[Fault]:
        label = f"{self.title(index)}, {column.label}"
        part = f"-{index}-{column.id}"
        if column.empty(cell):
            if not column.optional:
                code = "missing_choice" if isinstance(column, OneOf) else "missing_value"
                yield Fault(code, {"label": label}, part, index)
            return
        for fault in column.faults(cell):
            yield Fault(fault.code, {**fault.params, "label": label}, part, index)

    def column(self, column_id: str) -> Column | None:
        """The column with the id."""
        return next((column for column in self.columns if column.id == column_id), None)

    def readable_rows(self, answer: Any) -> tuple[tuple[str, ...], ...]:
        """The filled rows as texts, in the order of the columns; empty cells are empty texts."""
        return tuple(
            tuple(
                "" if column.empty(row.get(column.id)) else column.text(row[column.id])
                for column in self.columns
            )
            for _, row in self.filled(answer)
        )

    def text(self, answer: Any) -> str:
        """One line per row: “Åtgärd 1. Vad: …; När: …”."""
        lines = []
        for index, texts in enumerate(self.readable_rows(answer)):
            pairs = zip(self.columns, texts, strict=True)
            cells = "; ".join(f"{column.label}: {text}" for column, text in pairs if text)
            lines.append(f"{self.title(index)}. {cells}")
        return "\n".join(lines)

    def controls(self, name: str, people: Sequence[str] = ()) -> dict[str, wtforms.Field]:
        """None of its own: it has the inputs of its rows."""
        return {}

    def row_controls(
        self, name: str, index: int | str, people: Sequence[str] = ()
    ) -> dict[str, wtforms.Field]:
        """The inputs of one row; options are a list to open, as a row is small."""
        controls: dict[str, wtforms.Field] = {}
        for column in self.columns:
            cell = f"{name}-{index}-{column.id}"
            if isinstance(column, OneOf):
                choices = {"": "", **column.known_options}
                controls[cell] = wtforms.SelectField(
                    id=element_id(cell), choices=choices, validate_choice=False
                )
            else:
                controls |= column.controls(cell, people)
        return controls
