"""A remark is one sentence with its values, said in English by itself and in any language at the edge."""

from __future__ import annotations

import pytest

from casework.remarks import Remark, Wrong, nearest, remark, unknown

SWEDISH = {"unknown stage “%(word)s”": "okänt steg ”%(word)s”", "none": "inget"}


def swedish(text: str) -> str:
    return SWEDISH.get(text, text)


def test_it_says_itself_in_english() -> None:
    assert str(remark("unknown stage “%(word)s”", word="x")) == "unknown stage “x”"
    assert str(remark("100 % of it")) == "100 % of it"


def test_what_stands_in_it_is_translated_with_it() -> None:
    told = unknown(remark("unknown stage “%(word)s”", word="x"), "x", [])
    assert told.said(swedish) == "okänt steg ”x”; known: inget"
    assert str(told) == "unknown stage “x”; known: none"


@pytest.mark.parametrize(("word", "near"), [("mappping", "mapping"), ("elsewhere", ""), ("map", "")])
def test_a_word_that_is_near_is_offered(word: str, near: str) -> None:
    assert nearest(word, ["mapping", "report"]) == near
    assert ("did you mean" in str(unknown(Remark("unknown"), word, ["mapping"]))) is bool(near)


def test_two_that_say_the_same_are_one() -> None:
    assert len({remark("“%(id)s”", id="a"), remark("“%(id)s”", id="a"), remark("“%(id)s”", id="b")}) == 2


def test_a_shape_is_refused_with_the_remark_itself() -> None:
    fault = Wrong(remark("must be at least %(limit)s", limit=3))
    assert (str(fault), fault.said.values) == ("must be at least 3", (("limit", 3),))
