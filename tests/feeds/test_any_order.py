"""The order of lines, doubles among them and how a file is split change nothing in what is registered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.efforts import Effort
from tests.feeds.taking import Taker
from tests.feeds.writing import line, table

FIRST = date(2020, 1, 6)
ROUNDS = {"usual": 5, "short": 40, "long": 400}
CODES = ("närvarande", "frånvarande", "giltig frånvaro", "inte registrerad", "sen ankomst")
Line = tuple[str, int, int, str]  # whose, how many days after the first, at which hour, the code
LESSONS = st.tuples(st.sampled_from("12"), st.integers(0, 1), st.integers(8, 9))
FILES = st.dictionaries(LESSONS, st.sampled_from(CODES), min_size=1).map(
    lambda said: [(*key, code) for key, code in said.items()]
)


def text(lines: Sequence[Line], first: date) -> str:
    """The file, in a week of its own."""
    return table(
        *(
            line(
                key, (first + timedelta(days=day)).isoformat(), f"{hour}:00", code,
                missed="5" if code == "sen ankomst" else "",
            )
            for key, day, hour, code in lines
        )
    )  # fmt: skip


def test_order_doubles_and_splits_change_nothing(taker: Taker, effort: Effort) -> None:
    weeks = count()

    @settings(max_examples=ROUNDS[effort.name], deadline=None, database=None)
    @given(FILES, st.data())
    def agree(lines: list[Line], data: st.DataObject) -> None:
        first, second = (FIRST + timedelta(days=7 * next(weeks)) for _ in range(2))
        taker.take(text(lines, first))
        more = data.draw(st.permutations(lines + data.draw(st.lists(st.sampled_from(lines), max_size=3))))
        cut = data.draw(st.integers(0, len(more)))
        for part in (more[:cut], more[cut:]):
            taker.take(text(part, second))
        assert week(taker, first) == week(taker, second)

    agree()


def week(taker: Taker, first: date) -> dict[tuple[int, int], object]:
    """What holds in the week, by day and time."""
    found: dict[tuple[int, int], object] = {}
    for (day, starts, _), said in taker.says().items():
        after = (date.fromisoformat(day) - first).days
        if 0 <= after < 7:
            found[after, starts] = said
    return found
