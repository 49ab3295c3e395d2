"""What `python3 run.py mutate` does: makes one small mistake at a time and asks the tests about it.

The policy, the engine, the history and the access log are what must not be wrong unseen. Every change is made
in a copy, and the tests that run the changed line are asked. What nobody notices is told.
"""

from __future__ import annotations

import argparse
import json
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
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import yaml

from tests.mutation.asked import PARTS, QUIET, ROOT, UNCHANGED, Ran, Red, measured, rounds
from tests.mutation.mutants import Mutant, mutants

GOAL = 90.0  # percent noticed
PASSED, NO_SUCH = 0, 4  # what pytest says
EQUAL, SERVER = (Path(__file__).with_name(name) for name in ("equal.yaml", "server.py"))
# What has been compiled comes along: the processes that ask leave nothing compiled behind.
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".*_cache")


def main(arguments: Sequence[str]) -> int:
    """Tries the sample; answers 1 when fewer were noticed than should be."""
    wanted = read_arguments(arguments)
    equal = {change for change, _ in known_equal()}
    found = sorted((one for one in all_mutants(wanted.part) if named(one) not in equal), key=_place)
    sample = random.Random(wanted.seed).sample(found, min(wanted.count, len(found)))
    print(f"{len(sample)} of {len(found)} possible changes, seed {wanted.seed}", flush=True)
    until, copies = time.monotonic() + wanted.minutes * 60, queue.SimpleQueue[Copy]()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        first = stack.enter_context(copied(ROOT, Path(folder) / "0"))
        try:
            ran = measured(first.folder, wanted.workers)
            more = (Path(folder) / str(number) for number in range(1, wanted.workers))
            for copy in (first, *(stack.enter_context(copied(first.folder, place)) for place in more)):
                copies.put(copy.unchanged())
        except Red:
            print("mutants: the tests do not pass before anything is changed")
            return 1
        with ThreadPoolExecutor(wanted.workers) as pool:
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
    """How many changes, which ones, in which parts, for how long at most, and how many at a time."""
    parser = argparse.ArgumentParser(prog="run.py mutate")
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_args(arguments)


def all_mutants(parts: Sequence[str] = PARTS) -> Iterator[Mutant]:
    """Every change in the files that count, or in those of some parts."""
    for part in parts:
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


@dataclass
class Copy:
    """The project in a folder of its own, on the same packages, and the process that runs its tests."""

    folder: Path
    server: subprocess.Popen[str]

    def unchanged(self) -> Self:
        """The copy, if its tests pass while there is nothing to notice. Raises Red."""
        if not self.passes(UNCHANGED):
            raise Red
        return self

    def passes(self, tests: Sequence[str]) -> bool:
        """Whether the tests pass there, on SQLite; tests that do not come to an end do not.

        Where a test is named for what the change has changed, its whole file is asked.
        """
        said = self._says(tests)
        if said == NO_SUCH:
            said = self._says(sorted({one.split("::")[0] for one in tests}))
        return said == PASSED

    def _says(self, tests: Sequence[str]) -> int:
        asked = self.folder / "asked.txt"
        asked.write_text("\n".join(tests), "utf-8")
        wish = {"folder": str(self.folder), "arguments": ["-x", "-n0", *QUIET, f"@{asked}"]}
        assert self.server.stdin
        assert self.server.stdout
        print(json.dumps(wish), file=self.server.stdin, flush=True)
        return int(self.server.stdout.readline())


@contextmanager
def copied(source: Path, folder: Path) -> Iterator[Copy]:
    """A copy of the project, until it is done with."""
    shutil.copytree(source, folder, ignore=_left_out)
    command = [sys.executable, str(SERVER)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        yield Copy(folder, server)


def _left_out(folder: str, names: list[str]) -> set[str]:
    """Of an instance only the page that the project has there goes along."""
    is_instance = Path(folder).name == "instance"
    return {name for name in names if is_instance and name != "README.md"} | LEFT_OUT(folder, names)


def attempt(one: Mutant, ran: Ran, copies: queue.SimpleQueue[Copy], until: float) -> bool | None:
    """Makes the change in one of the copies and asks the tests; None where time has run out."""
    if time.monotonic() > until:
        return None
    copy = copies.get()
    name = one.file.relative_to(ROOT)
    (copy.folder / name).write_text(one.source(), "utf-8")
    asked = rounds(ran, name, one.file.read_text("utf-8"), one.line)
    is_noticed = any(not copy.passes(tests) for tests in asked)
    shutil.copy2(one.file, copy.folder / name)
    copies.put(copy)
    if not is_noticed:
        print(f"  not noticed: {name}:{one.line}  {one.before}  →  {one.after}", flush=True)
    return is_noticed


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
