"""Fills a form in as the people of the demonstration would: every question that is asked, in a few words."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from casework.definitions import read
from casework.forms.base import Answers, Field
from casework.forms.choices import Multi, OneOf, Scale
from casework.forms.consent import Consent
from casework.forms.context import shown
from casework.forms.definition import Form
from casework.forms.fields import Computed, Date, DateTime, Number, Person, Time
from casework.forms.table import Table

FILE = Path(__file__).parent / "phrases.yaml"
LATER = ("follow_up", "by_date", "review_date", "evaluate", "start", "follow_up_at", "until")
A_WHILE = timedelta(days=21)


class Writer:
    """Somebody who fills in a form about a student on a day."""

    def __init__(self, form: Form, *, name: str, student: str, on: date) -> None:
        self._form, self._name, self._student, self._on = form, name, student, on

    def answers(self) -> Answers:
        """An answer to everything that the form asks for; what nobody has to answer is left."""
        found: Answers = {}
        for field in self._form.all_fields():
            if field.is_wanted and not isinstance(field, Computed) and field.id in shown(self._form, found):
                found[field.id] = self._answer(field)
        return found

    def _answer(self, field: Field) -> Any:
        if isinstance(field, Table):
            return self._rows(field)
        if isinstance(field, Consent):
            on = self._on.isoformat()
            return {"answer": "given", "by": "Hemmet", "on": on, "scope": "Mötet och anteckningarna"}
        if isinstance(field, OneOf | Multi):
            return self._choice(field)
        if isinstance(field, Date | DateTime | Time):
            return self._when(field)
        if isinstance(field, Number):
            return str(field.at_least or 1)
        return self._name if isinstance(field, Person) else self._text(field)

    def _rows(self, table: Table) -> list[dict[str, Any]]:
        row = {column.id: self._answer(column) for column in table.columns if not column.optional}
        row |= {column: options[0] for column, options in table.must_include.items()}
        return [dict(row) for _ in range(max(table.fewest, 1))]

    def _choice(self, field: OneOf | Multi) -> Any:
        known = list(field.known_options)
        chosen = self._phrase("choices", field.id)
        if isinstance(field, Multi):
            return [one for one in chosen or () if one in known] or known[:1]
        if isinstance(field, Scale):
            return "2"
        return chosen if chosen in known else known[0]

    def _when(self, field: Date | DateTime | Time) -> str:
        day = self._on + A_WHILE if field.id in LATER else self._on
        if isinstance(field, Time):
            return "08:30"
        return day.isoformat() if isinstance(field, Date) else f"{day.isoformat()}T15:30"

    def _text(self, field: Field) -> str:
        text = self._phrase("texts", field.id) or _phrases()["other"][field.kind]
        return str(text).replace("{elev}", self._student)

    def _phrase(self, part: str, field_id: str) -> Any:
        known = _phrases()[part]
        return known.get(f"{self._form.id}.{field_id}", known.get(field_id))


@cache
def _phrases() -> dict[str, Any]:
    return read(FILE.read_text("utf-8"), FILE.name).data
