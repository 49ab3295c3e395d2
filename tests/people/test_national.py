"""Personal identity numbers are told from other numbers, and written in one way before they are sealed."""

from __future__ import annotations

from datetime import date

import pytest

from casework.people.national import canonical, shortened

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("20120506-2384", "201205062384"),
        ("1205062384", "201205062384"),
        ("120506-2384", "201205062384"),
        (" 120506+2384", "191205062384"),
        ("270506-2384", "192705062384"),  # not in the years to come
        ("20120566-2384", "201205662384"),  # a co-ordination number
        ("20130101tf01", "20130101TF01"),
        ("06051212345", "06051212345"),
        ("46051212345", "46051212345"),
        ("20121306-2384", ""),
        ("99999999999", ""),
        ("17", ""),
        ("E-9", ""),
    ],
)
def test_a_number_is_written_in_one_way(text: str, number: str) -> None:
    assert canonical(text, TODAY) == number


def test_of_a_number_no_more_is_shown_than_leads_to_the_line() -> None:
    assert shortened("201205062384", TODAY) == "20120506…"
    assert shortened("E-9", TODAY) == "E-9"
