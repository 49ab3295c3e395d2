"""The program fetches nothing, reads no markup that could grow, and runs no text as code."""

from __future__ import annotations

import ast

from tests.house.source import Module, modules

# What speaks with other machines. A feature that needs one brings its own guard against being sent astray.
SPEAKS = {
    "urllib.request", "http.client", "requests", "httpx", "aiohttp", "urllib3", "ftplib", "smtplib", "poplib",
    "imaplib", "socket", "asyncio", "xmlrpc", "webbrowser", "socketserver", "ssl", "pycurl", "websockets",
}  # fmt: skip
LISTENS = {"casework.cli.serving": {"socket"}}
# Asks the one system that the settings name, and is led to no other: tests/rosters/test_ss12000.py.
ASKS = {"casework.ss12000.wire": {"urllib3", "ssl"}}
# Hands messages to the servers that the settings name, and to no other: tests/messages.
SENDS = {"casework.messages.mail": {"smtplib", "ssl"}, "casework.messages.sms": {"http.client", "ssl"}}
# Entities that unfold, objects that are made while reading, code in data.
UNFOLDS = {"xml", "lxml", "defusedxml", "pickle", "marshal", "shelve", "dill", "jsonpickle", "plistlib"}
RUNS = {"eval", "exec", "compile", "__import__"}
# Who reads such markup all the same, and brings its own guard: a document type of its own is refused there.
UNFOLDING = {"casework.feeds.edlevo": {"xml"}}
OTHER_PROGRAMS = {
    "casework.attachments.inspection",
    "casework.attachments.scanning",
    "casework.feeds.processes",  # the program itself, apart from the page that starts it
}


def uses(module: Module, names: set[str]) -> set[str]:
    """Which of the names the module imports."""
    return {one for one in names for name in module.imports if name == one or name.startswith(f"{one}.")}


def users(names: set[str]) -> set[str]:
    """The modules that import one of the names."""
    return {module.name for module in modules() if uses(module, names)}


def test_no_module_speaks_with_another_machine() -> None:
    for module in modules():
        spoken = uses(module, SPEAKS)
        assert spoken <= (LISTENS | ASKS | SENDS).get(module.name, set()), f"{module.name} uses {spoken}"


def test_no_module_reads_what_unfolds_or_runs() -> None:
    for module in modules():
        assert uses(module, UNFOLDS) <= UNFOLDING.get(module.name, set()), module.name
    called = {
        f"{module.name}:{node.lineno} {node.func.id}"
        for module in modules()
        for node in module.nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RUNS
    }
    assert called == set()
    assert users({"yaml"}) == {"casework.definitions"}
    assert users({"subprocess"}) == OTHER_PROGRAMS


def test_no_table_that_spreadsheets_open_holds_what_people_have_written() -> None:
    """Two read files; one writes headings and made-up people (`administration.templates`), one figures.

    What stands on faulty lines goes back to who sent it, and no cell reckons: see `feeds/test_pages.py`.
    So it is in the register, of which a person writes only the numbers: see `letters/test_views.py`.
    """
    assert users({"csv", "openpyxl", "xlsxwriter"}) == {
        "casework.administration.tables",
        "casework.administration.templates",
        "casework.cli.simulating",
        "casework.feeds.pages.faults",
        "casework.letters.views.registers",
        "casework.feeds.table",
    }


def test_the_program_that_serves_is_seen_to_listen() -> None:
    (serving,) = [one for one in modules() if one.name in LISTENS]
    assert uses(serving, SPEAKS) == {"socket"}


def test_what_asks_another_system_is_seen_to() -> None:
    (wire,) = [one for one in modules() if one.name in ASKS]
    assert uses(wire, SPEAKS) == ASKS[wire.name]


def test_what_hands_messages_over_is_seen_to() -> None:
    found = {module.name: uses(module, SPEAKS) for module in modules() if module.name in SENDS}
    assert found == SENDS
