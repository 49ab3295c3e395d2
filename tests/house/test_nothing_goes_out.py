"""The program fetches nothing, reads no markup that could grow, and runs no text as code."""

from __future__ import annotations

import ast

import pytest

from tests.house.source import Module, modules

# What speaks with other machines. A feature that needs one brings its own guard against being sent astray.
SPEAKS = {
    "urllib.request", "http.client", "requests", "httpx", "aiohttp", "urllib3", "ftplib", "smtplib", "poplib",
    "imaplib", "socket", "asyncio", "xmlrpc", "webbrowser", "socketserver", "ssl", "pycurl", "websockets",
}  # fmt: skip
LISTENS = {"casework.cli.serving": {"socket"}}
# Entities that unfold, objects that are made while reading, code in data.
UNFOLDS = {"xml", "lxml", "defusedxml", "pickle", "marshal", "shelve", "dill", "jsonpickle", "plistlib"}
RUNS = {"eval", "exec", "compile", "__import__"}
OTHER_PROGRAMS = {"casework.attachments.inspection", "casework.attachments.scanning"}


def uses(module: Module, names: set[str]) -> set[str]:
    """Which of the names the module imports."""
    found = set(module.imports())
    return {one for one in names for name in found if name == one or name.startswith(f"{one}.")}


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_a_module_speaks_with_no_other_machine(module: Module) -> None:
    assert uses(module, SPEAKS) <= LISTENS.get(module.name, set())


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_a_module_reads_nothing_that_unfolds_or_runs(module: Module) -> None:
    assert not uses(module, UNFOLDS)
    called = {
        node.func.id
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & RUNS
    assert not uses(module, {"yaml"}) or module.name == "casework.definitions"
    assert not uses(module, {"subprocess"}) or module.name in OTHER_PROGRAMS


def test_no_table_that_spreadsheets_open_holds_what_people_have_written() -> None:
    """One reads, one writes headings and made-up people (`administration.templates`), one figures."""
    writes = {one.name for one in modules() if uses(one, {"csv", "openpyxl", "xlsxwriter"})}
    assert writes == {
        "casework.administration.tables",
        "casework.administration.templates",
        "casework.cli.simulating",
    }


def test_the_program_that_serves_is_seen_to_listen() -> None:
    (serving,) = [one for one in modules() if one.name in LISTENS]
    assert uses(serving, SPEAKS) == {"socket"}
