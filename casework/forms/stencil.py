"""Questions drawn once by the page's macros with marks where answers go, and filled in ever after.

Drawing forty questions with WTForms and Jinja for every page takes longer than everything else about a form.
What a question looks like depends on few things: which inputs hold something, how many rows there are, where
something is wrong. For each such shape the macros draw it once; from then on answers are put in at the marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import wtforms
from markupsafe import Markup, escape
from wtforms import widgets

from casework.forms.context import FormContext
from casework.forms.fields import NativeInput

MARK = re.compile("\ue000([0-9]+)\ue001")  # from Unicode's private part, so never in a text of ours
Values = Mapping[str, Any]  # input name → what is in it
Sentences = Mapping[str, str]  # element id → what is wrong there
Slot = Callable[[Values, Sentences, FormContext], str]
ENDS = re.compile(r"f-([a-z0-9]+(?:_[a-z0-9]+)*)(?:-|__|\Z)")


OPTION = re.compile('<option (?=value="([^"]*)")')


def field_of(anchor: str) -> str:
    """The field that the element of the page belongs to."""
    found = ENDS.match(anchor)
    return found[1] if found else ""


@dataclass(frozen=True)
class Stencil:
    """A drawing with gaps: a text before each slot, and the slots; the last text has none behind it."""

    texts: tuple[str, ...]
    slots: tuple[Slot, ...]

    def filled(self, values: Values, sentences: Sentences, context: FormContext) -> Markup:
        """The drawing with the answers in it."""
        parts = list(self.texts)
        for at, slot in enumerate(self.slots):
            parts[at] += slot(values, sentences, context)
        return Markup("".join(parts))  # noqa: S704 the texts were drawn by a template, slots escape what is typed


class Marks:
    """Hands out the marks of one drawing, and cuts the drawing at them."""

    def __init__(self) -> None:
        self._slots: list[Slot] = []

    def mark(self, slot: Slot) -> str:
        """A mark for the slot."""
        self._slots.append(slot)
        return f"\ue000{len(self._slots) - 1}\ue001"

    def values(self, values: Mapping[str, Any], blank: Collection[str]) -> dict[str, Any]:
        """The values with a mark for each text that is not blank; what is chosen is marked at its box."""
        return {
            name: [] if isinstance(value, list) else "" if name in blank else self._value(name)
            for name, value in values.items()
        }

    def _value(self, name: str) -> str:
        return self.mark(lambda values, _, __: str(escape(values[name])))

    def sentence(self, anchor: str) -> str:
        """A mark for what is wrong at the element."""
        return self.mark(lambda _, sentences, __: str(escape(sentences[anchor])))

    def text(self, said: Callable[[Values, FormContext], str]) -> str:
        """A mark for a text that follows from what is in the inputs."""
        return self.mark(lambda values, _, context: str(escape(said(values, context))))

    def chosen(self, name: str, option: str, word: str) -> str:
        """A mark that becomes the word where the option is chosen."""

        def slot(values: Values, _: Sentences, __: FormContext) -> str:
            chosen = values[name]
            return word if (option in chosen if isinstance(chosen, list) else option == chosen) else ""

        return self.mark(slot)

    def kind_of_input(self, name: str, native: NativeInput) -> str:
        """A mark for the browser's own input, or a line of text where that would drop what was typed."""
        return self.mark(lambda values, _, __: native.type_for(values[name]))

    def cut(self, drawing: str) -> Stencil:
        """The drawing, cut at its marks."""
        pieces = MARK.split(drawing)
        slots = tuple(self._slots[int(number)] for number in pieces[1::2])
        return Stencil(tuple(pieces[0::2]), slots)


def marked(control: wtforms.Field, marks: Marks) -> None:
    """Lets the control draw marks for what is chosen or typed in it."""
    name, widget = control.name, control.widget
    if isinstance(control, wtforms.RadioField | wtforms.SelectMultipleField):
        control.option_widget = _MarkedOption(control.option_widget, name, marks)
    elif isinstance(control, wtforms.SelectField):
        control.widget = _MarkedSelect(widget, name, marks)
    elif isinstance(widget, NativeInput):
        control.widget = _MarkedInput(widget, name, marks)


class _MarkedOption:
    """A button or box that becomes checked where its option is chosen."""

    def __init__(self, drawn: Any, name: str, marks: Marks) -> None:
        self._drawn, self._name, self._marks = drawn, name, marks

    def __call__(self, field: wtforms.Field, **kwargs: Any) -> Markup:
        mark = self._marks.chosen(self._name, str(field.data), " checked")
        html = str(self._drawn(field, **kwargs)).replace("<input", f"<input{mark}", 1)
        return Markup(html)  # noqa: S704 drawn by WTForms, which has escaped it


class _MarkedSelect:
    """A list to open, in which the option that is chosen becomes selected."""

    def __init__(self, drawn: Any, name: str, marks: Marks) -> None:
        self._drawn, self._name, self._marks = drawn, name, marks

    def __call__(self, field: wtforms.Field, **kwargs: Any) -> Markup:
        html = OPTION.sub(self._option, str(self._drawn(field, **kwargs)))
        return Markup(html)  # noqa: S704 drawn by WTForms, which has escaped it

    def _option(self, found: re.Match[str]) -> str:
        return f"<option{self._marks.chosen(self._name, found[1], ' selected')} "


class _MarkedInput:
    """The browser's own input, or a line of text where the browser would drop what was typed."""

    def __init__(self, native: NativeInput, name: str, marks: Marks) -> None:
        self._native, self._name, self._marks = native, name, marks
        self.input_type = native.input_type

    def __call__(self, field: wtforms.Field, **kwargs: Any) -> Markup:
        kind = self._marks.kind_of_input(self._name, self._native)
        return widgets.Input.__call__(self._native, field, type=kind, **kwargs)
