"""The register as a file: nothing in it reckons."""

from __future__ import annotations

import pytest

from casework.web.sheets import harmless


@pytest.mark.parametrize("before", ["", " ", "\t", "\r\n", "\u200b", "\u00a0", "\ufeff", "\u3164"])
@pytest.mark.parametrize("sign", "=+-@＝＠＋－")
def test_a_cell_that_would_reckon_is_marked(before: str, sign: str) -> None:
    assert harmless(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


@pytest.mark.parametrize("cell", ["", "BUN 2026/7", " 7", "7-1", "Å=1"])
def test_another_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell
