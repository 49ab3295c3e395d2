"""Files, functions and tests stay short; everything public says what it is for; time is an argument."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.source import PACKAGE, ROOT, Module, modules

FILE, FUNCTION, TEST_FILE = 250, 40, 300
UNWANTED = {"utils", "helpers", "constants", "services", "managers", "repositories"}


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_files_and_functions_stay_short(module: Module) -> None:
    assert module.lines <= FILE, f"{module.name} has {module.lines} lines"
    for function in module.functions():
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        assert length <= FUNCTION, f"{module.name}.{function.name} has {length} lines"


@pytest.mark.parametrize("module", modules(ROOT / "tests"), ids=lambda module: module.name)
def test_test_files_stay_short(module: Module) -> None:
    assert module.lines <= TEST_FILE


def test_every_page_that_is_named_is_there() -> None:
    folder = PACKAGE / "templates"
    there = {str(file.relative_to(folder)) for file in folder.rglob("*.html")}
    sources = [*PACKAGE.rglob("*.py"), *folder.rglob("*.html")]
    named = {name for file in sources for name in re.findall(r'"([a-z_/]+\.html)"', file.read_text("utf-8"))}
    assert named
    assert named <= there, named - there


def test_what_needs_a_browser_says_so() -> None:
    files = sorted((ROOT / "tests" / "browser").glob("test_*.py"))
    assert files
    assert not [f.name for f in files if "pytestmark = pytest.mark.browser" not in f.read_text()]


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_everything_public_says_what_it_is_for(module: Module) -> None:
    assert ast.get_docstring(module.tree), f"{module.name} has no docstring"
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{module.name}.{node.name} has no docstring"


def test_rooms_are_not_called_after_leftovers() -> None:
    assert not [m.name for m in modules() if set(m.name.split(".")) & UNWANTED]


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_the_time_is_asked_at_the_edge_only(module: Module) -> None:
    asked = [
        node
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")
        if isinstance(node.value, ast.Name) and node.value.id in ("datetime", "date")
    ]
    assert not asked or module.room == "clock", f"{module.name} asks the time"


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_actions_know_nothing_of_the_request(module: Module) -> None:
    names = {node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)}
    if module.door in ("actions", "queries", "models", "work", "moves", "approvals", "facts", "waiting"):
        assert not names & {"current_user", "request", "session", "g"}
