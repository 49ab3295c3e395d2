"""How the tests are shared out among processes: what is made once and used by many stays in one of them."""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

# They have one world, or one set of processes, for all their tests: making it twice costs more than a test.
WHOLE = ("tests/matrix/", "tests/races/")
# A stage is a world of its own: in a long run they need not wait for one another.
APART = "tests/matrix/test_stages.py"
# The longest come first, so that no process is left with one of them when the others have ended.
FIRST = (
    "tests/matrix/",
    "tests/browser/",
    "tests/property/",
    "tests/races/",
    "tests/stories/",
    "tests/demo/",
    "tests/cli/",
)


class Shares(LoadScopeScheduling):
    """Gives whole files to the processes, and whole rooms where a room has one world."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return next((room for room in WHOLE if file.startswith(room)), file)


class LongShares(LoadScopeScheduling):
    """Gives what takes minutes test by test, but for those that have one world."""

    def _split_scope(self, nodeid: str) -> str:
        is_together = nodeid.startswith("tests/matrix/") and not nodeid.startswith(APART)
        return "tests/matrix/" if is_together else nodeid


def longest_first(items: list[pytest.Item]) -> None:
    """Puts the rooms in the order of how long they take; within a room all stays as it was."""
    items.sort(key=lambda item: _rank(item.nodeid))


def _rank(nodeid: str) -> int:
    return next((rank for rank, room in enumerate(FIRST) if nodeid.startswith(room)), len(FIRST))
