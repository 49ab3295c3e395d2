"""How much absence there is, in every unit that a limit may have, and the day on which the limit was kept."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.engine.attending import Pupil, on, reads

UNITS = {
    "minute": 15 * 48,
    "hour": Fraction(15 * 48, 60),
    "lesson": 15,
    "session": 6,
    "day": 3,
    "school_day": 3,
    "week": Fraction(3, 5),
    "school_week": Fraction(3, 5),
}


@pytest.mark.parametrize("unit", UNITS)
def test_three_whole_days_are_so_much_in_each_unit(unit) -> None:
    pupil = Pupil("nine-weeks").from_to(on(9, 7), on(9, 9))
    for word, is_met in (("at_least", UNITS[unit] >= 1), ("less_than", UNITS[unit] < 1)):
        found = reads(pupil, on(9, 18), absence={word: f"1 {unit}", "in": "term"})
        assert (found.figure, found.unit, found.is_met) == (UNITS[unit], f"{unit}s", is_met)
        assert len(found.evidence) == 15


def test_a_limit_in_days_was_kept_on_its_day_and_others_on_the_last_one() -> None:
    pupil = Pupil("nine-weeks").from_to(on(9, 7), on(9, 9))
    kept = {"2 days": on(9, 8), "2 school_days": on(9, 8), "2 lessons": on(9, 9), "2 hours": on(9, 9)}
    for amount, day in kept.items():
        assert reads(pupil, on(9, 18), absence={"at_least": amount, "in": "term"}).since == day
    assert reads(pupil, on(9, 18), absence={"at_least": "4 days", "in": "term"}).since is None
    assert reads(pupil, on(9, 18), absence={"at_most": "4 days", "in": "month"}).is_met
