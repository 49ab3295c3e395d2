"""Cells that spreadsheets open: nothing in them begins to reckon."""

from __future__ import annotations

from itertools import dropwhile

RECKONS = tuple("=+-@\t\r＝＠＋－")  # what a spreadsheet would take for the beginning of a formula
BLANK = "\u115f\u1160\u2800\u3164\uffa0 "  # letters and signs by name that show nothing, and the space


def harmless(cell: str) -> str:
    """The cell, with a mark before it where a spreadsheet would begin to reckon, behind signs unseen too."""
    seen = "".join(dropwhile(lambda sign: sign in BLANK or not sign.isprintable(), cell))
    return f"'{cell}" if cell.lstrip().startswith(RECKONS) or seen.startswith(RECKONS) else cell
