"""What the models say is enforced: each element that covers the demand does something that stops without it.

A model names this test under `source.proved`, `tests/engine/test_enforced.py::test_a_demand_is_enforced[…]`
with its own name and the demand.
"""

from __future__ import annotations

import pytest

from casework.catalog import in_swedish
from tests.engine.enforcing import effects
from tests.engine.models import CATALOG, MODELS, every_model

FORMS = in_swedish(CATALOG.forms)
HERE = "tests/engine/test_enforced.py::test_a_demand_is_enforced"
OWN = "five-step"  # has proofs of its own, written by hand; most of its demands are tried here too
NOT_BY_AN_ELEMENT = {"S2-34"}  # that the stages have two names


def cases() -> list[str]:
    """The demands that are named, and those of the model with proofs of its own."""
    named = [
        f"{name}-{demand}"
        for name, model in MODELS.items()
        for demand, test in model.rules.source.proved.items()
        if test.startswith(HERE) or (name == OWN and demand not in NOT_BY_AN_ELEMENT)
    ]
    return sorted(named)


@pytest.mark.parametrize("case", cases())
def test_a_demand_is_enforced(case: str) -> None:
    name, _, number = case.rpartition("-")
    name, _, series = name.rpartition("-")
    found = effects(MODELS[name], FORMS, f"{series}-{number}")
    assert found
    assert [one.name for one in found if not one.is_seen] == []


@every_model
def test_a_demand_that_is_proved_names_its_own_proof(name: str) -> None:
    for demand, test in MODELS[name].rules.source.proved.items():
        if test.startswith(HERE):
            assert test == f"{HERE}[{name}-{demand}]"
