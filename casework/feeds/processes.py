"""Starts the process that an import runs in: it goes on when the page has been answered, and after a restart."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from uuid import UUID

PROGRAM = "from casework.cli import main; main()"


def start(import_id: UUID, instance: Path) -> None:
    """Starts `casework attendance import` for the import, apart from this process and whoever stops it."""
    command = [sys.executable, "-c", PROGRAM, "attendance", "import", str(import_id)]
    with (instance / "feeds" / f"{import_id.hex}.log").open("ab") as log:
        subprocess.Popen(  # noqa: S603 our own program
            [*command, "--instance", str(instance)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
