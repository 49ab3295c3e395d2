"""Every word of a model that names something is looked up, and told of where it stands if nothing is there.

Tried on the model that says everything: all its names are made into one that there is not, all at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import pytest

from casework.definitions import Path, Problem, read, spoken_path
from casework.engine.check import check
from casework.engine.workflow import LocalisedWorkflow, Workflow
from tests.engine.examples import shapes
from tests.routines.everything import FILE, data

# The word of the language → what is named after it.
NAMES = {
    "about": "mark",
    "after": "moment",
    "approved_by": "role",
    "arrangement": "arrangement, action",
    "before": "action",
    "by": "role",
    "called_by": "role",
    "consent": "consent",
    "contact": "contact, action",
    "counting": "absence",
    "covers": "demand",
    "decision": "decision, action",
    "documentation": "action",
    "during": "action",
    "entered": "stage",
    "finalised": "form",
    "for": "cohort",
    "form": "form",
    "from": "stage, party",
    "group": "cohort",
    "in_row": "row",
    "in_stage": "stage",
    "invite": "party",
    "meeting": "meeting, action",
    "not_within": "other absence",
    "not_yet": "action",
    "notice": "notice, action",
    "of": "action, absence",
    "opens": "action",
    "overdue": "action",
    "owner": "role",
    "proposes": "stage",
    "raised_by": "role",
    "recorded": "moment",
    "report": "report, action",
    "request": "action",
    "rights_as": "role",
    "role": "role",
    "same_as": "action",
    "show": "place",
    "since": "moment",
    "started": "form",
    "task": "action",
    "tell": "role",
    "to": "stage, party",
    "together_with": "role",
    "with": "party, action",
    "work": "action",
}
# The same for what is looked up in something that must be there itself.
FORMS_HERE = {"renew": "form", "to_form": "form"}
WITHIN = {"is": "mark, trait, answer", "is_not": "mark, trait", "asks": "question"}
# What may stand after such a word and names nothing.
PLAIN = re.compile("[0-9].* .*|once|scheduled_in_window|end_of_day|tried")
TOLD = re.compile("unknown ([a-z ]+?)( of “[^”]+”)?( of this model| of a student in a case)? “moon”")
# Places that are told of as a whole.
WHOLE = {("student", "is"), ("student", "is_not"), ("cohort", "group"), ("in", "since"), ("in", "during")}


def named(value: Any, words: Mapping[str, str], path: Path = ()) -> Iterator[Path]:
    """Where in the data a name stands after one of the words."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from named(inner, words, (*path, key))
    elif word_of(path) in words and isinstance(value, str) and not PLAIN.fullmatch(value):
        yield path


def renamed(words: Mapping[str, str]) -> dict[str, Any]:
    """The data with each of those names made into one of nothing."""
    model = deepcopy(data())
    for path in named(data(), words):
        here: Any = model
        for step in path[:-1]:
            here = here[step]
        here[path[-1]] = "moon"
    return model


def word_of(path: Path) -> str:
    """The word that the last thing of the path stands after."""
    return next((one for one in reversed(path) if isinstance(one, str)), "")


def place(path: Path) -> str:
    """Where it is told of what stands at the path."""
    while isinstance(path[-1], int):
        path = path[:-1]
    return spoken_path(data(), path[:-1] if path[-2:] in WHOLE else path)


def alone(model: Any) -> LocalisedWorkflow:
    """The model of the data, which nobody has translated."""
    document = read(json.dumps(model, indent=1), FILE.name)
    rules = {document.data["language"]: document.validated(Workflow)}
    return LocalisedWorkflow(document.source, "", document, rules)


def problems(model: Any) -> list[Problem]:
    """What is wrong with the model of the data."""
    return check(alone(model), shapes())


@pytest.mark.parametrize("words", [NAMES, FORMS_HERE, WITHIN], ids=["names", "forms", "within"])
def test_every_name_of_what_is_not_there_is_told_of_where_it_stands(words: Mapping[str, str]) -> None:
    model = renamed(words)
    wanted = {place(path): words[word_of(path)] for path in named(data(), words)}
    told = [(re.sub(r"\.[0-9]+$", "", one.path), TOLD.match(one.message)) for one in problems(model)]
    found = {where: match[1] for where, match in told if match}
    assert found.keys() == wanted.keys()
    assert {where: kind for where, kind in found.items() if kind not in wanted[where].split(", ")} == {}
    assert all(one.line > 1 for one in problems(model))


# What the model says beyond what any school could: it is there for the sentences.
BEYOND = {
    "absences.short.each": "“lesson” cannot be told where absence is registered by “session”",
    "guidance.duty_task.show": "unknown place “tell_fund”",
    "moments.told.from": "“letter” is sent by the program, and nothing is reported on it",
    "stages.first.actions.call.by.1": "“coach” works outside and has no account",
    "stages.first.actions.call.if.0.answered.school_factors": "unknown choice field of “initial_mapping”",
    "stages.first.actions.call.needs.1.any.0.student": "unknown trait of a student in a case “harm”",
    "stages.first.actions.letter.channel": "the program does not send by “letter”",
    "stages.first.actions.letter.receipt": "“letter” is sent by the program, and nothing is reported on it",
    "stages.first.actions.report.by.0": "unknown role “whoever_raised_it”",
    "stages.first.actions.visit_home.each_time.lesson": "“lesson” cannot be told where absence is registered",
    "stages.second.actions.contribute.asks.0": "unknown question of “initial_mapping” “school_factors”",
    "transitions.on.id": "“on” is a word of the program's own",
    "transitions.on.needs.2.notice": "“letter” is sent by the program, and nothing is reported on it",
    "transitions.on.needs.13.student": "unknown trait of a student in a case “plan”",
    "triggers.to_second.when.any.1.percent": "“lessons” cannot be told where absence is registered",
}


def test_every_name_of_what_is_there_is_taken() -> None:
    found = {one.path: one.message for one in reversed(problems(data()))}
    assert found.keys() == BEYOND.keys()
    assert [where for where, message in found.items() if not message.startswith(BEYOND[where])] == []
