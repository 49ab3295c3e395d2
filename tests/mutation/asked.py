"""Which tests are asked about a change: those that run the changed line, measured once beforehand."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from xml.etree import ElementTree

from coverage import CoverageData

ROOT = Path(__file__).resolve().parents[2]
# The rooms whose tests are measured.
ROOMS = (
    "tests/engine",
    "tests/test_catalog.py",
    "tests/access",
    "tests/history",
    "tests/routines",
    "tests/web/test_disclosure.py",
    "tests/cli/test_files.py",
    "tests/people",
    "tests/signals",
    "tests/attendance",
    "tests/cases",
)
SCHEMA = ["tests/migrations"]  # holds the tables against what is migrated, whatever runs
# What reads the words and tables of the modules, which run for no test: they are there once imported.
READ = ["tests/engine/test_kept_words.py", "tests/engine/test_schema.py", "tests/history/test_said.py"]
UNCHANGED = [*READ, "tests/access"]  # what must pass in every copy before anything is changed
MOST = 60.0  # seconds of tests from elsewhere, as they were measured, that are asked about one change
QUIET = ["-q", "-p", "no:cacheprovider", "-m", "not long and not browser", "-k", "not postgresql"]
PARTS = ("casework/access", "casework/engine", "casework/history")


@dataclass(frozen=True)
class Ran:
    """File → line → the tests that run it; test or file of tests → the seconds that it takes."""

    lines: Mapping[str, Mapping[int, Sequence[str]]]
    seconds: Mapping[str, float]


class Red(Exception):
    """The tests do not pass as they are, so they cannot say anything about a change."""


def measured(folder: Path, workers: int) -> Ran:
    """File → line → the tests that run it, of the copy in the folder. Raises Red."""
    data, times = folder / "ran.coverage", folder / "ran.xml"
    ask = [*QUIET, "-n", str(workers), *(f"--cov={part}" for part in PARTS)]
    ask += ["--cov-context=test", "--cov-report=", f"--junitxml={times}", "-o", "junit_family=xunit1", *ROOMS]
    env = {**os.environ, "COVERAGE_FILE": str(data)}
    if subprocess.run([sys.executable, "-m", "pytest", *ask], cwd=folder, env=env, check=False).returncode:
        raise Red
    found = CoverageData(basename=str(data))
    found.read()
    lines = {
        Path(file).relative_to(folder.resolve()).as_posix(): found.contexts_by_lineno(file)
        for file in found.measured_files()
    }
    return Ran(lines, seconds(times.read_text("utf-8")))


def seconds(report: str) -> dict[str, float]:
    """Test → the seconds that it takes with what is made for it; file of tests → those of all in it."""
    found: dict[str, float] = {}
    for case in ElementTree.fromstring(report).iter("testcase"):  # noqa: S314 pytest has just written it
        file = case.attrib["file"]
        found[f"{file}::{case.attrib['name']}"] = took = float(case.attrib["time"])
        found[file] = found.get(file, 0) + took
    return found


def rounds(ran: Ran, name: Path, source: str, line: int) -> Iterator[list[str]]:
    """The tests to ask about a change in the line: those of its file, then others, of its room first."""
    near = f"tests/{name.parts[1]}/test_{name.name}"
    if statement(source, line) is None:  # what is only read runs for no test
        yield [*READ, near] if (ROOT / near).exists() else READ
    found = running(ran.lines.get(name.as_posix(), {}), source, line)
    room = f"tests/{name.parts[1]}/"
    asked = sorted(found, key=lambda one: (not one.startswith(room), ran.seconds.get(one, MOST), one))
    own = [one for one in asked if one.split("::")[0] == near]
    others = affordable([one for one in asked if one.split("::")[0] != near], ran.seconds)
    yield from (tests for tests in (own, others) if tests)
    if name.name == "models.py":
        yield SCHEMA


def affordable(tests: Sequence[str], seconds: Mapping[str, float]) -> list[str]:
    """As many of the tests, from the first one on, as there is time for; one at least.

    Those of a file stay together: what is made for a file is made once.
    """
    spent = accumulate(seconds.get(test, MOST) for test in tests)
    found = [
        one
        for number, (one, until) in enumerate(zip(tests, spent, strict=True))
        if until <= MOST or not number
    ]
    files = list(dict.fromkeys(test.split("::")[0] for test in found))
    return sorted(found, key=lambda test: files.index(test.split("::")[0]))


def running(lines: Mapping[int, Sequence[str]], source: str, line: int) -> set[str]:
    """The tests that run the statement in the line.

    Of what stands outside functions, or is worked out once and kept, those that run anything of the file.
    """
    within = statement(source, line)
    wanted = range(within[0], within[1] + 1) if within else lines.keys()
    found = {_test(one) for number in wanted for one in lines.get(number, ()) if one}
    return found or {_test(one) for contexts in lines.values() for one in contexts if one}


def statement(source: str, line: int) -> tuple[int, int] | None:
    """The first and last line of the statement (or its head) in the line; None outside functions."""
    tree = ast.parse(source)
    bodies = [(one.body[0].lineno, one.end_lineno or 0) for one in ast.walk(tree) if _is_function(one)]
    if not any(first <= line <= last for first, last in bodies):
        return None
    heads = (_head(one) for one in ast.walk(tree) if isinstance(one, ast.stmt | ast.excepthandler))
    return max(head for head in heads if head[0] <= line <= head[1])


def _head(one: ast.stmt | ast.excepthandler) -> tuple[int, int]:
    inner = getattr(one, "body", None)
    return one.lineno, max(one.lineno, inner[0].lineno - 1) if inner else one.end_lineno or one.lineno


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def _test(context: str) -> str:
    """The test of a measured context; of what is made for several tests their whole file."""
    test, _, phase = context.rpartition("|")
    return test if phase == "run" else test.split("::")[0]
