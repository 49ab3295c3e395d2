"""What the tests of the engine share."""

from __future__ import annotations

import pytest


@pytest.fixture
def example(request: pytest.FixtureRequest) -> str:
    """The id of the worked example that the test works out."""
    return str(request.param)
