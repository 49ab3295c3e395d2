"""A form that several people give answers to: the part that each is asked, and all of them put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from casework.forms.base import Answers, Field
from casework.forms.definition import Form
from casework.forms.fields import Person
from casework.forms.table import Table


def asked_part(form: Form, asks: Sequence[str]) -> Form:
    """The form with only the questions that are asked, each wanted, in the sections where they stand.

    A question that follows from one which is not asked stands by itself. Nobody is asked for their own name.
    """
    sections = []
    for section in form.sections:
        fields = tuple(_alone(field, asks) for field in section.fields if field.id in asks)
        if fields:
            sections.append(section.model_copy(update={"fields": fields}))
    return form.model_copy(update={"sections": tuple(sections)})


def _alone(field: Field, asks: Sequence[str]) -> Field:
    conditions = {other: wanted for other, wanted in field.shown_if.items() if other in asks}
    if isinstance(field, Table):
        names = _for_giver(field)
        left = tuple(column for column in field.columns if column.id not in names)
        return field.apart(shown_if=conditions, optional=False, columns=left or field.columns)
    return field.apart(shown_if=conditions, optional=False)


def by_giver(form: Form, given: Mapping[str, Any], name: str) -> Answers:
    """What somebody gives to the form, with their name in the rows that ask for it."""
    signed = dict(given)
    for field in form.all_fields():
        rows = signed.get(field.id)
        if isinstance(field, Table) and isinstance(rows, list):
            signed[field.id] = [{**row, **dict.fromkeys(_for_giver(field), name)} for row in rows]
    return signed


def _for_giver(table: Table) -> tuple[str, ...]:
    """The columns that hold the name of whoever gives the row."""
    return tuple(column.id for column in table.columns if isinstance(column, Person) and column.giver)


def put_together(form: Form, answers: Mapping[str, Any], given: Iterable[Mapping[str, Any]]) -> Answers:
    """The answers of who fills in the form with what others have given laid in.

    Rows stand before one's own, in the order in which they were given. Elsewhere one's own answer holds.
    """
    whole = dict(answers)
    rows: dict[str, list[Any]] = {}
    for one in given:
        for field in form.all_fields():
            answer = one.get(field.id)
            if field.empty(field.answer_in(answer)):
                continue
            if isinstance(field, Table) and isinstance(answer, list):
                rows.setdefault(field.id, []).extend(answer)
            elif field.empty(field.answer_in(whole.get(field.id))):
                whole[field.id] = answer
    for name, found in rows.items():
        own = whole.get(name)
        whole[name] = [*found, *(own if isinstance(own, list) else ())]
    return whole
