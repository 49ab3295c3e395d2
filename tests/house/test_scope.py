"""No row about a student is read past the scope: a query carries it, or belongs to what was loaded with it.

Students and cases are where every way in begins. Who reads one by an id that comes from outside carries the
scope; the few who do not are named in `scoped.py`, with why nothing is shown by it. Everything that hangs on
a case or student is read for one that somebody has loaded, and every view about one loads it first.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.house.scoped import (
    BELONGS,
    HANGING,
    HANGING_WITHOUT,
    LOADED,
    LOADERS,
    READS,
    ROOTS,
    SCOPES,
    WITHOUT,
)
from tests.house.source import Module, modules

Function = ast.FunctionDef


def functions(module: Module) -> Iterator[tuple[str, Function]]:
    """Every function and method with its name in the package."""
    room = module.name.removeprefix("casework.")
    for node in module.tree.body:
        if isinstance(node, Function):
            yield f"{room}.{node.name}", node
        elif isinstance(node, ast.ClassDef):
            for one in node.body:
                if isinstance(one, Function):
                    yield f"{room}.{node.name}.{one.name}", one


@cache
def called(function: ast.AST) -> frozenset[str]:
    """The last names of everything that is called or named as a callback."""
    return frozenset(_last(node.func) for node in ast.walk(function) if isinstance(node, ast.Call))


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


@cache
def read_models(function: Function) -> set[str]:
    """The tables that the function asks for."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _last(node.func) in READS:
            named = (name for argument in node.args for name in ast.walk(argument))
            found |= {one.id for one in named if isinstance(one, ast.Name)}
    return found


def carrying(module: Module) -> set[str]:
    """The functions of the module that lay the scope on what they read, by themselves or through another."""
    found = set(SCOPES)
    while True:
        more = {function.name for _, function in functions(module) if called(function) & found} - found
        if not more:
            return found
        found |= more


def arguments(function: Function) -> set[str]:
    """The names of its arguments."""
    return {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}


def unscoped(found: list[Module]) -> Iterator[tuple[str, set[str], set[str]]]:
    """Functions that read about students without the scope: name, tables, arguments."""
    for module in found:
        scoped = carrying(module)
        for name, function in functions(module):
            tables = read_models(function) & (ROOTS | HANGING)
            if tables and function.name not in scoped and not called(function) & scoped:
                yield name, tables, arguments(function)


def test_students_and_cases_are_read_with_the_scope_or_from_what_is_loaded() -> None:
    found = {name for name, tables, takes in unscoped(modules()) if tables & ROOTS and not takes & LOADED}
    assert found == set(WITHOUT)


class Planted(Module):
    """A module that is not in the program."""

    @property
    def name(self) -> str:
        """Where it would be."""
        return "casework.cases.planted"


def test_a_planted_reading_past_the_scope_is_found(tmp_path: Path) -> None:
    file = tmp_path / "planted.py"
    file.write_text(
        "def peek(case_id):\n    return db.session.get(Case, case_id)\n"
        "def look(actor, case_id):\n    return select(Case).where(scope.within(actor, MAY, COLUMNS))\n"
        "def write_all(answer):\n    return select(Note)\n"
    )
    found = [(name, tables) for name, tables, _ in unscoped([Planted(file)])]
    assert found == [("cases.planted.peek", {"Case"}), ("cases.planted.write_all", {"Note"})]


def test_what_hangs_on_a_student_or_case_is_read_for_one_that_is_loaded() -> None:
    found = {
        name
        for name, tables, takes in unscoped(modules())
        if tables <= HANGING and tables and not takes & (LOADED | BELONGS)
    }
    assert found | {"people.filling_students.Register._read"} == set(HANGING_WITHOUT)


def test_views_and_pages_read_nothing_themselves() -> None:
    for module in modules():
        if module.door in ("views", "pages"):
            for name, function in functions(module):
                about = read_models(function) & (ROOTS | HANGING)
                assert not about, f"{name} reads {about} itself"


def views() -> list[Module]:
    """The modules with views."""
    return [module for module in modules() if module.door == "views"]


@cache
def loading() -> set[str]:
    """The functions that load a case or student with the scope, by themselves or through others."""
    found = set(LOADERS)
    while True:
        more = {f.name for module in views() for _, f in functions(module) if called(f) & found} - found
        if not more:
            return found
        found |= more


def about_one() -> list[tuple[str, Function]]:
    """The views whose address names a case or a student."""
    return [
        (name, function)
        for module in views()
        for name, function in functions(module)
        if function.decorator_list and arguments(function) & {"case_id", "student_id"}
    ]


def test_every_view_about_a_case_or_student_loads_it_with_the_scope() -> None:
    assert len(about_one()) > 30
    without = [name for name, view in about_one() if not called(view) & loading()]
    assert not without, f"{without} show something about an id that they have not loaded"
