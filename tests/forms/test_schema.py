"""The schema of forms is the one that the program speaks today, and tells an editor what is wrong."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from casework.definitions import DefinitionError, read
from casework.forms.definition import load_form
from casework.forms.schema import form_schema
from tests.forms.examples import FORMS, SHIPPED, a_field, form_text, shared
from tests.forms.test_readme import BLOCKS

KEPT = FORMS.parent / "schema" / "form.json"
AGAIN = "from casework.forms.schema import form_schema as s; from casework.catalog import read_catalog as c"
MODELINE = "# yaml-language-server: $schema=../schema/form.json"


@cache
def editor() -> Draft202012Validator:
    """What an editor has of a form: the kept schema."""
    schema = json.loads(KEPT.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def underlined(text: str) -> list[str]:
    """What the editor underlines in the text."""
    return [error.message for error in editor().iter_errors(read(text, "form.yaml").data)]


def test_the_kept_schema_is_current() -> None:
    again = f"{AGAIN}; print(s(c().shared.ids()), end='')"
    assert KEPT.read_text("utf-8") == form_schema(shared().ids()), f'python -c "{again}" > {KEPT}'


@pytest.mark.parametrize("form_id", SHIPPED)
def test_a_shipped_form_names_the_schema_and_keeps_to_it(form_id: str) -> None:
    text = (FORMS / f"{form_id}.yaml").read_text("utf-8")
    assert text.startswith(MODELINE + "\n")
    assert underlined(text) == []


def test_the_whole_form_of_the_page_that_teaches_keeps_to_it() -> None:
    [whole] = [block for block in BLOCKS if "\nform:" in block]
    assert underlined(whole) == []
    assert MODELINE in (FORMS / "README.md").read_text("utf-8")


TEXT = a_field("text")
TABLE = a_field("table")
# Why → a form that neither the editor nor the program takes.
WRONG: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "an unknown kind": (a_field("chioce"), {}),
    "an unknown word": ({**TEXT, "lable": "x"}, {}),
    "a word of another kind": ({**TEXT, "unit": "kr"}, {}),
    "no label": ({"id": "asked", "kind": "text"}, {}),
    "an empty label": ({**TEXT, "label": ""}, {}),
    "no options": (a_field("choice", options={}), {}),
    "an unknown shared list": (a_field("multi", options="colours"), {}),
    "a forbidden option": (a_field("choice", options={"on": "På"}), {}),
    "a forbidden id": ({**TEXT, "id": "no"}, {}),
    "an id of the page around it": ({**TEXT, "id": "revision"}, {}),
    "an id with a space": ({**TEXT, "id": "two words"}, {}),
    "an unknown class": (TEXT, {"class": "secret"}),
    "an unknown language": (TEXT, {"language": "da"}),
    "a version that is no number": (TEXT, {"version": "one"}),
    "an unknown voice": ({**TEXT, "voice": "mentor"}, {}),
    "a word for a truth": ({**TEXT, "optional": "yes"}, {}),
    "a table without columns": ({**TABLE, "columns": []}, {}),
    "a column that cannot be one": ({**TABLE, "columns": [a_field("multi")]}, {}),
    "a value that is not computed": (a_field("computed", of="shoe_size"), {}),
    "an unknown record": ({**TEXT, "from": [{"record": "guardian"}]}, {}),
    "an unknown moment": (a_field("date", when="soon"), {}),
    "no sections": (TEXT, {"sections": []}),
}


@pytest.mark.parametrize(("field", "top"), WRONG.values(), ids=WRONG.keys())
def test_the_editor_underlines_what_the_program_refuses(field: dict[str, Any], top: dict[str, Any]) -> None:
    text = form_text(field, **top)
    assert underlined(text)
    with pytest.raises(DefinitionError):
        load_form(text, "talk.yaml", shared())


KINDS = ("text", "choice", "multi", "scale", "table", "computed", "consent", "date", "number", "yes_no")


@pytest.mark.parametrize("kind", KINDS)
def test_the_editor_leaves_alone_what_the_program_takes(kind: str) -> None:
    text = form_text(a_field(kind))
    assert underlined(text) == []
    assert load_form(text, "talk.yaml", shared()).id == "talk"


def test_an_editor_reads_the_file_as_the_program_does() -> None:
    """Editors read YAML 1.2, where `no` and days are words; nothing in our files is read otherwise there."""
    for form_id in SHIPPED:
        text = (FORMS / f"{form_id}.yaml").read_text("utf-8")
        assert yaml.load(text, Loader=_Core) == read(text, form_id).data  # noqa: S506 a loader of plain values


class _Core(yaml.SafeLoader):
    """YAML 1.2 as editors read it: only null, booleans in lower case, and numbers are not words."""


_Core.yaml_implicit_resolvers = {}
for tag, form, first in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", ["t", "f"]),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?$", list("-+.0123456789")),
):
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(form), first)
