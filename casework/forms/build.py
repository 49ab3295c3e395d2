"""Makes the page's form: every question with its answer, drawn by the macros of `fields.html`."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from casework.forms.base import Field, declined_name
from casework.forms.context import FormContext, is_required, readable_sections
from casework.forms.definition import Form
from casework.forms.fields import PEOPLE_LIST, Computed
from casework.forms.question import SHOWN, WORKED_OUT, Question, Values, question_of
from casework.forms.stencil import Marks, Stencil, field_of
from casework.forms.table import ROW, Table, first_row_id
from casework.forms.words import words

Sentences = Mapping[str, str]  # element id → what is wrong there
Draw = Callable[..., Markup]  # the macro that draws a Question
MOST_SHAPES = 200  # of one question; somebody who sends ever other mistakes does not fill the memory
NOBODY: Mapping[str, object] = {}  # nobody else has written at the question


@dataclass(frozen=True)
class Asked:
    """A field of the page with what is answered; as HTML when it is `drawn`."""

    form: Form
    field: Field
    context: FormContext
    values: Values
    row_count: int = 0

    def drawn(self, draw: Draw, sentences: Sentences, others: Mapping[str, object] = NOBODY) -> Markup:
        """The question as HTML, with the sentences at their places and what others have written there.

        The macro draws each shape of a question once, with marks where answers go; from then on the stencil
        is filled in. What is told of others and of other forms has no shape, and is drawn each time.
        """
        field_id, context = self.field.id, self.context
        if field_id in context.origins or others.get(field_id):
            return draw(self.question(), sentences, others)
        wrong = [anchor for anchor in sentences if field_of(anchor) == field_id] if sentences else ()
        filled = tuple(bool(self.values[name]) for name in self._told())
        around = (is_required(self.field, context), bool(context.people), context.today)
        shape = (draw, around, filled, self.row_count, *wrong)
        cut = self.field.shapes.get(shape) or self._cut(draw, shape, wrong)
        return cut.filled(self.values, sentences, context)

    def _told(self) -> Collection[str]:
        """The inputs that change the shape when they hold something; the cells of a table do not."""
        if isinstance(self.field, Table):
            return [declined_name(self.field.id)] if self.field.voice else ()
        return self.values

    def _cut(self, draw: Draw, shape: object, wrong: Iterable[str]) -> Stencil:
        marks = Marks()
        shown = marks.values(self.values, [name for name in self._told() if not self.values[name]])
        question = question_of(self.form, self.field, self.context, shown, self.row_count, marks)
        drawing = draw(question, {anchor: marks.sentence(anchor) for anchor in wrong})
        shapes = self.field.shapes
        if len(shapes) >= MOST_SHAPES:
            shapes.clear()
        shapes[shape] = cut = marks.cut(drawing)
        return cut

    def question(self) -> Question:
        """The field as macros draw it, with its answer."""
        return question_of(self.form, self.field, self.context, self.values, self.row_count)


@dataclass(frozen=True)
class Part:
    """A section in the page."""

    id: str
    title: str
    help: str | None
    questions: tuple[Asked, ...]


@dataclass(frozen=True)
class FormPage:
    """The page's form, part by part, with what stands in it once."""

    parts: tuple[Part, ...]
    people: Mapping[str, str] = field(default_factory=dict)  # names that are suggested → who it is
    people_list = PEOPLE_LIST
    today: str = ""  # as a date input holds it
    free_days: str = ""  # for the script: {"2026-12-24": "Julafton"} as JSON
    words: Mapping[str, str] = field(default_factory=dict)


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
    today = context.today.isoformat() if context.today else ""
    free_days = json.dumps(dict(context.free_days)) if today else ""
    return FormPage(parts, context.people, today, free_days, words(form.language))


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
