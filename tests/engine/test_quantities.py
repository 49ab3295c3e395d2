"""Amounts, percentages and limits are read exactly, and slips are told in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from casework.engine.quantities import UNITS, AmountLimit, CountLimit, PercentLimit, Quantity, keeps_to

AMOUNT = TypeAdapter(Quantity)


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_is_known_in_the_singular_too(unit):
    assert str(AMOUNT.validate_python(f"3 {unit}")) == f"3 {unit}"
    assert AMOUNT.validate_python(f"1 {unit[:-1]}") == AMOUNT.validate_python(f"1 {unit}")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("3 fortnights", "unknown unit “fortnights”; known: minutes, lessons"),
        ("three weeks", "“three weeks” is no amount; write a whole number and a unit"),
        ("0 days", "“0 days” is no amount"),
        ("1.5 hours", "“1.5 hours” is no amount"),
        (3, "“3” is no amount"),
    ],
)
def test_a_slip_is_told(written, told):
    with pytest.raises(ValidationError, match=told):
        AMOUNT.validate_python(written)


@pytest.mark.parametrize("written", [0, 100, "12.5", "99.99"])
def test_a_percentage_is_read_exactly(written):
    assert PercentLimit.model_validate({"at_least": written}).limit == ("at_least", Decimal(str(written)))


@pytest.mark.parametrize("written", [101, -1, "100.01", "ten", True, None, "nan"])
def test_what_is_no_percentage_is_refused(written):
    with pytest.raises(ValidationError):
        PercentLimit.model_validate({"at_least": written})


@pytest.mark.parametrize("said", [{}, {"at_least": 1, "at_most": 2}])
def test_there_is_exactly_one_limit(said):
    with pytest.raises(ValidationError, match="exactly one limit: at_least, more_than, at_most, less_than"):
        CountLimit.model_validate(said)


@pytest.mark.parametrize("written", [1.0, "3", -1, True])
def test_a_count_is_a_whole_number(written):
    with pytest.raises(ValidationError):
        CountLimit.model_validate({"at_least": written})
    assert CountLimit.model_validate({"at_least": 1}).limit == ("at_least", 1)


def test_a_limit_of_an_amount_knows_its_unit():
    word, amount = AmountLimit.model_validate({"more_than": "5 school_days"}).limit
    assert (word, amount.number, amount.unit) == ("more_than", 5, "school_days")


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("at_least", (False, True, True)),
        ("more_than", (False, False, True)),
        ("at_most", (True, True, False)),
        ("less_than", (True, False, False)),
    ],
)
def test_each_word_draws_its_border(word, kept):
    assert tuple(keeps_to((word, 3), figure) for figure in (2, 3, 4)) == kept


def test_a_copy_with_another_limit_has_that_limit() -> None:
    rule = CountLimit(at_least=3)
    assert rule.limit == ("at_least", 3)
    assert rule.model_copy(update={"at_least": 4}).limit == ("at_least", 4)
