"""What the commands tell of all models and forms: that nothing is wrong, and that no demand is left out."""

from __future__ import annotations

import re

import pytest

from tests.cli.terminal import run
from tests.engine.models import CATALOG, MODELS

# What a series of demands is numbered to: one series for each written routine.
NUMBERED_TO = {"S0": 70, "S1": 45, "S2": 34, "S3": 36, "S4": 44}
SUM = re.compile(r"(?P<all>\d+) demands: (?P<states>\d+ [a-z]+(?:, \d+ [a-z]+)*)(?: \((?P<model>[a-z-]+)\))?")


def sums(told: str) -> list[re.Match[str]]:
    """The lines that sum up."""
    return [found for line in told.splitlines() if (found := SUM.fullmatch(line))]


def test_all_models_and_forms_are_checked_and_counted() -> None:
    answer = run("workflow", "check")
    assert answer.exit_code == 0, answer.output
    *told, last = answer.output.splitlines()
    assert told == [f"{name}.yaml: nothing to remark on" for name in MODELS]
    kinds = len(CATALOG.documents.ids)
    assert last == f"{len(MODELS)} models, {len(CATALOG.forms)} forms, {kinds} document kinds, 0 problems"


def test_every_demand_of_every_routine_is_accounted_for() -> None:
    answer = run("workflow", "coverage")
    assert answer.exit_code == 0, answer.output
    found = sums(answer.output)
    expected = sum(len(model.rules.source.demands) for model in MODELS.values())
    assert int(found[-1]["all"]) == expected
    assert sum(map(int, re.findall(r"\d+", found[-1]["states"]))) == expected
    assert "dead" not in found[-1]["states"]
    if len(MODELS) > 1:
        assert [one["model"] for one in found] == [*MODELS, None]
    if len(MODELS) == len(NUMBERED_TO):
        assert expected == sum(NUMBERED_TO.values()) == 229


@pytest.mark.parametrize("name", MODELS)
def test_no_demand_of_a_series_is_left_out(name: str) -> None:
    demands = list(MODELS[name].rules.source.demands)
    series = demands[0].split("-")[0]
    assert demands == [f"{series}-{number}" for number in range(1, NUMBERED_TO[series] + 1)]


@pytest.mark.parametrize("name", MODELS)
def test_one_model_is_told_by_itself(name: str) -> None:
    answer = run("workflow", "coverage", name)
    (only,) = sums(answer.output)
    assert answer.exit_code == 0
    assert int(only["all"]) == len(MODELS[name].rules.source.demands)


def test_a_model_that_is_not_there_is_told_with_those_that_are() -> None:
    answer = run("workflow", "coverage", "nonsense")
    assert answer.exit_code == 1
    assert f"There is no model “nonsense”. There are: {', '.join(MODELS)}" in answer.output
