"""The guide to writing a model tells the truth: its model is sound, and so is each of its examples."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from casework.definitions import read
from casework.engine import actions, conditions, guards
from casework.engine.check import check
from casework.engine.coverage import coverage, limits
from casework.engine.ladder import WORDS_OF_KIND
from casework.engine.workflow import Workflow, load_workflow
from casework.localise import texts
from tests.engine.examples import WORKFLOWS, shapes

README = (WORKFLOWS / "README.md").read_text("utf-8")
TEXTS = ("title", "options", "guidance", "result", "ends_with")


def part(heading: str) -> str:
    """What stands under the heading of the second level."""
    return README.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def example(text: str) -> str:
    """The first YAML of the text."""
    found = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert found, text[:80]
    return found[1]


def examples(heading: str) -> dict[str, dict[str, Any]]:
    """The example under each kind word of the part."""
    kinds = part(heading).split("\n### ")[1:]
    return {kind.split("`")[1]: read(example(kind), "README.md").data for kind in kinds}


ACTIONS, GUARDS, TRANSITIONS = (examples(name) for name in ("Actions", "Guards", "Transitions"))
CONDITIONS, BESIDE = examples("Conditions"), examples("Beside the ladder")
BESIDE_WORDS = {
    "counting",
    "absences",
    "leave",
    "triggers",
    "pause",
    "duties",
    "cohorts",
    "goals",
    "prevention",
}
MOMENTS = read(example(part("Moments and due dates")), "README.md").data["moments"]
WHOLE = example(part("A whole model"))


def problems(data: dict[str, Any]) -> list[str]:
    """What is wrong with the model in the guide, changed; JSON is YAML too."""
    model = load_workflow(json.dumps(data, ensure_ascii=False), "three-step.yaml")
    return [str(problem) for problem in check(model, shapes())]


def with_element(kind: str, element: dict[str, Any]) -> dict[str, Any]:
    """The guide's model with one more action or transition, its texts said in every language."""
    data = read(WHOLE, "three-step.yaml").data
    (data["stages"][1]["actions"] if kind == "actions" else data["transitions"]).append(element)
    for language in data["translations"].values():
        language[kind][element["id"]] = {word: element[word] for word in TEXTS if word in element}
    return data


def with_part(word: str, value: Any) -> dict[str, Any]:
    """The guide's model with the part put in or added to, its texts said in every language."""
    data = read(WHOLE, "three-step.yaml").data
    old = data.get(word)
    data[word] = {**old, **value} if isinstance(old, dict) else [*(old or []), *value] if old else value
    for language in data["translations"].values():
        for path, text in texts({word: value}):
            say(language, {word: value}, path, text)
    return data


def say(overlay: dict[str, Any], body: Any, path: tuple[str | int, ...], text: str) -> None:
    """Lays the text into the overlay, where elements of lists stand under their id."""
    for place, step in enumerate(path):
        body = body[step]
        key = body["id"] if isinstance(step, int) else step
        if place == len(path) - 1:
            overlay[key] = text
        elif not isinstance(overlay.get(key), dict):
            overlay[key] = {"title": overlay[key]} if key in overlay else {}
        overlay = overlay[key]


def test_the_whole_model_is_sound_and_covered():
    model = load_workflow(WHOLE, "three-step.yaml")
    assert check(model, shapes()) == []
    assert limits(model, coverage(model, {})) == []


def test_every_kind_has_its_part_in_the_guide():
    assert set(ACTIONS) == set(actions.KINDS)
    assert set(GUARDS) == set(guards.KINDS)
    assert set(TRANSITIONS) == set(WORDS_OF_KIND)
    assert set(CONDITIONS) == set(conditions.KINDS)
    assert set(BESIDE) == BESIDE_WORDS


@pytest.mark.parametrize("kind", ACTIONS)
def test_the_example_of_an_action_can_be_used(kind):
    assert ACTIONS[kind]["do"] == kind
    assert problems(with_element("actions", ACTIONS[kind])) == []


@pytest.mark.parametrize("kind", TRANSITIONS)
def test_the_example_of_a_transition_can_be_used(kind):
    assert TRANSITIONS[kind]["kind"] == kind
    assert problems(with_element("transitions", TRANSITIONS[kind])) == []


@pytest.mark.parametrize("kind", GUARDS)
def test_the_example_of_a_guard_can_be_used(kind):
    data = read(WHOLE, "three-step.yaml").data
    hand_over = next(one for one in data["transitions"] if one["id"] == "hand_over")
    hand_over["needs"] = [GUARDS[kind]]
    assert kind in GUARDS[kind]
    assert problems(data) == []


@pytest.mark.parametrize("kind", CONDITIONS)
def test_the_example_of_a_condition_can_be_used(kind):
    trigger = {"id": "example", "title": "Exempel", "when": CONDITIONS[kind], "proposes": "help"}
    assert list(CONDITIONS[kind]) == [kind]
    assert problems(with_part("triggers", [trigger])) == []


@pytest.mark.parametrize("word", BESIDE)
def test_the_example_of_what_stands_beside_the_ladder_can_be_used(word):
    assert list(BESIDE[word]) == [word]
    assert problems(with_part(word, BESIDE[word][word])) == []


def test_the_examples_of_moments_can_be_used():
    assert problems(with_part("moments", MOMENTS)) == []


@pytest.mark.parametrize(
    "due",
    re.findall(
        r"`({[^`]*}|same_day)`", part("Moments and due dates").split("`due` says")[1].split("Without")[0]
    ),
)
def test_each_way_to_be_due_can_be_used(due):
    due = due.replace("moment", "home_called").replace("\n", " ")
    data = read(WHOLE, "three-step.yaml").data
    data["stages"][1]["actions"][1]["due"] = (
        due if due == "same_day" else read(f"due: {due}", "x").data["due"]
    )
    assert problems(data) == []


@pytest.mark.parametrize("kind", actions.KINDS)
def test_the_milestones_of_an_action_are_told(kind):
    told = part("Actions").split(f"### `{kind}`")[1].split("```")[0]
    assert all(f"`{milestone}`" in told for milestone in actions.KINDS[kind].kinds)


def test_every_word_of_the_top_level_is_told():
    told = part("How the file is read")
    assert [word for word in Workflow.model_fields if f"`{word}`" not in told] == []
