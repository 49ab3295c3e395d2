"""Files, functions and tests stay short; everything public says what it is for; time is an argument."""

from __future__ import annotations

import ast
import re

from tests.house.source import PACKAGE, ROOT, modules

FILE, FUNCTION, TEST_FILE = 250, 40, 300
UNWANTED = {"utils", "helpers", "constants", "services", "managers", "repositories"}


def test_files_and_functions_stay_short() -> None:
    for module in modules():
        assert module.lines <= FILE, f"{module.name} has {module.lines} lines"
        for function in module.functions:
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            assert length <= FUNCTION, f"{module.name}.{function.name} has {length} lines"


def test_test_files_stay_short() -> None:
    lines = {module.name: module.lines for module in modules(ROOT / "tests")}
    assert len(lines) > 200
    assert {name: count for name, count in lines.items() if count > TEST_FILE} == {}


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


def test_everything_public_says_what_it_is_for() -> None:
    for module in modules():
        assert ast.get_docstring(module.tree), f"{module.name} has no docstring"
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{module.name}.{node.name} has no docstring"


def test_rooms_are_not_called_after_leftovers() -> None:
    assert not [m.name for m in modules() if set(m.name.split(".")) & UNWANTED]


def test_the_time_is_asked_at_the_edge_only() -> None:
    asking = {
        module.name
        for module in modules()
        for node in module.nodes
        if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")
        if isinstance(node.value, ast.Name) and node.value.id in ("datetime", "date")
    }
    assert asking == {"casework.clock"}


def test_actions_know_nothing_of_the_request() -> None:
    doors = ("actions", "queries", "models", "work", "moves", "approvals", "facts", "waiting")
    for module in modules():
        names = {node.id for node in module.nodes if isinstance(node, ast.Name)}
        known = names & {"current_user", "request", "session", "g"}
        assert not known or module.door not in doors, f"{module.name} knows {known}"
