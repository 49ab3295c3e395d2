"""A class whose students another system knows, and the browser of who sends files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from casework.cli.feeding import go_on
from casework.extensions import feeds_folder
from casework.feeds import fetching, processes
from casework.people.keys import keep_keys
from casework.ss12000.wire import Client as Asking
from tests.clients import Client, client_as
from tests.factories import School, work
from tests.feeds.fetcher import Fetcher
from tests.feeds.sending import AT, Send, attached
from tests.feeds.system import lists
from tests.feeds.taking import Taker, make_taker
from tests.pages import Page
from tests.rosters.server import System, serving


@pytest.fixture
def taker(app: Flask, tmp_path: Path) -> Taker:
    """The class, and a place to put files."""
    return make_taker(app, tmp_path)


@pytest.fixture
def fetcher(taker: Taker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fetcher]:
    """The class, and a system on a port of this machine; nobody waits for it."""
    monkeypatch.setattr(fetching, "Client", lambda settings, ticks: Asking(settings, ticks, wait=0))
    with serving(System(lists=lists())) as system:
        yield Fetcher(taker, system)


@pytest.fixture
def isak(app: Flask, school: School, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The administrator's browser; what a process would do is done when the page has been sent."""
    monkeypatch.setattr(processes, "start", lambda import_id, _instance: go_on(import_id))
    with work(app):
        keep_keys("casework", {"1": school.student})
        shutil.rmtree(feeds_folder(), ignore_errors=True)  # of a test before
    return client_as(app, school.administrator)


@pytest.fixture
def send(isak: Client) -> Send:
    """Sends a file; the page that its import has then, or the page that says why there is none."""

    def sending(content: str | bytes, profile: str = "casework", status: int = 303) -> Page:
        data = content.encode() if isinstance(content, str) else content
        fields = {**isak.tokens(), "profile": profile, "file": attached(data)}
        answer: Any = isak.post(f"{AT}/new", fields, status)
        return isak.get(answer) if isinstance(answer, str) else answer

    return sending
