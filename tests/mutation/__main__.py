"""What `python3 run.py mutate` does: makes one small mistake at a time and asks the tests about it.

The policy, the engine, the history and the access log are what must not be wrong unseen. Every change is made
in a copy; first the tests of the same file are asked, then those of the room. What nobody notices is told.
"""

from __future__ import annotations

import argparse
import os
import queue
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

from tests.mutation.mutants import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]
GOAL, LONGEST = 90.0, 600.0  # percent noticed; seconds that one change may keep the tests busy
LOG = ("tests/access/test_log.py", "tests/web/test_disclosure.py", "tests/history/test_tampering.py")
SCHEMA = "tests/migrations"
# Events that are recorded in these tests and in none of the history's own.
ACTS = ("tests/cases/test_undo.py", "tests/cases/test_migrating.py", "tests/people/test_protecting.py")
# Files → the tests that are to notice.
NOTICED_BY: dict[str, tuple[str, ...]] = {
    "casework/access/policy.py": ("tests/access", "tests/people", "tests/matrix"),
    "casework/access/scope.py": ("tests/access", "tests/people", "tests/matrix"),
    "casework/access/models.py": (SCHEMA, *LOG),
    "casework/access/*.py": LOG,
    "casework/history/models.py": (SCHEMA, "tests/history"),
    "casework/history/*.py": ("tests/history", "tests/cli/test_files.py", *ACTS),
    "casework/engine/*.py": ("tests/engine", "tests/test_catalog.py", "tests/routines"),
}
EQUAL = Path(__file__).with_name("equal.yaml")
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", "instance", ".*_cache")


def main(arguments: Sequence[str]) -> int:
    """Tries the sample; answers 1 when fewer were noticed than should be."""
    wanted = read_arguments(arguments)
    equal = {change for change, _ in known_equal()}
    found = sorted((one for one in all_mutants() if named(one) not in equal), key=_place)
    sample = random.Random(wanted.seed).sample(found, wanted.count)
    print(f"{len(sample)} of {len(found)} possible changes, seed {wanted.seed}", flush=True)
    until, copies = time.monotonic() + wanted.minutes * 60, queue.SimpleQueue[Path]()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(wanted.workers) as pool:
        for number in range(wanted.workers):
            copies.put(copied(Path(folder) / str(number)))
        answers = list(pool.map(lambda one: attempt(one, copies, until), sample))
    tried = [is_noticed for is_noticed in answers if is_noticed is not None]
    percent = 100 * sum(tried) / max(len(tried), 1)
    told = "met" if percent >= GOAL else "missed"
    print(f"mutants: {percent:.1f} % of {len(tried)} noticed (goal {GOAL:.0f} %) {told}")
    return int(percent < GOAL)


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """How many changes, which ones, for how long at most, and how many at a time."""
    parser = argparse.ArgumentParser(prog="run.py mutate")
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_args(arguments)


def all_mutants() -> Iterator[Mutant]:
    """Every change in the files that count, each once."""
    seen: set[Path] = set()
    for pattern in NOTICED_BY:
        for file in sorted(set(ROOT.glob(pattern)) - seen):
            seen.add(file)
            yield from mutants(file)


def known_equal() -> Iterator[tuple[tuple[str, str, str], str]]:
    """The changes that make no difference, with why: what nobody has to notice."""
    for one in yaml.safe_load(EQUAL.read_text("utf-8")):
        yield (one["file"], one["before"], one["after"]), one["why"]


def named(one: Mutant) -> tuple[str, str, str]:
    """The change as `equal.yaml` names it, wherever in its file it stands."""
    return str(one.file.relative_to(ROOT)), one.before, one.after


def _place(one: Mutant) -> tuple[str, int, str]:
    return str(one.file), one.node, one.after


def copied(folder: Path) -> Path:
    """The project in a folder of its own, on the same packages."""
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    return folder


def attempt(one: Mutant, copies: queue.SimpleQueue[Path], until: float) -> bool | None:
    """Makes the change in one of the copies and asks the tests; None where time has run out."""
    if time.monotonic() > until:
        return None
    folder = copies.get()
    name = one.file.relative_to(ROOT)
    (folder / name).write_text(one.source(), "utf-8")
    is_noticed = any(not passes(folder, tests) for tests in rounds(name) if tests)
    shutil.copy(one.file, folder / name)
    copies.put(folder)
    if not is_noticed:
        print(f"  not noticed: {name}:{one.line}  {one.before}  →  {one.after}", flush=True)
    return is_noticed


def rounds(name: Path) -> Iterator[list[str]]:
    """The tests of the file itself, then all that are to notice."""
    wide = next(tests for pattern, tests in NOTICED_BY.items() if name.match(pattern))
    near = Path("tests") / name.parts[1] / f"test_{name.name}"
    yield [str(near)] if (ROOT / near).exists() else []
    yield list(wide)


def passes(folder: Path, tests: Sequence[str]) -> bool:
    """Whether the tests pass there, on SQLite; tests that do not come to an end do not."""
    ask = [
        "-x",
        "-q",
        "-n0",
        "-p",
        "no:cacheprovider",
        "-m",
        "not long and not browser",
        "-k",
        "not postgresql",
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *ask, *tests], cwd=folder, timeout=LONGEST, check=False, **quiet
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
