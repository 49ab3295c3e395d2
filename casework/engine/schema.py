"""The words of a model as JSON Schema, for editors that help while a file is written."""

from __future__ import annotations

import json
from typing import Any

from casework.engine.workflow import Workflow
from casework.localise import LANGUAGES

BARE_WORDS = ("reason", "tasks_settled")
TITLE = "An absence model"


def workflow_schema() -> str:
    """The schema as it stands in `casework/workflows/schema/workflow.json`."""
    schema = Workflow.model_json_schema(by_alias=True)
    schema |= {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": TITLE}
    schema["properties"]["translations"] = {
        "type": "object",
        "properties": {language: {"type": "object"} for language in LANGUAGES},
        "additionalProperties": False,
    }
    _share_guards(schema["$defs"])
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _share_guards(definitions: dict[str, Any]) -> None:
    """A guard is described once; one without parameters may stand as its bare word."""
    for definition in [*definitions.values()]:
        for word in ("needs", "if", "any"):
            place = definition.get("properties", {}).get(word, {})
            if "items" in place:
                definitions["Guard"] = {"anyOf": [place["items"], {"enum": list(BARE_WORDS)}]}
                place["items"] = {"$ref": "#/$defs/Guard"}
