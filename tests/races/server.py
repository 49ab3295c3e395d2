"""One of several processes on one instance; `python -m tests.races.server URL FOLDER` prints its port."""

from __future__ import annotations

import sys
from pathlib import Path

from waitress.server import create_server

from casework import create_app
from tests.databases import SETTINGS


def main(url: str, folder: str) -> None:
    """Serves until it is ended."""
    app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": url}, Path(folder))
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    port: int = vars(server)["effective_port"]
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
