"""Random people doing random things never bring a case anywhere but through a gate that was met."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests import factories
from tests.databases import Place
from tests.efforts import Effort
from tests.property.mistakes import Mistakes
from tests.property.staff import make_staff
from tests.property.steps import Steps

# How many students, and how many things are done around each.
RUNS = {"usual": (8, 20), "short": (12, 50), "long": (200, 50)}


class Everybody(Steps, Mistakes):
    """Everything that anybody can do."""


def runs(place: Place, effort: Effort) -> None:
    """Lets people do things around students, the same ones in every run."""
    students, things = RUNS[effort.name]
    with factories.work(place.app):
        staff = make_staff()
    machine = type("OnePlace", (Everybody,), {"app": place.app, "staff": staff})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=students,
            stateful_step_count=things,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )


def test_a_case_comes_to_a_stage_only_through_a_met_gate_and_nothing_is_lost(
    database: Place, effort: Effort
) -> None:
    runs(database, effort)
