"""Two models: what was added, taken out, changed and moved, by identity."""

from __future__ import annotations

from typing import Any

import pytest

from casework.engine.diff import diff
from casework.engine.workflow import Workflow
from tests.routines.everything import branches, data, leaves, put, valid, without

MODEL = Workflow.model_validate(data())


def changed(path: tuple[str | int, ...], value: Any) -> Workflow:
    """The model with another value."""
    model = valid(put(path, value))
    assert model is not None
    return model


def test_equal_models_differ_in_nothing() -> None:
    assert diff(MODEL, Workflow.model_validate(data())) == []


def test_every_change_of_one_value_is_found() -> None:
    missed = []
    for path, value in leaves(data()):
        other = (
            f"{value} x" if isinstance(value, str) else not value if isinstance(value, bool) else value + 1
        )
        model = valid(put(path, other))
        if model is not None and model != MODEL and not diff(MODEL, model):
            missed.append(path)
    assert missed == []


def test_whatever_is_taken_out_is_found_both_ways() -> None:
    models = {path: valid(without(path)) for path in branches(data())}
    for path, model in models.items():
        if model is not None and model != MODEL:
            assert diff(MODEL, model), path
            assert diff(model, MODEL), path


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("title",), "Other", ("changed", "model", "", "title")),
        (("stages", 1, "short"), "Next", ("changed", "stages", "second", "short")),
        (("stages", 0, "actions", 0, "by"), "rector", ("changed", "actions", "call", "by")),
        (("source", "demands", "E-1"), "Another.", ("changed", "demands", "E-1", "text")),
        (("triggers", 0, "covers"), ["E-2"], ("changed", "triggers", "to_second", "covers")),
        (("duties", 0, "actions", 0, "to"), ["home"], ("changed", "actions", "tell_fund", "to")),
    ],
)
def test_a_change_names_element_and_field(path: tuple[str | int, ...], value: Any, expected: object) -> None:
    found = diff(MODEL, changed(path, value))
    assert [(one.kind, one.part, one.id, one.field) for one in found] == [expected]


def test_a_new_id_is_one_element_gone_and_one_added() -> None:
    found = diff(MODEL, changed(("prevention", 1, "id"), "confidence"))
    assert [(one.kind, one.part, one.id) for one in found] == [
        ("removed", "prevention", "trust"),
        ("added", "prevention", "confidence"),
    ]


def test_another_order_is_told_and_nothing_else() -> None:
    turned = changed(("triggers",), [*reversed(data()["triggers"])])
    found = diff(MODEL, turned)
    assert [(one.kind, one.part) for one in found] == [("moved", "triggers")]
    assert found[0].before == tuple(reversed(found[0].after))


def test_demands_and_what_has_names_stand_in_no_order() -> None:
    demands = {**dict(reversed(data()["source"]["demands"].items()))}
    assert len(demands) > 1
    assert diff(MODEL, changed(("source", "demands"), demands)) == []


def test_an_action_that_moves_to_another_step_is_the_same_action() -> None:
    stages = [dict(stage) for stage in data()["stages"]]
    moved = stages[1]["actions"][-1]
    stages[1]["actions"], stages[2]["actions"] = stages[1]["actions"][:-1], [moved]
    found = diff(MODEL, changed(("stages",), stages))
    assert [(one.kind, one.part, one.id, one.before, one.after) for one in found] == [
        ("changed", "actions", "work", "second", "third")
    ]
