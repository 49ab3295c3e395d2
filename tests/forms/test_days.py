"""A day is said as people at school say it, and what one may want to think of stands beside it."""

from __future__ import annotations

from datetime import date

import pytest

from casework.forms.days import day_note, free_days, said_day, said_time, school_year
from casework.forms.words import words

TODAY = date(2026, 11, 20)
EVE = date(2026, 12, 24)


@pytest.mark.parametrize(
    ("language", "day", "time"),
    [
        ("sv", "torsdag 24 december 2026", "08.05"),
        ("nb", "torsdag 24. desember 2026", "kl. 08.05"),
        ("en", "Thursday 24 December 2026", "08:05"),
    ],
)
def test_days_and_times_are_said_as_in_the_language(language, day, time):
    assert said_day(EVE, language) == day
    assert said_time("08:05", language) == time


def note(on, country="SE", language="sv", **more):
    free = free_days(country, school_year(TODAY), language)
    return day_note(on, TODAY, free, words(language), language, **more)


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2026, 11, 27), "Fredag 27 november 2026"),
        (date(2026, 11, 28), "Lördag 28 november 2026. Ingen skoldag"),
        (date(2026, 11, 29), "Söndag 29 november 2026. Ingen skoldag"),
        (EVE, "Torsdag 24 december 2026. Julafton, ingen skoldag"),
        (date(2027, 6, 25), "Fredag 25 juni 2027. Midsommarafton, ingen skoldag"),
    ],
)
def test_a_day_without_school_is_told_in_sweden(on, told):
    assert note(on) == told


def test_each_country_has_its_own_free_days():
    constitution = date(2027, 5, 17)
    assert note(constitution, "NO", "nb").endswith("Grunnlovsdag, ikke skoledag")
    assert note(constitution) == "Måndag 17 maj 2027"
    assert note(date(2027, 1, 6)).endswith("Trettondedag jul, ingen skoldag")
    assert note(date(2027, 1, 6), "NO", "nb") == "Onsdag 6. januar 2027"


def test_a_free_day_is_named_in_english_or_as_in_the_country():
    assert "Christmas Eve" in note(EVE, language="en")
    assert "Julafton" in note(EVE, language="nb")


def test_the_free_days_are_those_of_this_school_year_and_the_next():
    assert (school_year(date(2026, 6, 30)), school_year(date(2026, 7, 1))) == (2025, 2026)
    known = list(free_days("SE", 2026, "sv"))
    assert min(known) > "2026-07-01"
    assert max(known) < "2028-07-01"
    assert {"2026-12-24", "2027-12-24", "2028-05-01"} <= set(known)


def test_a_day_on_the_other_side_of_today_is_told_where_the_form_says_so():
    tomorrow, yesterday = date(2026, 11, 21), date(2026, 11, 19)
    assert note(tomorrow, when="past").endswith("Dagen har inte varit än")
    assert note(yesterday, when="coming").endswith("Dagen har redan varit")
    for when in ("past", "coming"):
        assert note(TODAY, when=when) == "Fredag 20 november 2026"
    assert note(yesterday, when="past") == note(yesterday)
