"""How much a test tries: who asks for `effort` is run in a usual form, and in a long one by `--long`.

`--long` tries everything. Its short round, `--long --short`, tries less of each, and of the tests that are
marked `in_turn` a part, which is another one each day: the day's number is its turn, and `--turn` names that
of another day. What tests make up is the same every day, so that one that fails says something of the code.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

# What hypothesis tries where a test says nothing of its own.
EXAMPLES = {"usual": 25, "short": 50, "long": 1000}
SHARE = 4  # of what any database tells alike, one in so many is told by the second in a short round


@dataclass(frozen=True)
class Effort:
    """How much to try: `usual`, `short` or `long`."""

    name: str

    def rounds(self, counts: Mapping[str, int]) -> range:
        """The numbers of the rounds; `counts` says how many of them there are."""
        return range(counts[self.name])


def today() -> int:
    """The number of the day, which is the turn where nothing else is said: one for all processes of a run."""
    return int(os.environ.setdefault("CASEWORK_TURN", str(datetime.now(UTC).toordinal())))


def on_one_database(items: Iterable[pytest.Item], files: Collection[str]) -> None:
    """Leaves the tests of these files to SQLite, but for long runs: any database tells them alike."""
    for item in items:
        if "postgresql" in item.name and f"{item.path.parent.name}/{item.path.name}" in files:
            item.add_marker(pytest.mark.long)
            item.add_marker(pytest.mark.in_turn(SHARE))


def out_of_turn(items: Iterable[pytest.Item], turn: int) -> Iterator[pytest.Item]:
    """Those that wait for another day: in each file every n-th of those marked `in_turn(n)` has its turn.

    The next day it is those before them, so that all are seen within n days.
    """
    before = Counter[tuple[object, int]]()
    for item in items:
        marker = item.get_closest_marker("in_turn")
        if marker:
            (days,) = marker.args
            if (before[item.path, days] + turn) % days:
                yield item
            before[item.path, days] += 1


def named(config: pytest.Config) -> str:
    """What this run is: usual, or with --long that or its short round."""
    if not config.getoption("--long"):
        return "usual"
    return "short" if config.getoption("--short") else "long"


def in_both_forms(metafunc: pytest.Metafunc) -> None:
    """Makes two tests of one that asks for `effort`: the usual one, and one that is marked long."""
    if "effort" in metafunc.fixturenames:
        metafunc.parametrize("effort", ["usual", pytest.param("long", marks=pytest.mark.long)], indirect=True)
