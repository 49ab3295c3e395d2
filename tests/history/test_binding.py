"""Rows and the events that tell of them, without a database."""

from __future__ import annotations

import pytest

from casework.history.binding import Contents, row_faults

NOTE = ("note", "1")


@pytest.mark.parametrize(
    ("told", "found", "faults"),
    [
        ({NOTE: "a"}, {NOTE: "a"}, []),
        ({NOTE: "a"}, {NOTE: "b"}, ["note 1 is changed"]),
        ({NOTE: "a"}, {NOTE: ""}, ["note 1 is changed"]),
        ({NOTE: "a"}, {}, ["note 1 is missing"]),
        ({}, {NOTE: "a"}, ["note 1 has no event"]),
        ({NOTE: ""}, {NOTE: "a"}, []),
        ({NOTE: ""}, {}, ["note 1 is missing"]),
    ],
)
def test_what_an_event_says_of_a_row_holds(told: Contents, found: Contents, faults: list[str]) -> None:
    assert list(row_faults(told, found)) == faults
