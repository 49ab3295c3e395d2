"""A new instance for each test of the commands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.terminal import at, run

QUICK = "password_effort = {time_cost = 1, memory_cost = 8, parallelism = 1}\n"


@pytest.fixture(scope="session")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new instance with its secrets, an empty database, and passwords that are quick to try."""
    folder = tmp_path_factory.mktemp("new") / "instance"
    assert run("secrets", *at(folder)).exit_code == 0
    with (folder / "config.toml").open("a") as config:
        config.write(QUICK)
    assert run("db", "upgrade", *at(folder)).exit_code == 0
    return folder


@pytest.fixture
def instance(new: Path, tmp_path: Path) -> Path:
    """The new instance, for one test."""
    return Path(shutil.copytree(new, tmp_path / "instance"))
