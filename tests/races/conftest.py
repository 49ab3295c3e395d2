"""The ground of the races: one authority on a database, served by two processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import DATABASES
from tests.databases import Place
from tests.races.arena import Arena
from tests.races.racers import processes


@pytest.fixture(scope="package", params=DATABASES)
def arena(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """A fresh database of each kind with two processes on it, for all races."""
    place: Place = request.getfixturevalue(request.param)
    place.renew()
    with processes(place, tmp_path_factory.mktemp("processes")) as ports:
        yield Arena(place, ports)
    place.let_go()
