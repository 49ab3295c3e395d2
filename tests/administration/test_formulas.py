"""No cell that a spreadsheet would reckon out is taken in, whatever stands unseen before it; names are."""

from __future__ import annotations

from itertools import product

import pytest

from casework.administration.lines import Reader
from casework.administration.tables import Unreadable, table_of, text_of

UNSEEN = (
    "", " ", "\t", "\r", "\n", "\0", "\x1b", "\u00a0", "\u3000", "\u200b", "\u200e", "\u202e",
    "\u2060", "\ufeff", "\u115f", "\u2800", "\u3164", "\u3164 \u2800", "\ufeff\u200b ", "\u00ad",
)  # fmt: skip
SIGNS = ("=", "@", "＝", "＠")
FORMULAS = ("2+5", "SUM(A1:A9)", "cmd|' /C calc'!A0", 'HYPERLINK("https://example.org";"x")', "A1", "-1+1")
PAYLOADS = ["".join(parts) for parts in product(UNSEEN, SIGNS, FORMULAS)]


def taken(cell: str) -> str:
    """The name that comes out of a file with this cell, as somebody would send it; empty where none does."""
    quoted = cell.replace('"', '""')
    try:
        text = text_of(f'name\n"{quoted}"\n'.encode())
        (row,) = table_of(text, {"name": "name"}, {"name": "Name"}).rows
    except Unreadable:
        return ""
    reader = Reader(row)
    name = reader.name("name")
    return "" if reader.faults else name


def test_no_formula_comes_in_whatever_stands_before_it() -> None:
    assert len(PAYLOADS) >= 480
    assert [cell for cell in PAYLOADS if taken(cell)] == []


@pytest.mark.parametrize("name", ["-Anna", "+Pelle", "O'Brien", "Åsa-Lill 2", "d'Arc", "Anna = Bella"])
def test_names_that_only_look_a_little_like_one_come_in_as_they_are(name: str) -> None:
    assert taken(name) == name
