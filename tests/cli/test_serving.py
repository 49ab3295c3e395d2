"""A real, empty instance is served, says how to begin, and stops cleanly when it is asked to."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from casework.cli import casework

COMMAND = [sys.executable, "-c", "from casework.cli import main; main()"]
ROOT = Path(__file__).parents[2]
PATIENCE = 60


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """A folder with good secrets and nothing else."""
    assert CliRunner().invoke(casework, ["secrets", "--instance", str(tmp_path)]).exit_code == 0
    return tmp_path


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(instance: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The server as soon as it has said that it answers, with what it said.

    It hears Ctrl-C also where the tests run in the background of a shell and do not hear it themselves: what
    this process handles is as usual again in a program that it starts.
    """
    command = [*COMMAND, "serve", "--port", str(port), "--instance", str(instance)]
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
    ) as process:
        signal.signal(signal.SIGINT, heard)
        said = ""
        try:
            for line in process.stdout or ():
                said += line
                if "Ctrl-C" in line:
                    break
            yield process, said
        finally:
            process.kill()


@pytest.mark.smoke
@pytest.mark.parametrize("asked_by", [signal.SIGTERM, signal.SIGINT])
def test_a_new_instance_is_served_and_stops_when_asked(instance: Path, asked_by: signal.Signals) -> None:
    port = free_port()
    (instance / "casework.sqlite").unlink()
    with served(instance, port) as (process, said):
        assert "Bringing the database up to date" in said
        assert "user add USERNAME" in said
        assert "believes no proxy" in said
        with urlopen(f"http://127.0.0.1:{port}/") as answer:
            assert answer.status == 200
            assert "text/html" in answer.headers["Content-Type"]
        process.send_signal(asked_by)
        assert process.wait(PATIENCE) == 0


def test_nothing_is_said_of_proxies_where_they_are_counted(instance: Path) -> None:
    config = instance / "config.toml"
    config.write_text(config.read_text("utf-8") + "proxies = 1\n", "utf-8")
    with served(instance, free_port()) as (_, said):
        assert "Casework answers" in said
        assert "proxy" not in said


def test_a_port_in_use_is_told_so(instance: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        words = ["serve", "--port", str(taken.getsockname()[1]), "--instance", str(instance)]
        answer = CliRunner().invoke(casework, words)
    assert answer.exit_code == 1
    assert "Choose another with --port" in answer.output
