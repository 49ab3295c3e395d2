"""Measures through the versions of a plan: which row is which measure, and what a later version changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from casework.forms.measures import State, changed_words, laid_over, matched, planned

WHATS = some.text("abc åÅ", max_size=6)
ROWS = some.lists(some.fixed_dictionaries({"what": WHATS}), max_size=6)


def rows(*whats: str) -> list[dict[str, str]]:
    """Rows of a plan, one for each measure."""
    return [{"what": what} for what in whats]


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        (["Mattestöd", "Skjuts"], ["Skjuts", "Mattestöd"], [1, 0]),
        (["  MATTESTÖD "], ["Mattestöd"], [0]),
        (["Mattestöd i mindre grupp"], ["Mattestöd i liten grupp"], [0]),
        (["Skjuts på morgonen"], ["Mattestöd i liten grupp"], [None]),
        (["Mattestöd", "Mattestöd"], ["Mattestöd"], [0, None]),
        (["Mattestöd två gånger", "Mattestöd tre gånger"], ["Mattestöd tre gånger"], [None, 0]),
        ([], ["Mattestöd"], []),
        (["Mattestöd"], [], [None]),
    ],
)
def test_a_row_goes_on_with_the_measure_that_says_nearly_the_same(
    now: list[str], before: list[str], found: list[int | None]
) -> None:
    assert matched(rows(*now), dict(enumerate(rows(*before)))) == found


@pytest.mark.usefixtures("effort")
@given(now=ROWS, before=ROWS)
def test_no_measure_is_two_rows_and_the_same_words_are_never_another(
    now: list[dict[str, str]], before: list[dict[str, str]]
) -> None:
    found = matched(now, dict(enumerate(before)))
    kept = [key for key in found if key is not None]
    assert len(found) == len(now)
    assert len(kept) == len(set(kept))
    assert None not in matched(before, dict(enumerate(before)))
    assert all(key is not None for key in matched(now[:1], dict(enumerate([*before, *now[:1]]))))


def test_a_plan_says_how_a_new_measure_stands() -> None:
    assert planned({"what": "x"}) == State("planned", "", "", is_ended=False)
    cells = {"what": "x", "status": "started", "effect": "some", "follow_up": "2026-12-04"}
    assert planned(cells) == State("started", "some", "2026-12-04", is_ended=False)
    assert planned({"what": "x", "status": "stopped"}).is_ended


def test_only_what_a_later_version_says_anew_counts() -> None:
    cells = {"what": "x", "status": "planned", "follow_up": "2026-12-04"}
    since = State("partly", "some", "2026-12-18", is_ended=False)
    assert laid_over(since, cells, {**cells, "what": "y"}) == since
    assert laid_over(since, cells, {**cells, "follow_up": "2027-01-08"}).follow_up == "2027-01-08"
    assert laid_over(since, cells, {**cells, "status": "stopped"}).is_ended
    done = State("carried_out", "good", "", is_ended=True)  # a correction that begins with how it stands
    assert laid_over(done, cells, {**cells, "status": "carried_out"}) == done
    ended = State("stopped", "some", "", is_ended=True)
    assert laid_over(ended, cells, {**cells, "what": "y"}).is_ended
    assert not laid_over(ended, cells, {**cells, "status": "started"}).is_ended


def test_what_changed_is_named_by_what_it_means() -> None:
    before = {"what": "x", "why": "y", "start": "2026-11-23"}
    assert changed_words(before, {"what": "x", "why": "z", "comment": "c"}) == ["why", "start", "comment"]
    assert changed_words(before, dict(before)) == []
