"""Starts a web program under gunicorn with two workers, and stops it again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.ground.crowd import fetch

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
START, STOP = 60.0, 10.0  # seconds that these may take at most


@contextmanager
def served(program: str, environment: Mapping[str, str], *, at: str) -> Iterator[int]:
    """Serves the program (`module:application`) and answers the port once the address there answers."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", program, "--workers", str(WORKERS), "--log-level", "warning"]
    command += ["--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}) as process:
        try:
            _wait_for(process, port, at)
            yield port
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(STOP)
            process.kill()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def _wait_for(process: subprocess.Popen[bytes], port: int, address: str) -> None:
    until = time.monotonic() + START
    while process.poll() is None and time.monotonic() < until:
        try:
            status, _ = fetch(port, address)
        except OSError:
            time.sleep(0.1)
        else:
            assert status == 200, f"{address} answers {status}"
            return
    raise RuntimeError("the program does not start")
