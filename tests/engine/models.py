"""Every model of the program, for tests that hold for all of them."""

from __future__ import annotations

import pytest

from casework.catalog import product

CATALOG = product()
MODELS = dict(CATALOG.workflows)
every_model = pytest.mark.parametrize("name", MODELS)
