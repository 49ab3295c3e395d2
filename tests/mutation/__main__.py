"""What `python3 run.py mutate` does: makes one small mistake at a time and asks the tests about it.

The policy, the engine, the history and the access log are what must not be wrong unseen. Every change is made
in a copy, and the tests that run the changed line are asked. What nobody notices is told.
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

from tests.mutation.asked import PARTS, QUIET, Ran, Red, measured, rounds
from tests.mutation.mutants import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]
GOAL, LONGEST = 90.0, 600.0  # percent noticed; seconds that one change may keep the tests busy
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
        made = [copied(Path(folder) / str(number)) for number in range(wanted.workers)]
        try:
            ran = measured(made[0], wanted.workers)
        except Red:
            print("mutants: the tests do not pass before anything is changed")
            return 1
        for copy in made:
            copies.put(copy)
        answers = list(pool.map(lambda one: attempt(one, ran, copies, until), sample))
    return summed_up(sample, answers)


def summed_up(sample: Sequence[Mutant], answers: Sequence[bool | None]) -> int:
    """Tells how many were noticed in each part and in all; 1 where those are too few."""
    rooms: dict[str, list[bool]] = {part: [] for part in PARTS}
    for one, is_noticed in zip(sample, answers, strict=True):
        if is_noticed is not None:
            rooms[one.file.parent.relative_to(ROOT).as_posix()].append(is_noticed)
    for part, noticed in rooms.items():
        print(f"  {part}: {sum(noticed)} of {len(noticed)}")
    tried = [is_noticed for noticed in rooms.values() for is_noticed in noticed]
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
    """Every change in the files that count."""
    for part in PARTS:
        for file in sorted((ROOT / part).glob("*.py")):
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


def attempt(one: Mutant, ran: Ran, copies: queue.SimpleQueue[Path], until: float) -> bool | None:
    """Makes the change in one of the copies and asks the tests; None where time has run out."""
    if time.monotonic() > until:
        return None
    folder = copies.get()
    name = one.file.relative_to(ROOT)
    (folder / name).write_text(one.source(), "utf-8")
    asked = rounds(ran, name, one.file.read_text("utf-8"), one.line)
    is_noticed = any(not passes(folder, tests) for tests in asked)
    shutil.copy(one.file, folder / name)
    copies.put(folder)
    if not is_noticed:
        print(f"  not noticed: {name}:{one.line}  {one.before}  →  {one.after}", flush=True)
    return is_noticed


def passes(folder: Path, tests: Sequence[str]) -> bool:
    """Whether the tests pass there, on SQLite; tests that do not come to an end do not."""
    asked = folder / "asked.txt"
    asked.write_text("\n".join(tests), "utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-n0", *QUIET, f"@{asked}"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        done = subprocess.run(command, cwd=folder, timeout=LONGEST, check=False, **quiet)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
