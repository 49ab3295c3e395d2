"""The people of one case, on both databases."""

from __future__ import annotations

import pytest

from tests.databases import Place
from tests.stories.journey import Journey


@pytest.fixture
def journey(database: Place) -> Journey:
    """Everybody at their browsers; no case has been opened."""
    return Journey(database)
