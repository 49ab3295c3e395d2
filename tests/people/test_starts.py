"""A first day of a student’s own is told from one that a class has in common."""

from __future__ import annotations

from datetime import date

import pytest

from casework.people.roster import Pupil
from casework.people.starts import Start, Starts

AUGUST, OCTOBER, JANUARY = date(2026, 8, 17), date(2026, 10, 14), date(2027, 1, 8)


def pupil(number: int = 0, **told: date | str | None) -> Pupil:
    """A student of 8A who comes at a day."""
    name = {"given": f"Elev{number}", "family": "Övningsgren", "born": date(2012, 1, 1)}
    return Pupil.model_validate(name | {"school": "Ekbackaskolan", "group": "8A"} | told)


@pytest.mark.parametrize(
    ("told", "start"),
    [
        ({"since": OCTOBER}, Start(OCTOBER)),
        ({"since": JANUARY}, None),
        ({"since": JANUARY, "enrolled": OCTOBER}, Start(OCTOBER, is_school=True)),
        ({"since": OCTOBER, "enrolled": AUGUST}, Start(OCTOBER)),
        ({"since": AUGUST, "enrolled": OCTOBER}, Start(OCTOBER)),
        ({"since": OCTOBER, "group": ""}, None),
        ({}, None),
    ],
)
def test_what_most_of_a_class_share_is_nobodys_own_day(told: dict[str, date], start: Start | None) -> None:
    others = [pupil(number, since=JANUARY, enrolled=JANUARY) for number in range(1, 9)]
    one = pupil(**told)
    assert Starts([one, *others], {}).here(one) == start


def test_a_few_of_a_class_that_is_here_may_come_on_one_day_and_a_whole_class_may_change() -> None:
    few = [pupil(number, since=OCTOBER) for number in range(5)]
    assert Starts(few, {}).here(few[0]) is None
    assert Starts(few, {("Ekbackaskolan", "8A"): 20}).here(few[0]) == Start(OCTOBER)
    assert Starts(few, {}).changed(few[0], is_new=False) == Start(OCTOBER)
    assert Starts(few, {}).changed(few[0], is_new=True) is None
    assert Starts(few[:2], {}).changed(few[0], is_new=True) == Start(OCTOBER)
