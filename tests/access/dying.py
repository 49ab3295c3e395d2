"""A server that dies as it writes the access log; `python -m tests.access.dying URL FOLDER before|after`.

It kills itself just before, or just after, the first reading is kept, and prints its port first.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session
from waitress.server import create_server

from casework import create_app
from casework.extensions import db
from tests.databases import SETTINGS

_has_read: set[str] = set()


def main(url: str, folder: str, when: str) -> None:
    """Serves until it dies."""
    app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": url}, Path(folder))
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", _note)
        if when == "before":
            event.listen(db.engine, "commit", _die_before)
        else:
            event.listen(Session, "after_commit", _die_after)
    server = create_server(app, host="127.0.0.1", port=0, threads=1)
    sys.stdout.write(f"{vars(server)['effective_port']}\n")
    sys.stdout.flush()
    server.run()


def _note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
    if statement.startswith("INSERT INTO reading "):
        _has_read.add(statement)


def _die_before(_connection: Connection) -> None:
    _die()


def _die_after(_session: Session) -> None:
    _die()


def _die() -> None:
    if _has_read:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
