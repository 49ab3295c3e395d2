"""Fills a form in as a careful colleague would: every question, each with something that is right."""

from __future__ import annotations

from typing import Any

from casework.forms.base import Field
from casework.forms.choices import Multi, OneOf
from casework.forms.definition import Form
from casework.forms.fields import Number
from casework.forms.table import Table

WRITTEN = {
    "text": "En rad åäö <b>&amp;\"'",
    "longtext": "\nFörsta raden\n\nTredje raden",
    "date": "2026-11-22",
    "time": "15:30",
    "date_time": "2026-11-22T15:30",
    "person": "Ann Exempel",
    "consent": {"answer": "given", "by": "Karl Exempel", "on": "2026-11-22", "scope": "Mötet"},
}


def filled(form: Form) -> dict[str, Any]:
    """An answer to every field that is typed or chosen."""
    return {field.id: answer(field) for field in form.all_fields() if field.kind != "computed"}


def answer(field: Field) -> Any:
    """A valid answer to the field."""
    if isinstance(field, Multi):
        return list(field.known_options)
    if isinstance(field, OneOf):
        return next(iter(field.known_options))
    if isinstance(field, Number):
        return str(max(field.at_least or 0, min(field.at_most or 3, 3)))
    if isinstance(field, Table):
        return rows(field)
    return WRITTEN[field.kind]


def rows(table: Table) -> list[dict[str, str]]:
    """As many rows as the table asks for, the first with what it must include."""
    included = {column: wanted[0] for column, wanted in table.must_include.items()}
    row = {column.id: answer(column) for column in table.columns}
    return [{**row, **included}] + [row] * (max(table.fewest, 2) - 1)
