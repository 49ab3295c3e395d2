"""A Chromium and a running site for all browser tests of this process, and people who sit down at them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.site import Site, running
from tests.browser.visitor import PATIENCE, Visitor

SitDown = Callable[..., Visitor]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium that the test command has found."""
    path = os.environ["CASEWORK_CHROMIUM"]
    ours = ["--disable-gpu"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=path, args=ours)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of this run note in which pages they have looked at."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "looked-at"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, looked_at: Path) -> Iterator[Site]:
    """The running program with the made-up authority."""
    with running(tmp_path_factory.mktemp("site"), looked_at) as found:
        yield found


@pytest.fixture
def sit_down(chromium: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[SitDown]:
    """Somebody at a browser of their own: `sit_down("karin", width=390)`; nobody signed in without a name."""
    seated: list[Visitor] = []
    folder = os.environ.get("CASEWORK_SCREENSHOTS")
    album = Path(folder) / request.node.name if folder else None
    # Wide and narrow windows are built of the same parts: each is judged by itself in long runs.
    alike = not request.config.getoption("--long")

    def seat(username: str = "", **window: object) -> Visitor:
        visitor = Visitor(chromium, site, username, album=album, alike=alike, **window)
        seated.append(visitor)
        return visitor

    yield seat
    for visitor in seated:
        visitor.leave()
