"""The readable form of answers: what a reading page, a print and a comparison of two versions show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework.forms.base import Field
from casework.forms.context import FormContext, readable_sections, shown
from casework.forms.definition import Form
from casework.forms.fields import Computed
from casework.forms.table import Table


@dataclass(frozen=True)
class ReadTable:
    """The rows of a table field as texts under the labels of the columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ReadRow:
    """One question with its answer: a text (empty when there is none), the rows of a table, or why not."""

    field_id: str
    label: str
    text: str
    table: ReadTable | None = None
    declined: str = ""


@dataclass(frozen=True)
class ReadSection:
    """A part of the form as it is read."""

    id: str
    title: str
    rows: tuple[ReadRow, ...]


@dataclass(frozen=True)
class Difference:
    """A question that is answered otherwise than before; an empty text is no answer."""

    field_id: str
    label: str
    before: str
    after: str


def reading(form: Form, answers: Mapping[str, Any], context: FormContext) -> tuple[ReadSection, ...]:
    """The answers in words, section by section; hidden questions and unreadable sections are absent."""
    up = shown(form, answers)
    sections = []
    for section in readable_sections(form, context):
        rows = tuple(read_row(field, answers, context) for field in section.fields if field.id in up)
        if rows:
            sections.append(ReadSection(section.id, section.title, rows))
    return tuple(sections)


def left_out(form: Form, answers: Mapping[str, Any], context: FormContext) -> tuple[ReadRow, ...]:
    """What was answered and is no longer asked: the draft keeps it, the signed version will not have it."""
    up = shown(form, answers)
    rows = (
        read_row(field, answers, context)
        for section in readable_sections(form, context)
        for field in section.fields
        if field.id not in up and field.id in answers
    )
    return tuple(row for row in rows if row.text)


def differences(
    form: Form, old: Mapping[str, Any], new: Mapping[str, Any], context: FormContext
) -> tuple[Difference, ...]:
    """What a correction changes, field by field, in words."""
    before, after = _texts(form, old, context), _texts(form, new, context)
    return tuple(
        Difference(field.id, field.label, before.get(field.id, ""), after.get(field.id, ""))
        for section in readable_sections(form, context)
        for field in section.fields
        if before.get(field.id, "") != after.get(field.id, "")
    )


def answer_text(field: Field, stored: Any) -> str:
    """The one readable form of a stored answer; empty when there is none."""
    if why := field.why_declined(stored):
        return field.words["no_answer"].format(why=why)
    answer = field.answer_in(stored)
    return "" if field.empty(answer) else field.text(answer)


def _texts(form: Form, answers: Mapping[str, Any], context: FormContext) -> dict[str, str]:
    return {row.field_id: row.text for section in reading(form, answers, context) for row in section.rows}


def read_row(field: Field, answers: Mapping[str, Any], context: FormContext) -> ReadRow:
    """The question with what is answered to it."""
    stored = answers.get(field.id)
    if isinstance(field, Computed) and not stored:
        stored = context.computed.get(field.of, "")
    table = None
    answer = field.answer_in(stored)
    if isinstance(field, Table) and not field.why_declined(stored) and not field.empty(answer):
        table = ReadTable(tuple(column.label for column in field.columns), field.readable_rows(answer))
    return ReadRow(field.id, field.label, answer_text(field, stored), table, field.why_declined(stored))
