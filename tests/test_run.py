"""Set-up: what the locks promise, and what run.py makes of them."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.txt", "requirements-test.txt", "requirements-npm.txt"]
NOT_OF_A_CHECKOUT = shutil.ignore_patterns(
    ".*_cache", ".git", ".hypothesis", ".venv", "__pycache__", "instance", "vendor"
)


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
    # The Python that .venv was made from: the one of .venv has no pip.
    start = [f"{sys.base_prefix}/bin/python3", "run.py", "casework", "--help"]
    with subprocess.Popen(start, cwd=checkout, stdout=subprocess.DEVNULL) as interrupted:
        time.sleep(4)
        interrupted.kill()
    healed, _ = outcome(start, checkout)
    assert "Making .venv" in healed

    later, seconds = outcome(start, checkout)
    program, seconds_of_program = outcome([".venv/bin/casework", "--help"], checkout)
    assert later == program
    assert seconds - seconds_of_program < 0.5


def outcome(command: list[str], folder: Path) -> tuple[str, float]:
    """What a command that succeeds writes, and the seconds it takes."""
    start = time.monotonic()
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True
    )
    return done.stdout, time.monotonic() - start
