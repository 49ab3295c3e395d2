"""What tests ask for by name: an application on a fresh database, people in it, browsers; how much to try."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from uuid import UUID

import hypothesis
import pytest
from flask import Flask
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.clients import Client, client_as
from tests.databases import Place, SqlitePlace, postgres_place, quick_folder, sqlite_place
from tests.efforts import EXAMPLES, Effort, in_both_forms, named, on_one_database, out_of_turn, today
from tests.factories import School, make_school, work
from tests.shares import LongShares, Shares, longest_first

DATABASES = ("sqlite", "postgresql")
# The program tells these, not how the database locks and orders: PostgreSQL tells them in long runs.
ON_ONE = (
    *(f"stories/{one.name}" for one in (Path(__file__).parent / "stories").glob("test_*.py")),
    *("history/test_proof.py", "history/test_attachments_proof.py", "history/test_tampering.py"),
    *("access/test_log.py", "messages/test_killed.py"),
)
INSTANCES = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    """--long runs what takes minutes, --short a lighter round of that: a sample, another one each day."""
    parser.addoption("--long", action="store_true", help="run the tests marked long")
    parser.addoption("--short", action="store_true", help="with --long: a lighter round of them")
    parser.addoption("--turn", type=int, default=today(), help="with --short: the sample of another day")


def pytest_configure(config: pytest.Config) -> None:
    """Tells hypothesis how much to try."""
    for name, most in EXAMPLES.items():
        hypothesis.settings.register_profile(name, max_examples=most, deadline=None)
    hypothesis.settings.load_profile(named(config))


def pytest_report_header(config: pytest.Config) -> str | None:
    """Says by what the same sample is tried again."""
    return f"sample: --turn {config.getoption('--turn')}" if named(config) == "short" else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Gives both forms to the tests that have a long one."""
    in_both_forms(metafunc)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what takes minutes, what needs a browser where there is none, what waits for its turn."""
    on_one_database(items, ON_ONE)
    waiting = set(out_of_turn(items, config.getoption("--turn"))) if named(config) == "short" else set()
    left_out = [item for item in items if item in waiting or _is_left_out(item, config)]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
    longest_first(items)


def pytest_collection_finish() -> None:
    """Nothing that has been read by now is looked through again for what can be thrown away."""
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    """Shares out the tests by what they have in common."""
    if config.getvalue("dist") != "load":
        return None
    config.option.loadscopereorder = False  # the order is ours
    return (LongShares if config.getoption("--long") else Shares)(config, log)


def _is_left_out(item: pytest.Item, config: pytest.Config) -> bool:
    is_long = item.get_closest_marker("long") and not config.getoption("--long")
    needs_browser = item.get_closest_marker("browser") and not os.environ.get("CASEWORK_CHROMIUM")
    return bool(is_long or needs_browser)


@pytest.fixture
def effort(request: pytest.FixtureRequest) -> Effort:
    """How much to try: usual, short or long."""
    return Effort("usual" if request.param == "usual" else named(request.config))


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlitePlace]:
    """The application on SQLite, one for all tests of this process."""
    with quick_folder(tmp_path_factory.mktemp("sqlite")) as folder:
        place = sqlite_place(folder)
        yield place
        place.let_go()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The application on PostgreSQL, one for all tests of this process; started when first asked for."""
    with postgres_place(tmp_path_factory.mktemp("postgresql")) as place:
        yield place


@pytest.fixture
def app(sqlite: SqlitePlace) -> Iterator[Flask]:
    """The application on a fresh SQLite database."""
    yield from _fresh(sqlite)


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> Iterator[Place]:
    """The application on a fresh database, once for each kind: for storage, races and stories."""
    place: Place = request.getfixturevalue(request.param)
    for _ in _fresh(place):
        yield place


@pytest.fixture
def school(app: Flask, sqlite: SqlitePlace) -> School:
    """A small school with one person in each role, one student, and another school beside it."""
    return sqlite.made("school", lambda: _school(app))


def _school(app: Flask) -> School:
    with work(app):
        return make_school()


@pytest.fixture
def browser_of(app: Flask) -> Callable[[UUID], Client]:
    """A browser that the user is signed in to."""
    return lambda user_id: client_as(app, user_id)


@pytest.fixture
def stranger(app: Flask) -> Client:
    """A browser that nobody is signed in to."""
    return Client(app)


@pytest.fixture(autouse=True)
def _own_instance(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds the instance of whoever runs it, or of another; most make none, so no folder is made."""
    place = tmp_path_factory.getbasetemp() / f"instance-{next(INSTANCES)}"
    monkeypatch.setenv("CASEWORK_INSTANCE", str(place))


def _fresh(place: Place) -> Iterator[Flask]:
    """The application with an empty database; settings that a test changes are set back."""
    place.renew()
    settings = dict(place.app.config)
    yield place.app
    place.app.config.clear()
    place.app.config.update(settings)
