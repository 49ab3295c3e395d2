"""What a list is narrowed down to stands in its address, and nothing else does."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.cases.filters import SORTS, VIEWS, WAITED, Filter, filter_from, in_address

WORDS = st.text(max_size=80)
FILTERS = st.builds(
    Filter,
    view=st.sampled_from(VIEWS),
    query=WORDS,
    stage=WORDS,
    group=WORDS,
    waits_for=WORDS,
    owner=WORDS,
    waited=st.sampled_from(("", *WAITED)),
    sort=st.sampled_from(SORTS),
)


@pytest.mark.usefixtures("effort")
@given(FILTERS)
def test_every_filter_comes_back_from_its_address(wanted: Filter) -> None:
    address = urlencode(in_address(wanted), errors="surrogatepass")
    assert filter_from(dict(parse_qsl(address, errors="surrogatepass"))) == wanted


def test_an_address_holds_only_what_is_chosen() -> None:
    assert in_address(Filter()) == {}
    assert in_address(Filter(view="mine", query="alva")) == {"view": "mine", "q": "alva"}


@pytest.mark.parametrize(
    "asked", [{"view": "all"}, {"sort": "name"}, {"waited": "8"}, {"page": "2"}, {"x": "y"}]
)
def test_words_that_mean_nothing_narrow_nothing(asked: dict[str, str]) -> None:
    assert filter_from(asked) == Filter()


def test_no_word_is_too_long_for_the_database() -> None:
    assert filter_from({"q": "x" * 5000, "stage": "y" * 5000}) == Filter(query="x" * 80, stage="y" * 80)


@pytest.mark.parametrize(
    ("wanted", "is_narrowed"),
    [
        (Filter(), False),
        (Filter(view="mine", sort="step"), False),
        (Filter(group="8B"), True),
        (Filter(query="a"), True),
    ],
)
def test_a_view_and_an_order_narrow_nothing(wanted: Filter, is_narrowed: bool) -> None:
    assert wanted.is_narrowed == is_narrowed
