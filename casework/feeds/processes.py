"""Starts the process that an import runs in, which goes on when the page has been answered."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from pathlib import Path
from uuid import UUID

from casework.feeds.files import lock_of

PROGRAM = "from casework.cli import main; main()"


def start(import_id: UUID, instance: Path) -> subprocess.Popen[bytes] | None:
    """Starts `casework attendance import` for the import, apart from this process and whoever stops it.

    The import is locked before the process has begun and handed over to it, so that nobody else takes it and
    no page finds it left alone. Answers the process; None where one has it in hand already.
    """
    with lock_of(import_id).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        command = [sys.executable, "-c", PROGRAM, "attendance", "import", str(import_id)]
        return subprocess.Popen(  # noqa: S603 our own program
            [*command, "--instance", str(instance), "--holding", str(lock.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=None,  # where the program's own log goes
            pass_fds=(lock.fileno(),),
            start_new_session=True,
        )
