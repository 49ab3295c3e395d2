"""A question as the macros of `fields.html` draw it: its inputs filled in, or with marks in their place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import wtforms
from wtforms.form import BaseForm

from casework.forms.base import Field, declined_name, element_id
from casework.forms.context import FormContext, is_required
from casework.forms.days import day_note
from casework.forms.definition import Form
from casework.forms.fields import Computed, LongText, is_date
from casework.forms.origin import OriginLine
from casework.forms.stencil import Marks, marked
from casework.forms.table import BLANK, ROW, Table

Controls = dict[str, wtforms.Field]
Values = Mapping[str, Any]  # input name → its text or the options chosen; of a computed field what it says
SHOWN, WORKED_OUT = "shown", "worked_out"  # the texts of a computed field, which has no inputs


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
    """A field as macros draw it: its definition, and its controls by how their names end ("": the main)."""

    field: Field
    anchor: str
    is_required: bool
    controls: Mapping[str, wtforms.Field]
    rows: tuple[PageRow, ...]
    blank: PageRow | None  # what a script copies to make one more row
    may_add: bool
    text: str  # what a computed field shows
    worked_out: str  # and how it was worked out
    origin: OriginLine | None
    shown_if: str  # for the script: {"other": ["option"]} as JSON; empty when the question is always asked
    conditions: tuple[Condition, ...]  # the same in words
    depth: int  # below how many other questions it stands
    hint: str  # the form's own help; a long text without one says how to write


def question_of(
    form: Form, field: Field, context: FormContext, values: Values, row_count: int, marks: Marks | None = None
) -> Question:
    """The field with the values in its inputs; with marks the values are marks too, see `stencil`."""
    controls = _bound(field, values, row_count, context, marks)
    is_computed, table = isinstance(field, Computed), field if isinstance(field, Table) else None
    return Question(
        field=field,
        anchor=field.anchor(),
        is_required=is_required(field, context),
        controls={
            control.name.removeprefix(field.id): control
            for control in controls
            if control.name == field.id or control.name.startswith(f"{field.id}__")
        },
        rows=tuple(_rows(table, values, row_count, controls)) if table else (),
        blank=_row(table, controls, BLANK, "", is_last=True) if table else None,
        may_add=bool(table and row_count < table.at_most),
        text=values[SHOWN] if is_computed else "",
        worked_out=values[WORKED_OUT] if is_computed else "",
        origin=context.origins.get(field.id),
        shown_if=json.dumps(field.shown_if) if field.shown_if else "",
        conditions=tuple(condition(form.field(other), wanted) for other, wanted in field.shown_if.items()),
        depth=depth(form, field),
        hint=field.help or (field.words["facts"] if isinstance(field, LongText) and not field.voice else ""),
    )


def _bound(
    field: Field, values: Values, row_count: int, context: FormContext, marks: Marks | None
) -> BaseForm:
    unbound = dict(_controls(field, row_count, tuple(context.people)))
    of = {name: column for name, (column, _) in unbound.items()}
    plain = {name: control for name, (_, control) in unbound.items()}
    controls = BaseForm(cast(Any, plain))  # the stubs take what a field class makes for a bound field
    controls.process(data=values)
    for control in controls:
        _advise(of[control.name], control, context, marks)
        if marks and control.name in values:  # the row that a script copies has none
            marked(control, marks)
    return controls


def _controls(
    field: Field, row_count: int, people: tuple[str, ...]
) -> Iterator[tuple[str, tuple[Field, wtforms.Field]]]:
    """Input name → the field or column that it belongs to, and its control."""
    if isinstance(field, Table):
        for index in (*range(row_count), BLANK):
            for name, control in field.row_controls(field.id, index, people).items():
                column = field.column(name.rsplit("-", 1)[-1])
                yield name, (column or field, control)
    else:
        yield from ((name, (field, control)) for name, control in field.controls(field.id, people).items())
    if field.voice:
        name = declined_name(field.id)
        yield name, (field, wtforms.StringField(id=element_id(name)))


def _rows(table: Table, values: Values, row_count: int, controls: BaseForm) -> Iterator[PageRow]:
    for index in range(row_count):
        own = values[f"{table.id}-{index}-{ROW}"]
        yield _row(table, controls, index, own, is_last=index == row_count - 1)


def _row(table: Table, controls: BaseForm, index: int | str, own: str, *, is_last: bool) -> PageRow:
    cells = tuple((column, controls[f"{table.id}-{index}-{column.id}"]) for column in table.columns)
    title = table.title(index) if isinstance(index, int) else table.row
    return PageRow(index, own, title, cells, is_last)


def _advise(field: Field, control: wtforms.Field, context: FormContext, marks: Marks | None) -> None:
    """Gives the control for a day its limits, and what is to be said of the day that it holds."""
    kind = getattr(control.widget, "input_type", "")
    if kind not in ("date", "datetime-local") or context.today is None:
        return
    when = getattr(field, "when", None)
    if when:
        limit = "max" if when == "past" else "min"
        midnight = "T00:00" if when == "coming" else "T23:59"
        control.render_kw[limit] = context.today.isoformat() + ("" if kind == "date" else midnight)
    if marks:
        name = control.name
        control.description = marks.text(lambda values, now: said_of(field, str(values.get(name, "")), now))
    else:
        control.description = said_of(field, str(control.data or ""), context)


def said_of(field: Field, typed: str, context: FormContext) -> str:
    """What is said of a day that was typed for the field; nothing of what is no day."""
    day = typed[:10]
    if context.today is None or not is_date(day):
        return ""
    when, free = getattr(field, "when", None), context.free_days
    return day_note(date.fromisoformat(day), context.today, free, field.words, field.language, when)


def depth(form: Form, field: Field) -> int:
    """Below how many other questions the field stands."""
    return max((1 + depth(form, form.field(other)) for other in field.shown_if), default=0)


def condition(source: Field, wanted: tuple[str, ...]) -> Condition:
    """In words, when a question is asked that depends on the source."""
    return Condition(source.label, tuple(source.known_options.get(option, option) for option in wanted))
