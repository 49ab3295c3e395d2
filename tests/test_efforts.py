"""A test that can try more has a form that does, so that `--long` does not pass it by."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.efforts import EXAMPLES, Effort

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
