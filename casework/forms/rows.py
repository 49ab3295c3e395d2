"""Adds, removes and moves rows of a table in a draft: new answers come back, the old are left as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from casework.forms.base import Answers, declined, given
from casework.forms.context import FormContext, readable_sections
from casework.forms.definition import Form
from casework.forms.table import ROW, Table, new_row_id

Rows = list[dict[str, str]]


def add_row(answers: Mapping[str, Any], table: Table) -> Answers:
    """With an empty row last; where the page offers a first row by itself, with that one before it."""

    def added(rows: Rows) -> Rows:
        offered = not rows and table.is_wanted
        return [*rows, *({ROW: new_row_id()} for _ in range(1 + int(offered)))]

    return _changed(answers, table.id, added)


def remove_row(answers: Mapping[str, Any], table: Table, row_id: str) -> Answers:
    """Without the row; unchanged when there is none with the id."""
    gone = _place(answers, table, row_id)
    return _changed(answers, table.id, lambda rows: [row for at, row in enumerate(rows) if at != gone])


def move_row(answers: Mapping[str, Any], table: Table, row_id: str, step: int) -> Answers:
    """With the row one step up (-1) or down (1); unchanged at the ends."""
    index = _place(answers, table, row_id)

    def moved(rows: Rows) -> Rows:
        if 0 <= index < len(rows) and 0 <= index + step < len(rows):
            rows[index], rows[index + step] = rows[index + step], rows[index]
        return rows

    return _changed(answers, table.id, moved)


def _place(answers: Mapping[str, Any], table: Table, row_id: str) -> int:
    """Where the row stands; before all rows when it is not there."""
    ids = list(table.rows_by_id(table.answer_in(answers.get(table.id))))
    return ids.index(row_id) if row_id in ids else -1


def after_button(form: Form, answers: Mapping[str, Any], do: str, context: FormContext) -> Answers | None:
    """The answers after a row button of the page (`add:steps`, `remove:steps:<row>`, `up:…`, `down:…`).

    None when the value is not a row button of this form.
    """
    verb, _, rest = do.partition(":")
    field_id, _, row_id = rest.partition(":")
    table = _table(form, field_id, context)
    if table is None:
        return None
    if verb == "add" and not row_id:
        full = len(table.rows(table.answer_in(answers.get(field_id)))) >= table.at_most
        return dict(answers) if full else add_row(answers, table)
    if verb == "remove" and row_id:
        return remove_row(answers, table, row_id)
    if verb in ("up", "down") and row_id:
        return move_row(answers, table, row_id, -1 if verb == "up" else 1)
    return None


def _table(form: Form, field_id: str, context: FormContext) -> Table | None:
    for section in readable_sections(form, context):
        for field in section.fields:
            if field.id == field_id and isinstance(field, Table):
                return field
    return None


def _changed(answers: Mapping[str, Any], field_id: str, change: Callable[[Rows], Rows]) -> Answers:
    stored = answers.get(field_id)
    before = given(stored)
    rows = change(list(before) if isinstance(before, list) else [])
    why = declined(stored)
    new = dict(answers)
    new.pop(field_id, None)
    if why:
        new[field_id] = {"declined": why, **({"answer": rows} if rows else {})}
    elif rows:
        new[field_id] = rows
    return new
