"""How much a test tries: who asks for `effort` is run in its usual form, and in a long one by `--long`.

So the numbers of both stand in one test. One that would take too long for one process has its long form in
several parts (`@pytest.mark.parts(4)`), which are shared out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

# What hypothesis tries where a test says nothing of its own.
EXAMPLES = {"usual": 25, "short": 100, "long": 1000}


@dataclass(frozen=True)
class Effort:
    """`usual`, `short` or `long`; of a long form in parts also which of how many this one is."""

    name: str
    part: int = 0
    parts: int = 1

    def rounds(self, counts: Mapping[str, int]) -> range:
        """The numbers of the rounds that fall to this part; `counts` says how many there are in all."""
        count = counts[self.name]
        return range(count * self.part // self.parts, count * (self.part + 1) // self.parts)


def named(config: pytest.Config) -> str:
    """What this run is: usual, or with --long that or its short round."""
    if not config.getoption("--long"):
        return "usual"
    return "short" if config.getoption("--short") else "long"


def share_out(metafunc: pytest.Metafunc) -> None:
    """Gives a test that asks for `effort` its forms; one that is marked long has that form only."""
    marks = {mark.name: mark for mark in metafunc.definition.iter_markers()}
    if "effort" not in metafunc.fixturenames:
        return
    parts = marks["parts"].args[0] if "parts" in marks else 1
    usual = [] if "long" in marks else [pytest.param((0, 1), id="usual")]
    metafunc.parametrize("effort", [*usual, *_long(parts)], indirect=True)


def _long(parts: int) -> Iterator[object]:
    for part in range(parts):
        name = "long" if parts == 1 else f"long {part + 1} of {parts}"
        yield pytest.param((part, parts), id=name, marks=pytest.mark.long)


def effort_of(request: pytest.FixtureRequest) -> Effort:
    """The effort that the test in this form is to make."""
    return Effort(named(request.config), *request.param)
