"""The world of the matrix, made once for all its files."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.clients import Client, client_as
from tests.databases import Place
from tests.matrix.asking import Answers, ask_everything
from tests.matrix.world import World, make_world


@pytest.fixture(scope="package")
def place(sqlite: Place) -> Flask:
    """The application on a database of its own."""
    sqlite.renew()
    return sqlite.app


@pytest.fixture(scope="package")
def world(place: Flask) -> World:
    """Two cases, everybody around them, and a canary in every text."""
    return make_world(place)


@pytest.fixture(scope="package")
def browsers(place: Flask, world: World) -> dict[str, Client]:
    """A signed-in browser for everybody."""
    return {name: client_as(place, user_id) for name, user_id in world.people.items()}


@pytest.fixture(scope="package")
def answers(place: Flask, world: World, browsers: dict[str, Client]) -> Answers:
    """What everybody gets from every address."""
    return ask_everything(place, world, browsers)
