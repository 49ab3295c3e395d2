"""Cells of tables: as spreadsheets open them, where nothing may begin to reckon, and as pages tell them."""

from __future__ import annotations

import unicodedata
from itertools import dropwhile

RECKONS = tuple("=+-@\t\r＝＠＋－")  # what a spreadsheet would take for the beginning of a formula
BLANK = "\u115f\u1160\u2800\u3164\uffa0 "  # letters and signs by name that show nothing, and the space
LONGEST_VALUE = 80


def harmless(cell: str) -> str:
    """The cell, with a mark before it where a spreadsheet would begin to reckon, behind signs unseen too."""
    seen = "".join(dropwhile(lambda sign: sign in BLANK or not sign.isprintable(), cell))
    return f"'{cell}" if cell.lstrip().startswith(RECKONS) or seen.startswith(RECKONS) else cell


def shown(cell: str) -> str:
    """The cell as a page may tell it: short, on one line, without signs that cannot be seen."""
    kept = "".join(
        sign if unicodedata.category(sign)[0] != "C" else " " for sign in cell[: LONGEST_VALUE + 1]
    )
    one = " ".join(kept.split())
    return f"{one[: LONGEST_VALUE - 1]}…" if len(one) > LONGEST_VALUE else one
