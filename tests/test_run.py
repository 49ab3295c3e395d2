"""Set-up: what the locks promise, and what run.py makes of them."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.txt", "requirements-test.txt", "requirements-npm.txt"]
NOT_OF_A_CHECKOUT = shutil.ignore_patterns(
    ".*_cache", ".git", ".hypothesis", ".venv", "__pycache__", "instance", "vendor"
)

TIME_OF_SET_UP = """
import time
start = time.monotonic()
import run
run.set_up("runtime")
print(time.monotonic() - start)
"""


def locked(name: str) -> dict[str, str]:
    """Each package of a lock with the text that belongs to it: version, condition and hashes."""
    text = (ROOT / name).read_text()
    return {entry.partition("==")[0]: entry for entry in re.split(r"\n(?=\S)", text)}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_python_package_has_one_version_and_hashes(name: str) -> None:
    for package, entry in locked(name).items():
        assert re.match(rf"{package}==[\w.]+ .*--hash=sha256:[0-9a-f]{{64}}", entry, re.DOTALL), package


@pytest.mark.parametrize("name", [*LOCKS, "package-lock.json"])
def test_locks_name_packages_and_no_place_to_fetch_them_from(name: str) -> None:
    assert not re.search(r"https?://|index-url|\"resolved\"", (ROOT / name).read_text())


def test_tests_run_on_the_very_packages_that_the_program_runs_on() -> None:
    assert locked("requirements.txt").items() <= locked("requirements-test.txt").items()


def test_the_lock_holds_all_that_its_packages_ask_for_since_set_up_follows_no_dependencies() -> None:
    there = {canonicalize_name(one.name): one for one in importlib.metadata.distributions()}
    asked = {(name, "") for name in locked("requirements-test.txt") if name in there}
    while True:
        found = {answer for name, extra in asked for answer in _asked_by(there[name], extra)}
        assert {name for name, _ in found} <= set(locked("requirements-test.txt"))
        if found <= asked:
            break
        asked |= found


def _asked_by(package: importlib.metadata.Distribution, extra: str) -> set[tuple[str, str]]:
    """What the package needs on this machine with the extra: (name, its own extra or none) of each."""
    needs = [Requirement(text) for text in package.requires or ()]
    mine = [one for one in needs if one.marker is None or one.marker.evaluate({"extra": extra})]
    return {(canonicalize_name(one.name), more) for one in mine for more in ("", *one.extras)}


@pytest.mark.parametrize("name", ["run.py", "tests/__main__.py", "benchmarks/__main__.py"])
def test_what_starts_before_set_up_needs_the_standard_library_alone(name: str) -> None:
    nodes = list(ast.walk(ast.parse((ROOT / name).read_text())))
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {module.partition(".")[0] for module in modules} <= sys.stdlib_module_names


@pytest.mark.long
def test_an_interrupted_set_up_heals_and_a_later_start_fetches_nothing(tmp_path: Path) -> None:
    checkout = tmp_path / "a checkout"
    shutil.copytree(ROOT, checkout, ignore=NOT_OF_A_CHECKOUT)
    python = f"{sys.base_prefix}/bin/python3"  # .venv was made from it; the one in .venv has no pip
    with subprocess.Popen([python, "run.py", "casework", "--help"], cwd=checkout) as interrupted:
        time.sleep(4)
        interrupted.kill()
    assert "Making .venv" in written_by([python, "run.py", "casework", "--help"], checkout)

    program_alone = written_by([".venv/bin/casework", "--help"], checkout)
    assert written_by([python, "run.py", "casework", "--help"], checkout) == program_alone
    assert float(written_by([python, "-c", TIME_OF_SET_UP], checkout)) < 0.5


def written_by(command: list[str], folder: Path) -> str:
    """What a command that succeeds writes to the terminal."""
    to = subprocess.STDOUT
    return subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=to, text=True, check=True
    ).stdout
