"""The schema in the workflows folder is the one that the engine speaks today."""

from __future__ import annotations

import json

from casework.engine.actions import KINDS as ACTIONS
from casework.engine.guards import KINDS as GUARDS
from casework.engine.schema import workflow_schema
from tests.engine.examples import WORKFLOWS, five_step

KEPT = WORKFLOWS / "schema" / "workflow.json"


def test_the_kept_schema_is_current():
    again = "from casework.engine.schema import workflow_schema; print(workflow_schema(), end='')"
    assert KEPT.read_text("utf-8") == workflow_schema(), f'python -c "{again}" > {KEPT}'


def test_the_schema_knows_every_word_of_the_shipped_model():
    schema = json.loads(workflow_schema())
    assert set(five_step().document.data) <= set(schema["properties"])
    assert set(schema["properties"]["translations"]["properties"]) == {"sv", "nb", "en"}


def test_the_schema_knows_every_kind():
    defined = json.loads(workflow_schema())["$defs"]
    assert {kind.__name__ for kind in (*ACTIONS.values(), *GUARDS.values())} <= set(defined)


def test_a_guard_may_stand_as_its_bare_word():
    guard = json.loads(workflow_schema())["$defs"]["Guard"]
    assert {"enum": ["reason", "tasks_settled"]} in guard["anyOf"]
