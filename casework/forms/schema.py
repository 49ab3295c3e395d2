"""The words of a form as JSON Schema, for editors that complete and underline while a file is written."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from casework.definitions import FORBIDDEN_IDS
from casework.forms.base import BUILT_IN_ANSWERS, ID_FORM, LONGEST_ID, OPTION_FORM, RESERVED_IDS
from casework.forms.definition import Form
from casework.localise import LANGUAGES


def form_schema(lists: Sequence[str]) -> str:
    """The schema as it stands in `casework/workflows/schema/form.json`; lists: names of shared lists."""
    schema = Form.model_json_schema(by_alias=True)
    schema["properties"]["form"] |= an_id(ID_FORM)
    for element in schema["$defs"].values():
        if "id" in element["properties"]:
            element["properties"]["id"] |= an_id(ID_FORM)
    for kind in ("Choice", "Multi"):
        words = schema["$defs"][kind]["properties"]
        names = an_id(OPTION_FORM) | {"not": {"enum": sorted(FORBIDDEN_IDS - BUILT_IN_ANSWERS)}}
        own = {**words["options"], "minProperties": 1, "propertyNames": names}
        words["options"] = {"anyOf": [own, {"enum": sorted(lists)}]}
    schema["properties"]["sections"]["minItems"] = 1
    fields = schema["$defs"]["Section"]["properties"]["fields"]
    fields["minItems"] = 1
    fields["items"]["properties"] = {
        "id": {"not": {"enum": sorted(RESERVED_IDS)}}
    }  # columns may be called so
    schema["$defs"]["Table"]["properties"]["columns"]["minItems"] = 1
    return written(schema, "A form")


def an_id(form: re.Pattern[str]) -> dict[str, Any]:
    """What may stand as an id: its form, its length, and the words that are never one."""
    pattern = "^" + form.pattern.replace(r"\Z", "$")
    return {"pattern": pattern, "maxLength": LONGEST_ID, "not": {"enum": sorted(FORBIDDEN_IDS)}}


def written(schema: dict[str, Any], title: str) -> str:
    """The schema of a file with translations at its foot, as the text of a schema file."""
    schema |= {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    schema["properties"]["translations"] = {
        "type": "object",
        "properties": {language: {"type": "object"} for language in LANGUAGES},
        "additionalProperties": False,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
