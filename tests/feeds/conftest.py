"""A class whose students another system knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.feeds.taking import Taker, make_taker


@pytest.fixture
def taker(app: Flask, tmp_path: Path) -> Taker:
    """The class, and a place to put files."""
    return make_taker(app, tmp_path)
