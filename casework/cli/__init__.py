"""The commands: `casework …`, each with help; a failure is told in words and ends with an exit code."""

from __future__ import annotations

import signal
import sys
from types import FrameType

import click

from casework.cli import (
    accounts,
    attendance,
    definitions,
    messages,
    people,
    records,
    rosters,
    routines,
    serving,
    simulating,
    thresholds,
    working,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def casework() -> None:
    """Casework: cases of student absence, from the first concern to the administration's decision."""


PARTS = (
    *(serving, people, accounts, definitions, routines, simulating, thresholds, records, attendance, rosters),
    *(messages, working),
)
for _part in PARTS:
    for _command in _part.COMMANDS:
        casework.add_command(_command)


def main() -> None:
    """Runs the command that the terminal names."""
    signal.signal(signal.SIGTERM, _stop)
    casework(prog_name="casework")


def _stop(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)  # a server that is asked to stop has not failed
