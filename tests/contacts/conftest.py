"""A school where the home of one student is to be called."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories import School, work
from tests.signals.places import Attending


@pytest.fixture
def here(school: School, app: Flask) -> Attending:
    """Two occasions of absence at a school that follows the routine with nine weeks."""
    with work(app):
        found = Attending(school)
        found.begin()
        found.times(2)
    return Attending(school)
