"""A form file is loaded whole, or refused with every reason and the place of each."""

from __future__ import annotations

import hashlib

import pytest

from casework.definitions import DefinitionError
from casework.forms.definition import load_form
from tests.forms.examples import FORMS, SHIPPED, a_field, form_of, form_text, shipped

CHOICE = a_field("choice", "how")
TEXT = a_field("text", "why")
TABLE = a_field("table", "rows")

REFUSED = {
    "an unknown kind": (
        [a_field("chioce")],
        "unknown word “chioce” (did you mean “choice”?); known: yes_no, choice",
    ),
    "a kind that a column cannot have": (
        [a_field("table", columns=[a_field("multi", "what")])],
        "unknown word “multi”; known: text, longtext",
    ),
    "an unknown word": (
        [a_field("text", lable="x")],
        "unknown word “lable” (did you mean “label”?); known: class, covers, from, help",
    ),
    "a missing label": ([{"id": "x", "kind": "text"}], "“label” is missing"),
    "a missing kind": ([{"id": "x", "label": "X"}], "“kind” is missing"),
    "an unknown shared list": ([a_field("choice", options="colours")], "unknown shared list “colours”"),
    "no options": ([a_field("choice", options={})], "at least one option is needed"),
    "a condition on an unknown field": (
        [CHOICE, {**TEXT, "shown_if": {"hwo": ["phone"]}}],
        "“hwo” is not a field of the form; known: how",
    ),
    "a condition on a later field": (
        [{**TEXT, "shown_if": {"how": ["phone"]}}, CHOICE],
        "“how” stands later in the form",
    ),
    "a condition on a text": (
        [TEXT, {**CHOICE, "shown_if": {"why": ["x"]}}],
        "a condition needs a field of kind choice, multi or yes_no",
    ),
    "a condition on an unknown option": (
        [CHOICE, {**TEXT, "shown_if": {"how": ["letter"]}}],
        "unknown option “letter”; known: phone, visit",
    ),
    "a condition without options": ([CHOICE, {**TEXT, "shown_if": {"how": []}}], "name at least one answer"),
    "a field id used twice": ([TEXT, {**TEXT}], "two fields are called “why”"),
    "a column id used twice": (
        [a_field("table", columns=[a_field("text", "a"), a_field("date", "a")])],
        "two columns are called “a”",
    ),
    "a demand on an unknown column": (
        [{**TABLE, "must_include": {"area": ["school"]}}],
        "“area” is not a column to choose in",
    ),
    "more rows needed than allowed": ([{**TABLE, "at_least": 4, "at_most": 3}], "more than at_most (3)"),
    "a condition in a column": (
        [a_field("table", columns=[{**TEXT, "shown_if": {"how": ["phone"]}}])],
        "a column has no shown_if",
    ),
    "a forbidden word as id": ([{**TEXT, "id": "no"}], "“no” cannot be an id"),
    "the name of an input of the page as id": ([{**TEXT, "id": "do"}], "“do” cannot be a field's id"),
    "an id with a space": ([{**TEXT, "id": "two words"}], "use small letters a–z"),
    "a forbidden word as option": (
        [a_field("choice", options={"on": "På"})],
        "“on” cannot be an option's id",
    ),
    "a scale with some of its texts": ([a_field("scale", options={"0": "Inte"})], "needs all of “0” to “4”"),
    "a voice that is computed": ([a_field("computed", voice="student")], "a computed field has no voice"),
    "a word for a truth": ([{**TEXT, "optional": "yes"}], "must be true or false"),
    "no fields": ([], "at least one field is needed"),
}


@pytest.mark.parametrize(("fields", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_form_is_refused_for(fields, reason):
    with pytest.raises(DefinitionError) as caught:
        load_form(form_text(*fields), "talk.yaml")
    assert reason in str(caught.value)
    assert str(caught.value).startswith("talk.yaml:1: ")


def test_a_form_is_allowed_when_all_of_that_is_right():
    condition = {**TEXT, "shown_if": {"how": ["phone"]}}
    rows = {**TABLE, "columns": [CHOICE], "must_include": {"how": ["visit"]}, "at_least": 2}
    assert [field.id for field in form_of(CHOICE, condition, rows).all_fields()] == ["how", "why", "rows"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sections": []}, "at least one section is needed"),
        ({"class": "secret"}, "unknown word “secret”; known: open, school, student_health"),
        ({"version": 0}, "version"),
        ({"language": "de"}, "language: unknown word “de”; known: sv, nb, en"),
        ({"form": "walk"}, "the file must be called walk.yaml"),
        ({"colour": "blue"}, "unknown word “colour”; known: class, form, guidance"),
    ],
)
def test_a_form_is_refused_for_its_head(change, reason):
    with pytest.raises(DefinitionError) as caught:
        load_form(form_text(TEXT, **change), "talk.yaml")
    assert reason in str(caught.value)


BODY = """
form: talk
version: 1
language: sv
title: Samtal
class: school
sections:
  - id: part
    title: Del
    fields:
      - {id: why, kind: text, label: "Varför?"}
"""

FOOT = """translations:
  nb:
    title: Samtale
    sections: {part: Del}
    fields:
      why: Hvorfor?
  en:
    title: Talk
    sections: {part: Part}
    fields:
      why: Why?
"""

TRANSLATED = BODY + FOOT


@pytest.mark.parametrize(
    ("said", "instead", "reason"),
    [
        ("      why: Hvorfor?\n", "      {}\n", "no translation to nb: “Varför?”"),
        ("      why: Hvorfor?\n", "      who: Hvem?\n", "translates “who”, which is not in the file"),
        ("why: Hvorfor?", "why: {label: Hvorfor?, id: who}", "why.id: a translation must be a text"),
        ("  nb:\n", "  no:\n", "unknown language “no”; known: nb, en"),
        ("    fields:\n      why: Hvorfor?\n", "    fields: [why]\n", "a translation must be a text where"),
        (FOOT, "translations: x\n", "must be one map of texts"),
    ],
)
def test_a_translation_is_refused_that_is_not_one(said, instead, reason):
    assert said in TRANSLATED
    load_form(TRANSLATED, "talk.yaml")
    with pytest.raises(DefinitionError) as caught:
        load_form(TRANSLATED.replace(said, instead), "talk.yaml")
    assert reason in str(caught.value)


def test_a_problem_names_file_line_and_place():
    with pytest.raises(DefinitionError) as caught:
        load_form(TRANSLATED.replace("kind: text", "kind: txet"), "talk.yaml")
    assert str(caught.value).startswith("talk.yaml:11: sections.part.fields.why.kind: unknown word “txet”")


def test_a_section_may_be_for_fewer_than_the_form():
    sections = [
        {"id": "one", "title": "Ett", "fields": [TEXT]},
        {"id": "two", "title": "Två", "class": "medical", "fields": [{**TEXT, "id": "health"}]},
    ]
    form = form_of(sections=sections)
    assert [section.confidentiality for section in form.sections] == ["school", "medical"]
    assert form.field("health").confidentiality == "medical"


@pytest.mark.parametrize(("first", "allowed"), [("school", True), ("medical", False)])
def test_a_condition_may_not_tell_what_its_reader_may_not_read(first, allowed):
    sections = [
        {"id": "one", "title": "Ett", "class": first, "fields": [CHOICE]},
        {"id": "two", "title": "Två", "fields": [{**TEXT, "shown_if": {"how": ["phone"]}}]},
    ]
    text = form_text(sections=sections)
    if allowed:
        assert load_form(text, "talk.yaml")
    else:
        with pytest.raises(DefinitionError, match="may be read by fewer"):
            load_form(text, "talk.yaml")


def test_the_sum_is_of_the_text_as_it_was_read_with_the_shared_lists():
    text = form_text(TEXT)
    form = load_form(text, "talk.yaml")
    assert (form.sha, form.text) == (hashlib.sha256(f"{text}\0".encode()).hexdigest(), text)


def test_a_field_that_is_not_there_is_not_found():
    form = form_of(TEXT)
    assert form.field("why").label == "Frågan why"
    with pytest.raises(KeyError):
        form.field("other")


@pytest.mark.parametrize("form_id", SHIPPED)
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_every_shipped_form_speaks_every_language(form_id, language):
    form = shipped(form_id).in_language(language)
    own = shipped(form_id).in_language("sv")
    assert form.id == form_id == (FORMS / f"{form_id}.yaml").stem
    assert [field.id for field in form.all_fields()] == [field.id for field in own.all_fields()]
    assert (form.title != own.title) == (language != "sv")
