"""A class whose students another system knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from casework.feeds import fetching
from casework.ss12000.wire import Client
from tests.feeds.fetcher import Fetcher
from tests.feeds.system import lists
from tests.feeds.taking import Taker, make_taker
from tests.rosters.server import System, serving


@pytest.fixture
def taker(app: Flask, tmp_path: Path) -> Taker:
    """The class, and a place to put files."""
    return make_taker(app, tmp_path)


@pytest.fixture
def fetcher(taker: Taker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fetcher]:
    """The class, and a system on a port of this machine; nobody waits for it."""
    monkeypatch.setattr(fetching, "Client", lambda settings, ticks: Client(settings, ticks, wait=0))
    with serving(System(lists=lists())) as system:
        yield Fetcher(taker, system)
