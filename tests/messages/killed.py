"""Processes that send until they are killed at a moment of chance, and a way that outlives them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from random import Random

from flask import Flask
from sqlalchemy import event

from casework.extensions import db
from casework.messages.wires import Letter
from tests.messages.post import send

MOST_MOMENTS = 80  # a message takes about ten of them


@dataclass(frozen=True)
class ToFile:
    """Writes down which letters have gone out; between any two lines the process may end."""

    file: Path
    moment: Callable[[], object] = lambda: None

    def send(self, letter: Letter) -> str:
        """Writes it down."""
        self.moment()
        at = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(at, f"{letter.id}\n".encode())
        os.close(at)
        self.moment()
        return "written"

    @property
    def ids(self) -> list[str]:
        """What has gone out, in order."""
        return self.file.read_text().split() if self.file.exists() else []


def send_and_die(app: Flask, file: Path, now: datetime, chance: int) -> bool:
    """Sends what is due in a process of its own, which is killed at some moment; whether it came to that."""
    with app.app_context():
        db.engine.dispose()  # no connection is shared
    process = get_context("fork").Process(target=_send, args=(app, file, now, chance))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def _send(app: Flask, file: Path, now: datetime, chance: int) -> None:
    left = iter(range(Random(chance).randrange(1, MOST_MOMENTS)))

    def moment(*_told: object) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", moment)
        event.listen(db.engine, "commit", moment)
        send(ToFile(file, moment), now)
