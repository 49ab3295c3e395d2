"""The instance's own scanner, where one is set: a command that gets the file's path and says clean or not."""

from __future__ import annotations

import logging
import subprocess
from pathlib import Path

from casework.errors import NotAcceptable
from casework.extensions import scan_command

CLEAN, REFUSED = 0, 1
PATIENCE = 120  # seconds


def scan(file: Path) -> None:
    """Raises NotAcceptable where the scanner refuses the file, or does not say that it is clean."""
    command = scan_command()
    if not command:
        return
    code = _answer(command, file)
    if code == REFUSED:
        raise NotAcceptable("file_infected")
    if code != CLEAN:
        logging.getLogger(__name__).error("the scanner did not answer 0 or 1 but %s", code)
        raise NotAcceptable("file_unscanned")


def _answer(command: tuple[str, ...], file: Path) -> object:
    """The exit code, or the name of what went wrong."""
    nothing = subprocess.DEVNULL
    try:
        return subprocess.run(  # noqa: S603 whoever runs the instance has set it
            [*command, str(file)],
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            timeout=PATIENCE,
            check=False,
        ).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        return type(error).__name__
