"""The PostgreSQL that tests use."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from tests.postgres import fresh_database, server

KILLED_WHILE_TESTING = """
import os, sys
from tests.postgres import server
with server() as url:
    print(url, flush=True)
    os.kill(os.getpid(), 9)
"""


@pytest.fixture(scope="module")
def server_url() -> Iterator[str]:
    """A server for the tests of this file."""
    with server() as url:
        yield url


def test_a_fresh_database_is_empty_although_one_of_that_name_was_in_use(server_url: str) -> None:
    used = create_engine(fresh_database(server_url, "ärenden"), poolclass=NullPool)
    count = text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    with used.connect() as connection:
        connection.execute(text("CREATE TABLE cases (id integer)"))
        connection.commit()
        assert connection.scalar(count) == 1
        fresh_database(server_url, "ärenden")
        connection.invalidate()
    with used.connect() as connection:
        assert connection.scalar(count) == 0


def test_the_server_is_a_current_postgresql_that_keeps_unicode(server_url: str) -> None:
    with create_engine(server_url, poolclass=NullPool).connect() as connection:
        assert connection.scalar(text("SELECT current_setting('server_version_num')::int")) >= 180000
        assert connection.scalar(text("SELECT lower('ÅÄÖ ÆØ')")) == "åäö æø"


def test_nothing_is_left_when_the_tests_are_killed() -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_TESTING], capture_output=True, text=True, check=False
    )
    folder = Path(str(make_url(killed.stdout.strip()).query["host"]))
    until = time.monotonic() + 10
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert killed.returncode == -9
    assert not folder.exists()
