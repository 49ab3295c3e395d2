"""A definition file is read as plain words with their lines; everything cleverer than that is refused."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ConfigDict

from casework.definitions import DefinitionError, Document, Problem, read, spoken_path
from casework.remarks import Remark


def refused(text: str) -> str:
    """What is said about the text."""
    with pytest.raises(DefinitionError) as error:
        read(text, "a.yaml")
    return str(error.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1, 2", "a.yaml:2: not readable: did not find expected ',' or ']'"),
        ("a: b: c", "a.yaml:1: not readable: a text that holds a colon stands in quotes"),
        ("a: &here 1\nb: *here", "a.yaml:1: anchors and aliases (& and *) are not used here"),
        ("a: 1\nb: !!python/object:os.system x", "a.yaml:2: tags (!) are not used here"),
        ("&here a: 1", "a.yaml:1: anchors and aliases (& and *) are not used here"),
        ("a: 1\n!x b: 2", "a.yaml:2: tags (!) are not used here"),
        ("a: &here [1]", "a.yaml:1: anchors and aliases (& and *) are not used here"),
        ("? {a: {b: 1}}\n: c", "a.yaml:1: a word must stand before the colon"),
        ("a: 1\nb: 2\na: 3", "a.yaml:3: “a” stands twice; keep one of them"),
        ("a:\n  - {id: x, c: 1, c: 2}", "a.yaml:2: a.x: “c” stands twice"),
        ("- a\n- b", "a.yaml:1: the file must be one map of words"),
        ("", "a.yaml:1: the file must be one map of words"),
        ("just a text", "a.yaml:1: the file must be one map of words"),
        ("a: 1\n---\nb: 2", "a.yaml:2: not readable"),
        ("? [a, b]\n: c", "a.yaml:1: a word must stand before the colon"),
        ("a: \x07", "a.yaml: not readable"),
        ("a: \0", "a.yaml: not readable"),
        ("a: \ud800", "a.yaml: not readable"),
    ],
)
def test_a_text_that_is_not_plain_is_refused(text, message):
    assert message in refused(text)


@pytest.mark.parametrize("text", ["a: " + "[" * 100_000, "a: " + "[" * 5_000 + "]" * 5_000, "{a: " * 10_000])
def test_a_deep_nesting_is_refused_before_it_is_built(text):
    assert "nested deeper than 30 levels" in refused(text)


def test_two_megabytes_are_refused_unread():
    assert refused("a: |\n" + "  text\n" * 300_000) == "a.yaml: larger than 256 KiB"


def test_a_text_just_within_the_size_is_read():
    text = "a: >-\n  " + "å" * 100_000
    assert len(read(text, "a.yaml").data["a"]) == 100_000


@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "off", "True", "2026-08-01", "1.5", "08:30", "1e3", "0x1f", "1_000"]
)
def test_a_plain_word_stays_the_word_that_it_is(word):
    assert read(f"a: {word}", "a.yaml").data == {"a": word}


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("false", False), ("12", 12), ("-3", -3), ("", None), ("~", None)]
)
def test_only_true_false_and_bare_digits_are_more_than_words(text, value):
    assert read(f"a: {text}", "a.yaml").data == {"a": value}


@pytest.mark.parametrize("text", ['"true"', '"12"', "'no'", '""'])
def test_what_stands_in_quotes_is_a_text(text):
    assert read(f"a: {text}", "a.yaml").data == {"a": text[1:-1]}


def test_a_key_is_always_a_word():
    assert read("1: a\nno: b\n~: c", "a.yaml").data == {"1": "a", "no": "b", "~": "c"}


def test_every_path_knows_its_line():
    document = read("a:\n  - id: x\n    b: 1\n  - id: y\n    b: 2\n", "a.yaml")
    assert document.lines[("a",)] == 1
    assert document.lines[("a", 1)] == 4
    assert document.lines[("a", 1, "b")] == 5


def test_a_problem_below_the_file_stands_at_the_nearest_line_above():
    document = read("a:\n  - id: x\n    b: 1\n", "a.yaml")
    assert document.problem(("a", 0, "missing"), "…") == Problem("a.yaml", 2, "a.x.missing", Remark("…"))


def test_a_path_is_spoken_with_ids_where_there_are_some():
    data = {"stages": [{"id": "help", "actions": [{"title": "no id"}]}]}
    assert spoken_path(data, ("stages", 0, "actions", 0)) == "stages.help.actions.0"


def test_a_problem_without_a_line_or_path_is_told_without_them():
    assert str(Problem("a.yaml", 0, "", Remark("gone"))) == "a.yaml: gone"
    assert str(Problem("a.yaml", 3, "b.c", Remark("gone"))) == "a.yaml:3: b.c: gone"


class Small(BaseModel):
    """Something to validate against."""

    model_config = ConfigDict(extra="forbid")
    name: str
    size: int = 1


def test_a_document_of_the_right_shape_becomes_the_model():
    assert read("name: a\nsize: 2", "a.yaml").validated(Small) == Small(name="a", size=2)


def test_a_document_of_the_wrong_shape_is_refused_with_every_problem():
    with pytest.raises(DefinitionError) as error:
        read("nam: a\nsize: x", "a.yaml").validated(Small)
    told = [str(problem) for problem in error.value.problems]
    assert told == [
        "a.yaml:1: name: “name” is missing",
        "a.yaml:2: size: must be a whole number",
        "a.yaml:1: nam: unknown word “nam”; known: name, size, translations",
    ]


def test_a_document_is_a_value():
    assert Document("a.yaml", {}, {}) == Document("a.yaml", {}, {})
