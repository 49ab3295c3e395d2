"""Whatever bytes come, a reader answers with records, faults or one refusal; it never falls over."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.feeds.profiles import shipped
from casework.feeds.records import Unreadable
from tests.efforts import Effort
from tests.feeds.test_edlevo import answer, event
from tests.feeds.writing import HEADINGS, found, line, table

ROUNDS = {"usual": 60, "short": 400, "long": 4000}
SIGNS = st.sampled_from([*';,"\n\r\t|=0159-:. ÅåÖ', "\x00", "\u202e", "\ufeff", "½", "٣"])
CELL = st.one_of(
    st.text(SIGNS, max_size=8),
    st.sampled_from(["2026-09-07", "08:00", "60", "närvarande", "sen ankomst", "1e9", "９", "1,5"]),
)
LINE = st.lists(CELL, max_size=12).map(";".join)
TABLES = st.lists(LINE, max_size=8).map(lambda lines: table(*lines, headings=HEADINGS))
WHOLE = table(line(), line(key="2", code="sen ankomst", missed="5"), line(subject="Å\u00e4")).encode()
XML = answer(event("Valid"), event("LateArrival", "5")).encode()
BYTES = st.one_of(st.binary(max_size=200), TABLES.map(str.encode), TABLES.map(lambda t: t.encode("utf-16")))


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A good file with some bytes changed, and cut off somewhere."""
    found_bytes = bytearray(whole)
    for place in draw(st.lists(st.integers(0, len(whole) - 1), max_size=4)):
        found_bytes[place] = draw(st.integers(0, 255))
    return bytes(found_bytes[: draw(st.integers(0, len(whole)))])


def test_no_file_makes_a_reader_fall_over(tmp_path_factory: pytest.TempPathFactory, effort: Effort) -> None:
    folder, names = tmp_path_factory.mktemp("any"), sorted(shipped())

    @settings(max_examples=ROUNDS[effort.name], deadline=None, database=None)
    @given(st.one_of(BYTES, damaged(WHOLE), damaged(XML)), st.sampled_from(names))
    def answers(content: bytes, name: str) -> None:
        said = _read(folder, content, name)
        assert isinstance(said, int | str)

    answers()


def _read(folder: Path, content: bytes, name: str) -> int | str:
    try:
        return len(found(folder, content, name))
    except Unreadable as fault:
        return fault.code
