"""What stands beside the ladder names only what is there; each wrong word has a twin that is right."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from casework.definitions import Problem, read
from casework.engine.check import check
from casework.engine.workflow import load_workflow
from tests.engine.examples import SMALL, shapes

TRIGGER = {"id": "t", "title": "Ofta borta", "proposes": "help"}
DUTY = {
    "id": "d",
    "title": "Plikt",
    "actions": [{"id": "act", "do": "work", "title": "Gör", "by": "rector"}],
}
PREVENTION = {"id": "p", "title": "Förebygg", "by": "mentor", "when": "continuous"}
GOAL = {"id": "g", "title": "Mål", "measure": "by_hand"}

NAMED = re.compile("“(.+?)”")
# (part, value with a word that names nothing, the same with one that does, what is told)
WRONG: dict[str, tuple[str, Any, Any, str]] = {
    "a stage that is proposed": (
        "triggers",
        {**TRIGGER, "when": {"run": {"at_least": "3 days"}}, "proposes": "moon"},
        {**TRIGGER, "when": {"run": {"at_least": "3 days"}}, "proposes": "closed"},
        "unknown stage “moon”",
    ),
    "a choice of absence": (
        "triggers",
        {**TRIGGER, "when": {"run": {"at_least": "3 days", "counting": "lazy"}}},
        {**TRIGGER, "when": {"run": {"at_least": "3 days", "counting": "valid"}}},
        "unknown absence “lazy”; known: any",
    ),
    "one inside another": (
        "triggers",
        {**TRIGGER, "when": {"any": [{"in_stage": ["moon"]}, {"entered": "help"}]}},
        {**TRIGGER, "when": {"any": [{"in_stage": ["notice"]}, {"entered": "help"}]}},
        "unknown stage “moon”",
    ),
    "a mark": (
        "triggers",
        {**TRIGGER, "when": {"student": {"is": ["blue"]}}},
        {**TRIGGER, "when": {"student": {"is": ["7", "under_compulsory_schooling"]}}},
        "unknown mark “blue”",
    ),
    "a moment": (
        "triggers",
        {**TRIGGER, "when": {"passed": {"at_least": "3 weeks", "since": "birth"}}},
        {**TRIGGER, "when": {"passed": {"at_least": "3 weeks", "since": "enrolled"}}},
        "unknown moment “birth”; known: case_opened",
    ),
    "a moment that a window starts from": (
        "triggers",
        {**TRIGGER, "when": {"occasions": {"at_least": 2, "in": {"since": "birth"}}}},
        {**TRIGGER, "when": {"occasions": {"at_least": 2, "in": {"since": "stage_entered"}}}},
        "unknown moment “birth”",
    ),
    "what has been done often": (
        "triggers",
        {**TRIGGER, "when": {"times": {"at_least": 2, "of": ["sing"]}}},
        {**TRIGGER, "when": {"times": {"at_least": 2, "of": ["call_home", "t"]}}},
        "unknown action “sing”",
    ),
    "an attempt at what is decided": (
        "triggers",
        {**TRIGGER, "when": {"times": {"at_least": 2, "of": ["way"], "is": "tried"}}},
        {**TRIGGER, "when": {"times": {"at_least": 2, "of": ["way"]}}},
        "unknown answer of “way” “tried”",
    ),
    "a form that is signed": (
        "triggers",
        {**TRIGGER, "when": {"finalised": "poem"}},
        {**TRIGGER, "when": {"finalised": "initial_mapping"}},
        "unknown form “poem”",
    ),
    "who raises a concern": (
        "triggers",
        {**TRIGGER, "when": {"concern": {"raised_by": ["cook"]}}},
        {**TRIGGER, "when": {"concern": {"raised_by": ["any_staff"]}}},
        "unknown role “cook”",
    ),
    "whom prevention is for": (
        "prevention",
        {**PREVENTION, "cohort": {"group": "choir"}},
        {**PREVENTION, "cohort": {"year_groups": ["4"]}},
        "unknown cohort “choir”",
    ),
    "who does it": ("prevention", {**PREVENTION, "by": "cook"}, PREVENTION, "unknown role “cook”"),
    "whom a goal is for": ("goals", {**GOAL, "for": "choir"}, GOAL, "unknown cohort “choir”"),
    "who acts in a duty": (
        "duties",
        {**DUTY, "actions": [{**DUTY["actions"][0], "by": "cook"}]},  # type: ignore[dict-item]
        DUTY,
        "unknown role “cook”",
    ),
    "after what an action is due": (
        "duties",
        {**DUTY, "actions": [{**DUTY["actions"][0], "due": {"within": "1 week", "after": "x"}}]},  # type: ignore[dict-item]
        {**DUTY, "actions": [{**DUTY["actions"][0], "due": {"within": "1 week", "after": "call_home"}}]},  # type: ignore[dict-item]
        "unknown moment “x”",
    ),
    "what a moment is": (
        "moments",
        {"title": "Ringt", "from": {"contact": "call_home", "is": "waved"}},
        {"title": "Ringt", "from": {"contact": "call_home", "is": "agreed"}},
        "unknown answer of “call_home” “waved”; known: agreed, declined, done, reached, tried",
    ),
    "of which kind a moment's action is": (
        "moments",
        {"title": "Ringt", "from": {"meeting": "call_home"}},
        {"title": "Ringt", "from": {"contact": "call_home"}},
        "“call_home” is a contact, not a meeting",
    ),
    "counting for each guardian": (
        "triggers",
        {**TRIGGER, "when": {"times": {"at_least": 2, "of": ["call_home"], "per": "guardian"}}},
        {**TRIGGER, "when": {"times": {"at_least": 2, "of": ["call_home"]}}},
        "“call_home” is not done for each guardian",
    ),
    "another choice of absence": (
        "absences",
        {"title": "Sen", "not_within": "m"},
        {"title": "Sen", "not_within": "valid"},
        "unknown other absence “m”",
    ),
    "who pauses a rule": (
        "pause",
        {"by": "social_services", "reasons": {"ill": "Sjuk"}, "at_most": "8 weeks"},
        {"by": "rector", "reasons": {"ill": "Sjuk"}, "at_most": "8 weeks"},
        "“social_services” works outside and has no account",
    ),
    "how long for a reason": (
        "pause",
        {
            "by": "rector",
            "reasons": {"ill": "Sjuk"},
            "at_most": "8 weeks",
            "at_most_for": {"away": "2 weeks"},
        },
        {"by": "rector", "reasons": {"ill": "Sjuk"}, "at_most": "8 weeks", "at_most_for": {"ill": "2 weeks"}},
        "unknown reason “away”",
    ),
    "who grants leave": ("leave", {"by": "cook"}, {"by": "rector"}, "unknown role “cook”"),
    "who follows up": (
        "stage",
        {"follow_up": {"same_day": True, "by": "cook"}},
        {"follow_up": {"same_day": True, "by": "rector"}},
        "unknown role “cook”",
    ),
    "after what one follows up": (
        "stage",
        {"follow_up": {"same_day": True, "after": "x"}},
        {"follow_up": {"same_day": True, "after": "call_home"}},
        "unknown moment “x”",
    ),
    "with which form one follows up": (
        "stage",
        {"follow_up": {"same_day": True, "form": "poem"}},
        {"follow_up": {"same_day": True, "form": "initial_mapping"}},
        "unknown form “poem”",
    ),
    "who documents": (
        "stage",
        {"documented_by": [{"role": "cook"}]},
        {"documented_by": [{"role": "rector"}]},
        "unknown role “cook”",
    ),
}


def with_part(word: str, value: Any) -> dict[str, Any]:
    """The small model with the part in it, or in its first stage."""
    data: dict[str, Any] = read(SMALL, "small.yaml").data
    if word == "stage":
        data["stages"][0] |= value
        return data
    data[word] = {"m": value} if word in ("moments", "absences") else value if word == "pause" else [value]
    for language in data["translations"].values():
        if isinstance(data[word], dict):
            language[word] = {"reasons": {"ill": "x"}} if word == "pause" else {"m": "x"}
    for language in data["translations"].values() if "id" in value else ():
        named = {"title": "x"}
        if word == "duties":
            named["actions"] = {"act": "x"}  # type: ignore[assignment]
        language[word] = {value["id"]: named}
    return data


def problems(data: dict[str, Any]) -> list[Problem]:
    """What is wrong with the model."""
    return list(check(load_workflow(json.dumps(data), "small.yaml"), shapes()))


def said_at(data: Any, place: str) -> str:
    """What stands in the file where a problem says that it is, with the place."""
    for step in place.split("."):
        if isinstance(data, list):
            named = {str(one.get("id", number)): one for number, one in enumerate(data)}
            data = named[step]
        else:
            data = data[step]
    return f"{place}: {json.dumps(data)}"


@pytest.mark.parametrize("case", WRONG)
def test_a_word_that_names_nothing_is_refused(case):
    word, wrong, _, told = WRONG[case]
    data = with_part(word, wrong)
    (problem,) = problems(data)
    assert told in problem.message
    there = said_at(data, problem.path)
    assert [word for word in (*NAMED.findall(told), told.split()[-1]) if word in there]


@pytest.mark.parametrize("case", WRONG)
def test_a_word_that_names_something_is_taken(case):
    word, _, right, _ = WRONG[case]
    assert problems(with_part(word, right)) == []


def test_only_the_last_one_may_grant_leave_of_any_length():
    data = read(SMALL, "small.yaml").data
    data["leave"] = [{"by": "mentor"}, {"by": "rector"}]
    (problem,) = check(load_workflow(json.dumps(data), "small.yaml"), shapes())
    assert "only the last one may grant leave of any length" in problem.message
    data["leave"][0]["up_to"] = "3 days"
    assert check(load_workflow(json.dumps(data), "small.yaml"), shapes()) == []


def test_no_case_is_opened_where_students_stand_without_one():
    data = read(SMALL, "small.yaml").data
    data["stages"][0]["case"] = "none"
    (problem,) = check(load_workflow(json.dumps(data), "small.yaml"), shapes())
    assert "no case is opened in “notice”" in problem.message
