"""The kinds of fields that are written: one small class per kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any, ClassVar, Literal

import wtforms
from markupsafe import Markup
from wtforms import widgets

from casework.forms.base import LONGEST_INPUT, Fault, Field, Posted, element_id, typed_faults
from casework.forms.days import When, said_day, said_time

LINE = 300
PEOPLE_LIST = "people-at-hand"  # the id in the page of the one list of suggestions
DATE_FORM = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}\Z")
TIME_FORM = re.compile(r"[0-9]{2}:[0-9]{2}\Z")
NUMBER_FORM = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,6})?\Z")


class NativeInput(widgets.Input):
    """The browser's own input for a valid value, and a line of text for one that it would drop."""

    def __init__(self, input_type: str, is_valid: Callable[[str], bool]) -> None:
        super().__init__(input_type)
        self.is_valid = is_valid
        self.validation_attrs = ["required", "disabled"]

    def __call__(self, field: wtforms.Field, **attributes: object) -> Markup:
        """The input as HTML."""
        return super().__call__(field, **{"type": self.type_for(field.data), **attributes})

    def type_for(self, value: str) -> str:
        """The type of the input that shows the value."""
        return "text" if value and not self.is_valid(value) else str(self.input_type)


class Text(Field):
    """One line of writing, at most 300 characters."""

    kind: Literal["text"]

    def faults(self, answer: Any) -> Iterator[Fault]:
        """Too long, or signs that are not writing."""
        yield from typed_faults(answer, LINE)

    def controls(self, name: str, people: Sequence[str] = ()) -> dict[str, wtforms.Field]:
        """A line to write on; the page tells when it is nearly full."""
        return {name: self.string(name, None, data_limit=str(LINE))}


class LongText(Field):
    """Several lines of writing, at most 20 000 characters."""

    kind: Literal["longtext"]

    def faults(self, answer: Any) -> Iterator[Fault]:
        """Too long, or signs that are not writing."""
        yield from typed_faults(answer, LONGEST_INPUT)

    def controls(self, name: str, people: Sequence[str] = ()) -> dict[str, wtforms.Field]:
        """A text area that grows."""
        more = {"rows": 4, "data_limit": LONGEST_INPUT}
        return {name: wtforms.TextAreaField(id=element_id(name), render_kw=more)}


class Person(Field):
    """The name of a person, typed, with the people at hand as suggestions.

    In a column for the `giver`, whoever is asked to contribute a row is not asked for the name: it is theirs.
    """

    kind: Literal["person"]
    giver: bool = False
    missing: ClassVar[str] = "missing_value"

    def faults(self, answer: Any) -> Iterator[Fault]:
        """Too long, or signs that are not writing."""
        yield from typed_faults(answer, LINE)

    def controls(self, name: str, people: Sequence[str] = ()) -> dict[str, wtforms.Field]:
        """A text input; where there are people to suggest it points out their list."""
        listed = {"list": PEOPLE_LIST} if people else {}
        return {name: self.string(name, None, autocomplete="off", **listed)}


class Date(Field):
    """A day, written 2026-11-22."""

    kind: Literal["date"]
    when: When | None = None  # what the page advises; another day is no error
    missing: ClassVar[str] = "missing_value"

    def faults(self, answer: Any) -> Iterator[Fault]:
        """Not a day of the calendar."""
        if not is_date(answer.strip()):
            yield Fault("not_a_date")

    def text(self, answer: Any) -> str:
        """With weekday, day, month and year; as typed where it is no date."""
        typed = str(answer).strip()
        return said_day(date.fromisoformat(typed), self.language) if is_date(typed) else typed

    def controls(self, name: str, people: Sequence[str] = ()) -> dict[str, wtforms.Field]:
        """The browser's own input for a date."""
        return {name: self.string(name, NativeInput("date", is_date))}


class Time(Field):
    """A time of day, written 15:30."""

    kind: Literal["time"]
    missing: ClassVar[str] = "missing_value"

    def faults(self, answer: Any) -> Iterator[Fault]:
        """Not a time of the day."""
        if not is_time(answer.strip()):
            yield Fault("not_a_time")

    def text(self, answer: Any) -> str:
        """As the time is written in the language; as typed where it is none."""
        typed = str(answer).strip()
        return said_time(typed, self.language) if is_time(typed) else typed

    def controls(self, name: str, people: Sequence[str] = ()) -> dict[str, wtforms.Field]:
        """The browser's own input for a time."""
        return {name: self.string(name, NativeInput("time", is_time))}


class DateTime(Field):
    """A day and a time, stored 2026-11-22T15:30."""

    kind: Literal["date_time"]
    when: When | None = None
    missing: ClassVar[str] = "missing_value"

    def settled(self, answer: Any) -> Any:
        """With the T that we store between day and time."""
        return "T".join(_halves(answer))

    def faults(self, answer: Any) -> Iterator[Fault]:
        """Not a day and a time."""
        if not is_date_time(answer):
            yield Fault("not_a_date_time")

    def text(self, answer: Any) -> str:
        """The day in words, then the time; as typed where it is neither."""
        typed = str(answer).strip()
        if not is_date_time(typed):
            return typed.replace("T", " ")
        day, at = _halves(typed)
        return f"{said_day(date.fromisoformat(day), self.language)} {said_time(at, self.language)}"

    def controls(self, name: str, people: Sequence[str] = ()) -> dict[str, wtforms.Field]:
        """The browser's own input for a day and a time."""
        return {name: self.string(name, NativeInput("datetime-local", is_date_time))}


class Number(Field):
    """A number as typed, with comma or point; may have limits and a unit."""

    kind: Literal["number"]
    at_least: int | None = None
    at_most: int | None = None
    unit: str | None = None
    missing: ClassVar[str] = "missing_value"

    def faults(self, answer: Any) -> Iterator[Fault]:
        """Not a number, or outside the limits."""
        if not NUMBER_FORM.match(answer.strip()):
            yield Fault("not_a_number")
            return
        number = Decimal(answer.strip().replace(",", "."))
        if self.at_least is not None and number < self.at_least:
            yield Fault("too_low", {"limit": self.at_least})
        if self.at_most is not None and number > self.at_most:
            yield Fault("too_high", {"limit": self.at_most})

    def text(self, answer: Any) -> str:
        """With its unit."""
        return f"{str(answer).strip()} {self.unit}" if self.unit else str(answer).strip()

    def controls(self, name: str, people: Sequence[str] = ()) -> dict[str, wtforms.Field]:
        """A text input with a number pad: a number input drops what it cannot read, and we show it again."""
        return {name: self.string(name, inputmode="decimal", autocomplete="off")}


class Computed(Field):
    """A value that the program fills in and nobody types."""

    kind: Literal["computed"]
    of: Literal["student_age", "under_18", "class_group", "stage", "days_in_case", "compulsory_schooling_age"]

    def input_names(self, name: str, posted: Posted) -> list[str]:
        """None: what is posted under its name is not read."""
        return []

    def controls(self, name: str, people: Sequence[str] = ()) -> dict[str, wtforms.Field]:
        """None: it is plain text in the page."""
        return {}

    def spread(self, name: str, answer: Any) -> dict[str, Any]:
        """Nothing, for the same reason."""
        return {}


def is_date(text: str) -> bool:
    """Whether the text is a day of the calendar written as 2026-11-22."""
    return bool(DATE_FORM.match(text)) and _fits(date.fromisoformat, text)


def is_time(text: str) -> bool:
    """Whether the text is a time of the day written as 15:30."""
    return bool(TIME_FORM.match(text)) and _fits(time.fromisoformat, text)


def is_date_time(text: str) -> bool:
    """Whether the text is a day and a time, with a T or a space between."""
    day, at = _halves(text)
    return is_date(day) and is_time(at)


def _fits(reader: Callable[[str], object], text: str) -> bool:
    try:
        reader(text)
    except ValueError:
        return False
    return True


def _halves(answer: str) -> tuple[str, str]:
    """Day and time, whether typed with a T or with a space between."""
    day, _, at = answer.strip().replace(" ", "T").partition("T")
    return day, at
