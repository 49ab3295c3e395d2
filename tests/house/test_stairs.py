"""Imports go down the stairs only: a room knows the rooms below it and none above or beside it."""

from __future__ import annotations

import ast
import sys

from tests.house.source import Module, modules

# Step → what stands on it. A room may import the steps below; beside it only where BESIDE says so.
STAIRS: list[set[str]] = [
    {
        *("errors", "engine", "forms", "definitions", "documents", "localise", "explain", "remarks"),
        *("letter_kinds", "policy", "printing", "sealing", "beginnings"),
    },
    {"extensions", "database", "expressions", "config", "catalog", "own_definitions", "clock"},
    {"web"},
    {"routines"},
    {"people", "history", "access"},
    {"tasks", "records", "attachments", "versions", "attendance", "messages", "ss12000"},
    {"cases"},
    {"administration", "help", "plans", "prevention", "signals"},
    {"publishing", "feeds", "rosters", "contacts", "letters", "meetings", "monitoring"},
    {"merging"},
    {"demo"},
    {"rooms"},
    {"casework", "migrations"},
    {"cli"},
]
BESIDE = {
    ("records", "tasks"),
    ("attendance", "versions"),  # which limits the school's routine sets
    ("meetings", "letters"),  # the invitation on paper is a letter
    ("messages", "tasks"),  # what absence asks for
    ("people", "access"),
    ("people", "history"),
    ("history", "access"),
    ("history", "people"),
}
CORE = ("definitions", "documents", "letter_kinds", "localise", "explain", "remarks")
# What may be imported where: the library → the rooms or doors that may.
FLASK_DOORS = {"views", "pages", "web", "extensions", "catalog", "cli", "casework", "demo", "forms"}
STEP = {name: step for step, names in enumerate(STAIRS) for name in names}


def place(module_name: str) -> str:
    """The name on the stairs: the room, but the policy, its table and classes stand on the lowest step."""
    parts = module_name.split(".")
    if parts[:3] in (["casework", "access", name] for name in ("policy", "table", "permissions", "classes")):
        return "policy"
    return parts[1] if len(parts) > 1 and parts[1] in STEP else "casework"


def own_imports(module: Module) -> set[str]:
    """Places of the program that the module imports."""
    found = set()
    for name in module.imports:
        parts = name.split(".")
        if parts[0] == "casework" and len(parts) > 1:
            found.add(place(name))
    return found


def test_imports_go_down_the_stairs_only() -> None:
    for module in modules():
        here = place(module.name)
        for there in own_imports(module) - {here}:
            is_down = STEP[there] < STEP[here]
            is_beside = (here, there) in BESIDE or STEP[here] == STEP[there] <= 1
            assert is_down or is_beside, f"{module.name} imports {there}, which stands above or beside it"


def test_every_room_has_a_place_on_the_stairs() -> None:
    assert {module.room for module in modules()} <= set(STEP) | {"access"}


def test_the_pure_rooms_import_nothing_but_what_is_pure() -> None:
    allowed = {"casework", "pydantic", "yaml", "transitions", "wtforms", "markupsafe", "__future__"}
    allowed |= {"babel", "holidays"}  # how a date is written, and which days are free: tables, no request
    for module in modules():
        if module.room in ("engine", "forms", *CORE):
            foreign = {name.split(".")[0] for name in module.imports} - allowed
            standard = {name for name in foreign if name in sys.stdlib_module_names}
            assert not foreign - standard, f"{module.name} imports {sorted(foreign - standard)}"


def test_the_state_machine_library_stands_behind_one_file() -> None:
    users = {m.name for m in modules() if any(name.split(".")[0] == "transitions" for name in m.imports)}
    assert users == {"casework.engine.machine"}


def test_what_opens_files_of_others_stands_apart_from_everything() -> None:
    inside = [m for m in modules() if m.name.startswith("casework.attachments.glovebox")]
    assert len(inside) > 3
    for module in modules():
        opens = {"PIL", "pi_heif", "pypdfium2", "zipfile"}
        foreign = {name.split(".")[0] for name in module.imports} & opens
        assert not foreign or module in inside, f"{module.name} opens files itself"
        assert not (module in inside and own_imports(module)), f"{module.name} knows the program"
        named = {name for name in module.imports if ".glovebox" in name}
        assert not named, f"{module.name} opens files in its own process"


def test_flask_stays_at_the_edge() -> None:
    for module in modules():
        uses = any(name.split(".")[0] in ("flask", "flask_login") for name in module.imports)
        at_the_edge = {module.room, module.door} & FLASK_DOORS
        assert not uses or at_the_edge, f"{module.name} imports flask"


def test_only_the_database_module_commits() -> None:
    for module in modules():
        called = (node.func for node in module.nodes if isinstance(node, ast.Call))
        calls = [function.attr for function in called if isinstance(function, ast.Attribute)]
        assert module.room in ("database", "migrations") or "commit" not in calls, f"{module.name} commits"


def test_nothing_is_imported_inside_a_function() -> None:
    for module in modules():
        for function in module.functions:
            inner = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            assert not inner, f"{module.name}.{function.name} imports inside"
