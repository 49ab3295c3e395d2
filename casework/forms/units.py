"""Answers taken apart into the smallest pieces that two people may write side by side, with prints of them.

A piece goes by its path: `goal` for an answer, `goal.declined` for why there is none, `steps.<row>.what` for
a cell of a table, `steps.rows` for which rows there are, in order.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from typing import Any

from casework.forms.base import Answers, Field
from casework.forms.table import ROW, Table

Units = dict[str, Any]
Prints = dict[str, str | list[str]]
ROWS = "rows"
OR = "|"  # between two prints of which either will do
SHORT = 9  # bytes of a print: enough to tell apart what people write in one place


def units(field: Field, stored: Any) -> Units:
    """The pieces of a stored answer that hold something, and which rows a table has."""
    found: Units = {}
    why, answer = field.why_declined(stored), field.answer_in(stored)
    if why:
        found[f"{field.id}.declined"] = why
    if isinstance(field, Table):
        rows = field.rows_by_id(answer)
        if rows:
            found[f"{field.id}.{ROWS}"] = list(rows)
        found |= {
            f"{field.id}.{row}.{key}": cell for row, cells in rows.items() for key, cell in cells.items()
        }
    elif not field.empty(answer):
        found[field.id] = answer
    return found


def put_together(field: Field, pieces: Mapping[str, Any]) -> Any:
    """The stored answer that has these pieces; None when there is nothing in it."""
    answer: Any = pieces.get(field.id)
    if isinstance(field, Table):
        cells = [
            (row, column.id, pieces.get(f"{field.id}.{row}.{column.id}"))
            for row in pieces.get(f"{field.id}.{ROWS}", ())
            for column in field.columns
        ]
        rows: dict[str, dict[str, Any]] = {row: {ROW: row} for row, _, _ in cells}
        for row, column, cell in cells:
            if cell:
                rows[row][column] = cell
        answer = list(rows.values())
    why = pieces.get(f"{field.id}.declined")
    if why:
        return {"declined": why, **({"answer": answer} if answer else {})}
    return answer or None


def print_of(piece: Any) -> str:
    """A few signs that are others when the piece is; none for nothing."""
    if not piece:
        return ""
    text = json.dumps(piece, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:SHORT]).decode()


def prints(fields: Iterable[Field], answers: Mapping[str, Any]) -> Prints:
    """What a page holds that shows these answers: path → print, and for a table the ids of its rows."""
    found: Prints = {}
    for field in fields:
        for path, piece in units(field, answers.get(field.id)).items():
            found[path] = piece if path == f"{field.id}.{ROWS}" else print_of(piece)
    return found


def changed_paths(fields: Iterable[Field], old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The paths of the pieces that are not the same."""
    found: list[str] = []
    for field in fields:
        before, after = units(field, old.get(field.id)), units(field, new.get(field.id))
        found += [path for path in {**before, **after} if before.get(path) != after.get(path)]
    return found


def field_of(path: str) -> str:
    """The id of the field that the piece belongs to."""
    return path.partition(".")[0]


def replaced(answers: Mapping[str, Any], field: Field, pieces: Mapping[str, Any]) -> Answers:
    """The answers with the field made of these pieces."""
    new = {key: value for key, value in answers.items() if key != field.id}
    stored = put_together(field, pieces)
    return {**new, field.id: stored} if stored else new


def with_its_row(field: Field, path: str, pieces: Mapping[str, Any]) -> Units:
    """The pieces, with the row that the piece stands in, should that have been taken away."""
    if not isinstance(field, Table) or path.count(".") < 2 or not pieces.get(path):
        return dict(pieces)
    rows, own = pieces.get(f"{field.id}.{ROWS}", []), path.split(".")[1]
    return {**pieces, f"{field.id}.{ROWS}": rows if own in rows else [*rows, own]}


def asked_at(field: Field, path: str) -> Field | None:
    """What the piece answers: the column of a cell, else the field; None for why there is no answer."""
    if path.endswith(".declined"):
        return None
    if isinstance(field, Table):
        return field.column(path.rsplit(".", 1)[-1])
    return field


def may_join(field: Field, path: str) -> bool:
    """Whether two pieces there can be written one after the other."""
    asked = asked_at(field, path)
    return asked is None or asked.kind in ("text", "longtext")


def joined(field: Field, path: str, one: Any, other: Any) -> Any:
    """Both texts, one after the other; the first where they cannot be."""
    asked = asked_at(field, path)
    if not may_join(field, path):
        return one
    return ("\n\n" if asked and asked.kind == "longtext" else " ").join(text for text in (one, other) if text)


def piece_text(field: Field, path: str, piece: Any) -> str:
    """The piece in words."""
    asked = asked_at(field, path)
    if asked is None:
        return field.words["no_answer"].format(why=piece) if piece else ""
    return "" if asked.empty(piece) else asked.text(piece)


def piece_label(field: Field, path: str, stored: Any) -> str:
    """What the piece is called on the page: the question, or the row and column of a cell."""
    asked = asked_at(field, path)
    if asked is None or asked is field or not isinstance(field, Table):
        return field.label
    rows = list(field.rows_by_id(field.answer_in(stored)))
    own = path.split(".")[1]
    return f"{field.title(rows.index(own))}, {asked.label}" if own in rows else asked.label
