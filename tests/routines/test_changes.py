"""What changes for whom, in sentences; nothing that differs goes unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from casework.cli.definitions import in_words
from casework.engine.workflow import Workflow
from casework.routines.changes import changes
from tests.routines.everything import branches, data, put, spoken, valid, without

MODEL = Workflow.model_validate(data())


@pytest.fixture(scope="module", autouse=True)
def _words() -> Iterator[None]:
    with in_words("en"):
        yield


def told(path: tuple[str | int, ...], value: Any) -> list[str]:
    """The sentences for the model with another value at the path."""
    model = valid(put(path, value))
    assert model is not None
    return changes(spoken(MODEL), spoken(model))


def test_nothing_is_said_of_equal_models() -> None:
    assert changes(spoken(MODEL), spoken(Workflow.model_validate(data()))) == []


@pytest.mark.parametrize("top", sorted(data()))
def test_whatever_is_taken_out_is_said(top: str) -> None:
    paths = [path for path in branches(data()) if path[0] == top and len(path) < 5]
    for path in paths:
        model = valid(without(path))
        if model is not None and model != MODEL and tuple(model.order) == tuple(MODEL.order):
            said = changes(spoken(MODEL), spoken(model))
            assert said, path
            assert all(said), path


CALL, ON = ("stages", 0, "actions", 0), ("transitions", 1)
PERCENT = ("triggers", 0, "when", "any", 1, "percent")

GRANTS = "The class teacher may grant leave of up to {} days."
ANSWERS = "which sentences of the written routine it answers to, or how that is shown."


@pytest.mark.parametrize(
    ("path", "value", "sentences"),
    [
        (
            (*CALL, "by"),
            ["rector", "coach"],
            [
                "The class teacher no longer has the task “Call home” at step 1 (First).",
                "The principal gets the task “Call home” at step 1 (First).",
            ],
        ),
        ((*ON, "approved_by"), ["administration"], ["The principal no longer approves “Move on”."]),
        ((*ON, "by"), ["mentor"], ["The principal may no longer do this: “Move on”."]),
        (
            (*PERCENT, "more_than"),
            12,
            ["The limit of “Second step” changes from more than 10 percent to more than 12 percent."],
        ),
        (
            ("transitions", 3, "needs"),
            ["reason"],
            ["“Close” now also takes this: a reason is written."],
        ),
        (("transitions", 0, "needs"), [], ["“Open” no longer takes this: a reason is written."]),
        (
            ("leave", 0, "up_to"),
            "5 days",
            [
                f"Changed – who may grant leave: before: {GRANTS.format(3)} Now: {GRANTS.format(5)}",
            ],
        ),
        (
            (*ON, "covers"),
            ["E-2"],
            [
                f"Changed – way “Move on”: {ANSWERS}",
            ],
        ),
    ],
)
def test_a_change_is_said_for_whom_it_concerns(
    path: tuple[str | int, ...], value: Any, sentences: list[str]
) -> None:
    assert told(path, value) == sentences


def test_a_new_task_is_said_to_whoever_has_it() -> None:
    new = {"id": "tidy", "do": "work", "title": "Tidy up", "by": "rector"}
    actions = data()["stages"][1]["actions"]
    assert told(("stages", 1, "actions"), [*actions, new]) == [
        "The principal: new task at step 2 (Second), “Tidy up”. The principal does it."
    ]
    assert told(("stages", 1, "actions"), actions[1:])[:1] == [
        "The class teacher: the task “Ask for a certificate” at step 2 (Second) is gone."
    ]
