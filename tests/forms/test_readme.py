"""The page that teaches how to write a form tells the truth: its examples work, and no kind is left out."""

from __future__ import annotations

import re
from typing import get_args

import pytest
import yaml

from casework.forms.base import RESERVED_IDS
from casework.forms.definition import AnyField, load_form
from tests.forms.examples import FORMS, form_of

README = (FORMS / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
FIELDS = [each for block in BLOCKS if block.startswith("- id:") for each in yaml.safe_load(block)]
KINDS = [get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(get_args(AnyField)[0])]


@pytest.mark.parametrize("field", FIELDS, ids=[field["id"] for field in FIELDS])
def test_each_example_of_a_field_is_one(field):
    assert form_of(field).field(field["id"]).kind == field["kind"]


def test_the_whole_form_of_the_page_is_one():
    [whole] = [block for block in BLOCKS if "\nform:" in block]
    assert load_form(whole, "home_talk.yaml").in_language("en").title == "Talk with the home"


def test_every_kind_has_an_example():
    assert {field["kind"] for field in FIELDS} == set(KINDS)


def test_every_word_of_a_field_is_told():
    for kind in get_args(get_args(AnyField)[0]):
        for name, field in kind.model_fields.items():
            word = field.alias or name
            assert f"`{word}`" in README or f"{word}:" in README, word


def test_every_reserved_name_is_told():
    assert all(f"`{name}`" in README for name in RESERVED_IDS)
