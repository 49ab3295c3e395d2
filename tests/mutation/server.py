"""Runs pytest again and again without starting Python each time: it has read the libraries, and forks.

It is started by its path and reads nothing of the program or its tests: those differ from copy to copy.
A line of JSON says in which folder and with which arguments; pytest's exit code is the answer.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import sys

import pytest

# What the program and its tests read anyway. Pytest would like to read its plugins itself, and says so.
LIBRARIES = (
    *("alembic.autogenerate", "alembic.command", "argon2", "babel.dates", "execnet", "flask", "flask_babel"),
    *("flask_login", "flask_migrate", "flask_sqlalchemy", "flask_wtf", "fontpkg_inter", "holidays"),
    *("hypothesis.strategies", "pydantic", "sqlalchemy.dialects.sqlite", "sqlalchemy.orm"),
    *("transitions", "typst", "wtforms", "yaml"),
)
READ_ALREADY = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
LONGEST = 300  # seconds that one change may keep the tests busy at a time


def main() -> int:
    """Answers until nothing more is asked; in a child, what pytest says there."""
    for name in LIBRARIES:
        importlib.import_module(name)
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            return tests_pass(asked["folder"], asked["arguments"])
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
    return 0


def tests_pass(folder: str, arguments: list[str]) -> int:
    """Pytest's exit code, of this process alone: it is silent, and ends when it has taken too long."""
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    signal.alarm(LONGEST)
    sys.dont_write_bytecode = True  # what was read of a changed file is not what it is without the change
    os.chdir(folder)
    sys.path[0] = folder
    return int(pytest.main([*READ_ALREADY, *arguments]))


if __name__ == "__main__":
    sys.exit(main())
