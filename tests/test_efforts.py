"""A test that can try more has a form that does, so that `--long` does not pass it by."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from tests.efforts import EXAMPLES, Effort, out_of_turn

HERE = Path(__file__).parent


def guessing(module: ast.Module) -> Iterator[tuple[ast.FunctionDef, bool]]:
    """The tests in which hypothesis tries as much as the effort says; whether they ask for `effort`."""
    for test in module.body:
        if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
            said = [ast.unparse(one) for one in ast.walk(test) if isinstance(one, ast.Call)]
            tries = any(one.startswith("given(") for one in said)
            has_own_number = any("max_examples" in one for one in said)
            asks = any(arg.arg == "effort" for arg in test.args.args)
            marked = any("'effort'" in ast.unparse(one) for one in test.decorator_list)
            if tries and not has_own_number:
                yield test, asks or marked


def test_what_hypothesis_tries_is_tried_at_length_too() -> None:
    files = [file for file in HERE.rglob("test_*.py") if "@given(" in file.read_text("utf-8")]
    found = {(file.name, test.name): asks for file in files for test, asks in guessing(_parsed(file))}
    assert [name for name, asks in found.items() if not asks] == []
    assert len(found) > 10


def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def test_one_that_forgets_is_found() -> None:
    one = "@given(NAMES)\ndef test_one(name): ...\n"
    two = f"@pytest.mark.usefixtures('effort')\n{one}"
    source = f"{one}{two}"
    assert [asks for _, asks in guessing(ast.parse(source))] == [False, True]


def test_a_long_round_tries_more_than_a_short_one_and_that_more_than_the_usual() -> None:
    usual, short, long = (len(Effort(name).rounds(EXAMPLES)) for name in ("usual", "short", "long"))
    assert usual < short < long == 1000


@dataclass(frozen=True)
class Marked:
    """What a test is to those who ask whose turn it is."""

    path: Path
    number: int
    days: int

    def get_closest_marker(self, _name: str) -> pytest.Mark | None:
        """The mark, where it says how many days there are."""
        return pytest.mark.in_turn(self.days).mark if self.days else None


def of_the_day(tests: list[Marked], turn: int) -> set[Marked]:
    waiting = out_of_turn(cast("list[pytest.Item]", tests), turn)
    return set(tests) - set(cast("Iterator[Marked]", waiting))


def test_whoever_waits_has_had_a_turn_when_the_days_are_over_and_the_others_never_wait() -> None:
    files = [Path("one.py"), Path("two.py")]
    tests = [Marked(file, number, days) for file in files for number in range(7) for days in (0, 2, 3)]
    for days in (2, 3):
        mine = {one for one in tests if one.days == days}
        rounds = [mine & of_the_day(tests, turn) for turn in range(50, 50 + days)]
        assert all(rounds)
        assert set().union(*rounds) == mine
        assert sum(map(len, rounds)) == len(mine)
    assert {one for one in tests if not one.days} <= of_the_day(tests, 50)
