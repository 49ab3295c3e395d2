"""Makes the page's form: every question with its answer, drawn by the macros of `fields.html`."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import wtforms
from markupsafe import Markup
from wtforms.form import BaseForm

from casework.forms.base import Field, declined_name, element_id
from casework.forms.context import FormContext, is_required, readable_sections
from casework.forms.definition import Form
from casework.forms.fields import PEOPLE_LIST, Computed
from casework.forms.origin import OriginLine
from casework.forms.stencil import Marks, Stencil, field_of, marked
from casework.forms.table import BLANK, ROW, Table, first_row_id

Controls = dict[str, wtforms.Field]
Sentences = Mapping[str, str]  # element id → what is wrong there
Draw = Callable[..., Markup]  # the macro that draws a Question
MOST_SHAPES = 200  # of one question; somebody who sends ever other mistakes does not fill the memory
NOBODY: Mapping[str, object] = {}  # nobody else has written at the question
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


@dataclass(frozen=True)
class Asked:
    """A field of the page with what is answered; as HTML when it is `drawn`."""

    form: Form
    field: Field
    context: FormContext
    values: Mapping[str, Any]  # input name → its text or the options chosen; of a computed field what it says
    row_count: int = 0

    def drawn(self, draw: Draw, sentences: Sentences, others: Mapping[str, object] = NOBODY) -> Markup:
        """The question as HTML, with the sentences at their places and what others have written there.

        The macro draws each shape of a question once, with marks where answers go; from then on the stencil
        is filled in. What is told of others and of other forms has no shape, and is drawn each time.
        """
        field_id = self.field.id
        if field_id in self.context.origins or others.get(field_id):
            return draw(self.question(), sentences, others)
        wrong = [anchor for anchor in sentences if field_of(anchor) == field_id] if sentences else ()
        required, named = is_required(self.field, self.context), bool(self.context.people)
        filled = tuple(bool(self.values[name]) for name in self._told())
        shape = (draw, filled, required, named, self.row_count, *wrong)
        cut = self.field.shapes.get(shape) or self._cut(draw, shape, wrong)
        return cut.filled(self.values, sentences)

    def _told(self) -> Collection[str]:
        """The inputs that change the shape when they hold something; the cells of a table do not."""
        if isinstance(self.field, Table):
            return [declined_name(self.field.id)] if self.field.voice else ()
        return self.values

    def _cut(self, draw: Draw, shape: object, wrong: Iterable[str]) -> Stencil:
        marks = Marks()
        drawing = draw(self.question(marks), {anchor: marks.sentence(anchor) for anchor in wrong})
        shapes = self.field.shapes
        if len(shapes) >= MOST_SHAPES:
            shapes.clear()
        shapes[shape] = cut = marks.cut(drawing)
        return cut

    def question(self, marks: Marks | None = None) -> Question:
        """The field as macros draw it, with its answer or with marks for it."""
        field, shows = self.field, self.values
        if marks:
            shows = marks.values(shows, [name for name in self._told() if not shows[name]])
        controls = _bound(self.field, shows, self.row_count, self.context, marks)
        is_computed, table = isinstance(field, Computed), field if isinstance(field, Table) else None
        return Question(
            field=field,
            anchor=field.anchor(),
            is_required=is_required(field, self.context),
            controls={
                control.name.removeprefix(field.id): control
                for control in controls
                if control.name == field.id or control.name.startswith(f"{field.id}__")
            },
            rows=_rows(table, shows, self.row_count, controls) if table else (),
            blank=_row(table, controls, BLANK, "", is_last=True) if table else None,
            may_add=bool(table and self.row_count < table.at_most),
            text=shows[SHOWN] if is_computed else "",
            worked_out=shows[WORKED_OUT] if is_computed else "",
            origin=self.context.origins.get(field.id),
            shown_if=json.dumps(field.shown_if) if field.shown_if else "",
            conditions=tuple(
                _condition(self.form.field(other), wanted) for other, wanted in field.shown_if.items()
            ),
        )


@dataclass(frozen=True)
class Part:
    """A section in the page."""

    id: str
    title: str
    help: str | None
    questions: tuple[Asked, ...]


@dataclass(frozen=True)
class FormPage:
    """The page's form, part by part; `people` are the names suggested where a person is asked for."""

    parts: tuple[Part, ...]
    people: tuple[str, ...]
    people_list = PEOPLE_LIST


def form_page(form: Form, answers: Mapping[str, Any], context: FormContext) -> FormPage:
    """The form as a page shows it, with the answers in its inputs, valid or not.

    Conditional questions are there whether or not they are brought up: without a script all are seen.
    """
    parts = tuple(
        Part(
            section.id,
            section.title,
            section.help,
            tuple(_asked(form, field, answers.get(field.id), context) for field in section.fields),
        )
        for section in readable_sections(form, context)
    )
    return FormPage(parts, context.people)


def _asked(form: Form, field: Field, stored: Any, context: FormContext) -> Asked:
    if isinstance(field, Computed):
        shown = context.computed.get(field.of, "") if field.empty(stored) else stored
        return Asked(form, field, context, {SHOWN: shown, WORKED_OUT: context.worked_out.get(field.of, "")})
    answer = field.answer_in(stored)
    values = field.spread(field.id, answer)
    if field.voice:
        values[declined_name(field.id)] = field.why_declined(stored)
    if not isinstance(field, Table):
        return Asked(form, field, context, values)
    # The rows there are, and one to begin with where one is asked for.
    ids = list(field.rows_by_id(answer)) or [first_row_id()] * int(field.is_wanted)
    values = field.spread(field.id, [{}] * len(ids)) | values
    values |= {f"{field.id}-{index}-{ROW}": own for index, own in enumerate(ids)}
    return Asked(form, field, context, values, len(ids))


def _bound(
    field: Field, values: Mapping[str, Any], row_count: int, context: FormContext, marks: Marks | None
) -> BaseForm:
    unbound: Controls = {}
    if isinstance(field, Table):
        for index in (*range(row_count), BLANK):
            unbound |= field.row_controls(field.id, index, context.people)
    else:
        unbound = field.controls(field.id, context.people)
    if field.voice:
        name = declined_name(field.id)
        unbound[name] = wtforms.StringField(id=element_id(name))
    controls = BaseForm(cast(Any, unbound))  # the stubs take what a field class makes for a bound field
    controls.process(data=values)
    if marks:
        for control in controls:
            if control.name in values:  # the row that a script copies has none
                marked(control, marks)
    return controls


def _rows(table: Table, values: Mapping[str, Any], row_count: int, controls: BaseForm) -> tuple[PageRow, ...]:
    return tuple(
        _row(table, controls, index, values[f"{table.id}-{index}-{ROW}"], is_last=index == row_count - 1)
        for index in range(row_count)
    )


def _row(table: Table, controls: BaseForm, index: int | str, own: str, *, is_last: bool) -> PageRow:
    cells = tuple((column, controls[f"{table.id}-{index}-{column.id}"]) for column in table.columns)
    title = table.title(index) if isinstance(index, int) else table.row
    return PageRow(index, own, title, cells, is_last)


def _condition(source: Field, wanted: tuple[str, ...]) -> Condition:
    return Condition(source.label, tuple(source.known_options.get(option, option) for option in wanted))
