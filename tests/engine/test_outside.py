"""What a model names outside itself must be there: kinds of documents, and the dates of forms."""

from __future__ import annotations

import json
from typing import Any

import pytest

from casework.definitions import read
from casework.engine.outside import Known, not_there
from casework.engine.workflow import LocalisedWorkflow, load_workflow
from tests.engine.examples import SMALL, shapes

KNOWN = Known(shapes(), {"initial_mapping": frozenset({"starts_on"})}, frozenset({"attest", "log"}))


def model(**words: Any) -> LocalisedWorkflow:
    """The small model with a document or a date in it."""
    data = read(SMALL, "small.yaml").data
    stage = data["stages"][1]
    if "what" in words:
        stage["actions"].append(
            {
                "id": "ask",
                "do": "request",
                "title": "Be",
                "by": "mentor",
                "from": "home",
                "what": words["what"],
            }
        )
    if "document" in words:
        written = {"id": "ask", "do": "documentation", "title": "Skriv", "by": "mentor"}
        stage["actions"].append({**written, "in": words["document"]})
    if "place" in words:
        stage["documented_by"] = [{"role": "mentor", "in": words["place"]}]
    if "asked" in words:
        data["transitions"][2]["needs"].append({"document": words["asked"]})
    if "field" in words:
        data["moments"] = {"m": {"title": "M", "from": {"form": "initial_mapping", "field": words["field"]}}}
    for language in data["translations"].values():
        language["actions"] |= {"ask": "x"} if "what" in words or "document" in words else {}
        language |= {"moments": {"m": "x"}} if "field" in words else {}
    return load_workflow(json.dumps(data), "small.yaml")


@pytest.mark.parametrize("word", ["what", "document", "place", "asked"])
def test_a_document_of_no_kind_is_refused(word):
    assert not_there(model(**{word: "log"}), KNOWN) == []
    (problem,) = not_there(model(**{word: "lgo"}), KNOWN)
    assert "unknown kind of document “lgo”; known: attest, log" in problem.message


def test_a_date_that_the_form_does_not_ask_for_is_refused():
    assert not_there(model(field="starts_on"), KNOWN) == []
    (problem,) = not_there(model(field="stars_on"), KNOWN)
    assert "unknown date of “initial_mapping” “stars_on” (did you mean “starts_on”?)" in problem.message
