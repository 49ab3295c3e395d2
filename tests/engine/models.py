"""Every model of the program, for tests that hold for all of them."""

from __future__ import annotations

import pytest

from casework.catalog import read_catalog

CATALOG = read_catalog()
MODELS = dict(CATALOG.workflows)
every_model = pytest.mark.parametrize("name", MODELS)
