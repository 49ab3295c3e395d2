"""Amounts in a model: a number with a unit, a percentage, and the four words that set a limit."""

from __future__ import annotations

import operator
import re
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from casework.engine.parts import Part
from casework.remarks import Wrong, remark, unknown

UNITS = (
    "minutes",
    "lessons",
    "hours",
    "sessions",
    "days",
    "school_days",
    "weeks",
    "school_weeks",
    "months",
    "years",
)
SPANS = ("days", "school_days", "weeks", "school_weeks", "months", "years")
COMPARED = {
    "at_least": operator.ge,
    "more_than": operator.gt,
    "at_most": operator.le,
    "less_than": operator.lt,
}
LIMITS = tuple(COMPARED)
NO_AMOUNT = remark("“%(value)s” is no amount; write a whole number and a unit, such as 3 weeks")
NO_SPAN = remark("“%(value)s” is no stretch of days; known units here: %(known)s")
_AMOUNT = re.compile(r"(?P<number>[1-9][0-9]{0,4}) (?P<unit>[a-z_]+)", re.ASCII)
_PATTERN = rf"^[1-9][0-9]{{0,4}} ({'|'.join(unit[:-1] + 's?' for unit in UNITS)})$"


class Amount(Part):
    """A whole number of a unit: `3 weeks`."""

    number: int
    unit: str

    def __str__(self) -> str:
        return f"{self.number} {self.unit}"


def _amount(value: object) -> object:
    if isinstance(value, Amount):
        return value
    found = _AMOUNT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Wrong(NO_AMOUNT.about(value=value))
    unit = found["unit"] if found["unit"].endswith("s") else f"{found['unit']}s"
    if unit not in UNITS:
        raise Wrong(unknown(remark("unknown unit “%(word)s”", word=found["unit"]), found["unit"], UNITS))
    return Amount(number=int(found["number"]), unit=unit)


def _in_days(amount: Amount) -> Amount:
    if amount.unit not in SPANS:
        raise Wrong(NO_SPAN.about(value=amount, known=", ".join(SPANS)))
    return amount


def _percentage(value: object) -> object:
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        number = Decimal(-1)
    if isinstance(value, bool) or not number.is_finite() or not 0 <= number <= 100:
        raise Wrong(remark("“%(value)s” is no percentage; write a number from 0 to 100", value=value))
    return number


Quantity = Annotated[
    Amount, BeforeValidator(_amount), WithJsonSchema({"type": "string", "pattern": _PATTERN})
]
Span = Annotated[Quantity, AfterValidator(_in_days)]
Percentage = Annotated[
    Decimal,
    BeforeValidator(_percentage),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0, "maximum": 100}, {"type": "string"}]}),
]
Count = Annotated[int, Field(ge=0, strict=True)]


class Limited(Part):
    """Anything with exactly one limit: ≥ `at_least`, > `more_than`, ≤ `at_most`, < `less_than`."""

    is_limit_needed: ClassVar[bool] = True

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if len(self._limits()) > 1 or (self.is_limit_needed and not self._limits()):
            raise Wrong(remark("needs exactly one limit: %(words)s", words=", ".join(LIMITS)))
        return self

    def _limits(self) -> list[tuple[str, Any]]:
        said = ((word, getattr(self, word)) for word in LIMITS)
        return [(word, value) for word, value in said if value is not None]

    @cached_property
    def limit(self) -> tuple[str, Any]:
        """The word of the limit and its value: a count, an Amount or a Decimal percentage."""
        return next((word, value) for word in LIMITS if (value := getattr(self, word)) is not None)


class CountLimit(Limited):
    """A limit that is a whole number."""

    at_least: Count | None = None
    more_than: Count | None = None
    at_most: Count | None = None
    less_than: Count | None = None


class AmountLimit(Limited):
    """A limit that is an amount."""

    at_least: Quantity | None = None
    more_than: Quantity | None = None
    at_most: Quantity | None = None
    less_than: Quantity | None = None


class PercentLimit(Limited):
    """A limit that is a percentage."""

    at_least: Percentage | None = None
    more_than: Percentage | None = None
    at_most: Percentage | None = None
    less_than: Percentage | None = None


def keeps_to(limit: tuple[str, Any], figure: Any) -> bool:
    """Whether the figure keeps to the limit, both in the same unit."""
    word, value = limit
    return bool(COMPARED[word](figure, value))
