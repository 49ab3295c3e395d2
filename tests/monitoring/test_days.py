"""The days of the law: three weeks from service, and no time ends on a free day."""

from __future__ import annotations

from datetime import date

import pytest

from casework.monitoring.days import is_free, last_day_to_appeal, legal_force_on


@pytest.mark.parametrize(
    ("served", "country", "last"),
    [
        (date(2026, 11, 4), "SE", date(2026, 11, 25)),  # a Wednesday, and three weeks later too
        (date(2026, 11, 7), "SE", date(2026, 11, 30)),  # the last day falls on a Saturday
        (date(2026, 12, 3), "SE", date(2026, 12, 28)),  # on Christmas Eve; after it holidays and a Sunday
        (date(2026, 12, 3), "NO", date(2026, 12, 24)),  # in Norway that is a working day
        (date(2026, 5, 29), "SE", date(2026, 6, 22)),  # on Midsummer Eve
        (date(2026, 12, 10), "SE", date(2027, 1, 4)),  # on New Year's Eve
        (date(2026, 4, 26), "NO", date(2026, 5, 18)),  # on 17 May
    ],
)
def test_one_may_appeal_for_three_weeks_and_until_a_working_day(
    served: date, country: str, last: date
) -> None:
    assert last_day_to_appeal(served, country) == last
    assert not is_free(last, country)


def test_legal_force_comes_the_day_after() -> None:
    assert legal_force_on(date(2026, 11, 4), "SE") == date(2026, 11, 26)
