"""No regular expression of the program can be kept busy by a text that was made for it."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from tests.house.backtracking import TooMany, attacks, parsed, steps
from tests.house.source import Module, modules

MOST = (
    60_000  # steps: what grows with the square of the text stays below, what doubles with each sign does not
)
MAKERS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
# Made of other parts while the program runs: names that it has chosen itself, escaped.
BUILT = {"casework.forms.table", "casework.engine.absence"}


@cache
def patterns() -> dict[str, re.Pattern[Any]]:
    """Every pattern that the program holds, at the top of a module or in a call."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in modules():
        if not module.name.endswith(("__main__", "migrations.env")):  # those two run when imported
            kept = vars(importlib.import_module(module.name)).items()
            found |= {f"{module.name}.{name}": one for name, one in kept if isinstance(one, re.Pattern)}
        for call in made_in(module):
            if isinstance(call.args[0], ast.Constant):
                found[f"{module.name}:{call.lineno}"] = re.compile(call.args[0].value)
    return found


def made_in(module: Module) -> list[ast.Call]:
    """Where the module makes a pattern: `re.sub("…", …)` and its like."""
    return [
        node
        for node in module.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr in MAKERS) == ("re", True)
    ]


def tried(pattern: re.Pattern[Any]) -> Iterator[int]:
    """The steps that each text takes which was made for the pattern; TooMany where they run away."""
    for text in attacks(parsed(pattern)):
        yield steps(pattern, text, MOST)


def test_every_pattern_gives_up_soon() -> None:
    different = {(one.pattern, one.flags): name for name, one in patterns().items()}  # some stand twice
    assert len(different) > 15
    for name in different.values():
        pattern = patterns()[name]
        assert max(tried(pattern), default=0) < MOST, name


@pytest.mark.parametrize("bad", [r"(a+)+\Z", r"(a|a)*b", r"(\d+ ?)+x", r"(a|aa)+$", r"<(.*)*>"])
def test_a_pattern_that_runs_away_is_found(bad: str) -> None:
    pattern = re.compile(bad)
    with pytest.raises(TooMany):
        list(tried(pattern))


@pytest.mark.parametrize("good", [r"[a-z]+(_[a-z]+)*\Z", r"-?[0-9]{1,12}([.,][0-9]{1,6})?\Z", r"a*b*c"])
def test_a_pattern_that_does_not_is_left_in_peace(good: str) -> None:
    pattern = re.compile(good)
    assert max(tried(pattern)) < MOST


def test_no_pattern_is_built_from_what_was_sent() -> None:
    for module in modules():
        built = [one.lineno for one in made_in(module) if not isinstance(one.args[0], ast.Constant)]
        assert not built or module.name in BUILT, f"{module.name} builds patterns in lines {built}"
