"""The ids of worked examples, as tests of the engine carry them."""

from __future__ import annotations

from tests.engine.conftest import example

__all__ = ["example"]
