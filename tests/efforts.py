"""How much a test tries: who asks for `effort` is run in a usual form, and in a long one by `--long`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pytest

# What hypothesis tries where a test says nothing of its own.
EXAMPLES = {"usual": 25, "short": 100, "long": 1000}


@dataclass(frozen=True)
class Effort:
    """How much to try: `usual`, `short` or `long`."""

    name: str

    def rounds(self, counts: Mapping[str, int]) -> range:
        """The numbers of the rounds; `counts` says how many of them there are."""
        return range(counts[self.name])


def on_one_database(items: Iterable[pytest.Item], files: Collection[str]) -> None:
    """Leaves the tests of these files to SQLite, but for long runs: any database tells them alike."""
    for item in items:
        if "postgresql" in item.name and f"{item.path.parent.name}/{item.path.name}" in files:
            item.add_marker(pytest.mark.long)


def named(config: pytest.Config) -> str:
    """What this run is: usual, or with --long that or its short round."""
    if not config.getoption("--long"):
        return "usual"
    return "short" if config.getoption("--short") else "long"


def in_both_forms(metafunc: pytest.Metafunc) -> None:
    """Makes two tests of one that asks for `effort`: the usual one, and one that is marked long."""
    if "effort" in metafunc.fixturenames:
        metafunc.parametrize("effort", ["usual", pytest.param("long", marks=pytest.mark.long)], indirect=True)
