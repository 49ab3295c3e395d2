"""Makes the page's form: every question with its inputs filled in, as the macros of `fields.html` draw it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import wtforms
from wtforms.form import BaseForm

from casework.forms.base import Field, declined_name, element_id
from casework.forms.context import FormContext, is_required, readable_sections
from casework.forms.days import day_note
from casework.forms.definition import Form
from casework.forms.fields import PEOPLE_LIST, Computed, LongText, is_date
from casework.forms.table import BLANK, Table, first_row_id
from casework.forms.words import words

Controls = dict[str, wtforms.Field]


@dataclass(frozen=True)
class Condition:
    """When a question is asked: the earlier question's label and the answers that bring this one up."""

    label: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class PageRow:
    """A row of a table in the page, with one control per column."""

    index: int | str
    id: str
    title: str
    cells: tuple[tuple[Field, wtforms.Field], ...]
    is_last: bool


@dataclass(frozen=True)
class Question:
    """A field in the page: its definition, and its controls by the ends of their names ("": the main one)."""

    field: Field
    anchor: str
    is_required: bool
    controls: Mapping[str, wtforms.Field]
    rows: tuple[PageRow, ...]
    blank: PageRow | None  # what a script copies to make one more row
    may_add: bool
    text: str  # what a computed field shows
    shown_if: str  # for the script: {"other": ["option"]} as JSON; empty when the question is always asked
    conditions: tuple[Condition, ...]  # the same in words
    depth: int  # below how many other questions it stands
    hint: str  # the form's own help; a long text without one says how to write


@dataclass(frozen=True)
class Part:
    """A section in the page."""

    id: str
    title: str
    help: str | None
    questions: tuple[Question, ...]


class PageForm(BaseForm):
    """A WTForms form with one control per input of the page; `parts` tells how they belong together."""

    parts: tuple[Part, ...] = ()
    people: Mapping[str, str] = {}
    people_list = PEOPLE_LIST
    today = ""  # as a date input holds it
    free_days = ""  # for the script: {"2026-12-24": "Julafton"} as JSON
    words: Mapping[str, str] = {}


def wtform(form: Form, answers: Mapping[str, Any], context: FormContext) -> PageForm:
    """The form as a page shows it, with the answers in its inputs, valid or not.

    Conditional questions are there whether or not they are brought up: without a script all are seen.
    """
    unbound: Controls = {}
    values: dict[str, Any] = {}
    for section in readable_sections(form, context):
        for field in section.fields:
            answer = field.answer_in(answers.get(field.id))
            unbound |= _controls(field, answer, context)
            values |= field.spread(field.id, answer)
            if field.voice:
                values[declined_name(field.id)] = field.why_declined(answers.get(field.id))
    page = PageForm(cast(Any, unbound))  # the stubs take what a field class makes for a bound field
    page.process(data=values)
    page.people, page.words = context.people, words(form.language)
    if context.today:
        page.today, page.free_days = context.today.isoformat(), json.dumps(dict(context.free_days))
    page.parts = tuple(
        Part(
            section.id,
            section.title,
            section.help,
            tuple(_question(form, field, page, answers, context) for field in section.fields),
        )
        for section in readable_sections(form, context)
    )
    return page


def _controls(field: Field, answer: Any, context: FormContext) -> Controls:
    if isinstance(field, Table):
        controls: Controls = {}
        for index in (*range(_row_count(field, answer)), BLANK):
            controls |= field.row_controls(field.id, index, tuple(context.people))
    else:
        controls = field.controls(field.id, tuple(context.people))
    if field.voice:
        name = declined_name(field.id)
        controls[name] = wtforms.StringField(id=element_id(name))
    return controls


def _row_count(table: Table, answer: Any) -> int:
    """Rows in the page: those there are, and one to begin with where one is asked for."""
    return max(len(table.rows(answer)), int(table.is_wanted))


def _question(
    form: Form, field: Field, page: PageForm, answers: Mapping[str, Any], context: FormContext
) -> Question:
    stored = answers.get(field.id)
    rows = _rows(field, page, field.answer_in(stored), context)
    controls = {
        control.name.removeprefix(field.id): _advised(field, control, context)
        for control in page
        if control.name == field.id or control.name.startswith(f"{field.id}__")
    }
    return Question(
        field=field,
        anchor=field.anchor(),
        is_required=is_required(field, context),
        controls=controls,
        rows=rows,
        blank=_row(field, page, BLANK, "", context, is_last=True) if isinstance(field, Table) else None,
        may_add=isinstance(field, Table) and len(rows) < field.at_most,
        text=(stored or context.computed.get(field.of, "")) if isinstance(field, Computed) else "",
        shown_if=json.dumps(field.shown_if) if field.shown_if else "",
        conditions=tuple(condition(form.field(other), wanted) for other, wanted in field.shown_if.items()),
        depth=depth(form, field),
        hint=field.help or (field.words["facts"] if isinstance(field, LongText) and not field.voice else ""),
    )


def _rows(field: Field, page: PageForm, answer: Any, context: FormContext) -> tuple[PageRow, ...]:
    if not isinstance(field, Table):
        return ()
    ids = list(field.rows_by_id(answer)) or [first_row_id()] * _row_count(field, answer)
    return tuple(
        _row(field, page, index, own, context, is_last=index == len(ids) - 1) for index, own in enumerate(ids)
    )


def _row(
    table: Table, page: PageForm, index: int | str, own: str, context: FormContext, *, is_last: bool
) -> PageRow:
    cells = tuple(
        (column, _advised(column, page[f"{table.id}-{index}-{column.id}"], context))
        for column in table.columns
    )
    title = table.title(index) if isinstance(index, int) else table.row
    return PageRow(index, own, title, cells, is_last)


def _advised(field: Field, control: wtforms.Field, context: FormContext) -> wtforms.Field:
    """The control; one for a day with its limits, and with what is to be said of the day that it holds."""
    kind = getattr(control.widget, "input_type", "")
    if kind not in ("date", "datetime-local") or context.today is None:
        return control
    when = getattr(field, "when", None)
    if when:
        limit = "max" if when == "past" else "min"
        midnight = "T00:00" if when == "coming" else "T23:59"
        control.render_kw[limit] = context.today.isoformat() + ("" if kind == "date" else midnight)
    typed = str(control.data or "")[:10]
    if is_date(typed):
        on = date.fromisoformat(typed)
        control.description = day_note(
            on, context.today, context.free_days, field.words, field.language, when
        )
    return control


def depth(form: Form, field: Field) -> int:
    """Below how many other questions the field stands."""
    return max((1 + depth(form, form.field(other)) for other in field.shown_if), default=0)


def condition(source: Field, wanted: tuple[str, ...]) -> Condition:
    """In words, when a question is asked that depends on the source."""
    return Condition(source.label, tuple(source.known_options.get(option, option) for option in wanted))
