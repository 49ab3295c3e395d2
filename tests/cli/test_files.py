"""The command that takes away files which belong to nothing."""

from __future__ import annotations

import os
from pathlib import Path

from tests.cli.terminal import at, run

LONG_AGO = 1_700_000_000


def test_tidying_takes_away_old_strays_and_leaves_what_may_be_on_its_way(instance: Path) -> None:
    folder = instance / "files"
    folder.mkdir()
    for name in ("old", "new"):
        (folder / name).write_bytes(b"x")
    os.utime(folder / "old", (LONG_AGO, LONG_AGO))
    answer = run("files", "tidy", *at(instance))
    assert answer.exit_code == 0, answer.output
    assert "1 taken away" in answer.output
    assert [one.name for one in folder.iterdir()] == ["new"]


def test_tidying_an_instance_without_files_has_nothing_to_do(instance: Path) -> None:
    answer = run("files", "tidy", *at(instance))
    assert "0 taken away" in answer.output
    assert run("history", "verify", *at(instance)).exit_code == 0
