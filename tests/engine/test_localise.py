"""A file says everything in one language and its texts in all; a rule is the same whatever the language."""

from __future__ import annotations

import pytest

from casework.definitions import DefinitionError, read
from casework.localise import LANGUAGES, localised, texts
from tests.engine.examples import five_step, small

FILE = """\
language: sv
title: Rubrik
parts:
  - {id: one, title: Ett, owner: mentor, options: {here: Här}}
  - {id: two, title: Två, help: Hjälp}
translations:
  nb: {title: Overskrift, parts: {one: {title: En, options: {here: Her}}, two: {title: To, help: Hjelp}}}
  en: {title: Heading, parts: {one: {title: One, options: {here: Here}}, two: {title: Two, help: Help}}}
"""


def told(text: str) -> list[str]:
    """What is said about the text."""
    with pytest.raises(DefinitionError) as error:
        localised(read(text, "a.yaml"))
    return [str(problem) for problem in error.value.problems]


def test_the_file_is_given_in_every_language():
    found = localised(read(FILE, "a.yaml"))
    assert [found[language].data["title"] for language in LANGUAGES] == ["Rubrik", "Overskrift", "Heading"]
    assert found["en"].data["parts"][0]["options"] == {"here": "Here"}
    assert [found[language].data["language"] for language in LANGUAGES] == list(LANGUAGES)


def test_no_language_holds_the_translations():
    assert all("translations" not in one.data for one in localised(read(FILE, "a.yaml")).values())


def test_the_rules_are_the_same_in_every_language():
    assert {one.data["parts"][0]["owner"] for one in localised(read(FILE, "a.yaml")).values()} == {"mentor"}


def test_a_bare_text_is_the_title_of_what_has_no_more():
    text = (
        FILE.replace(", help: Hjälp", "")
        .replace("{title: To, help: Hjelp}", "To")
        .replace("{title: Two, help: Help}", "Two")
    )
    assert localised(read(text, "a.yaml"))["nb"].data["parts"][1]["title"] == "To"


WRONG = {
    "a text left out": (", help: Hjelp}", "}", "a.yaml:5: parts.two.help: no translation to nb: “Hjälp”"),
    "a language left out": ("  nb: {title", "  en2: {title", "unknown language “en2”; known: nb, en"),
    "an element that is not there": (
        "two: {title: To",
        "three: {title: To",
        "translates “three”, which is not in the file",
    ),
    "a rule": (
        "one: {title: En,",
        "one: {title: En, owner: rektor,",
        "parts.one.owner: a translation must be a text where",
    ),
    "an id": (
        "one: {title: En,",
        "one: {title: En, id: en,",
        "parts.one.id: a translation must be a text where",
    ),
    "a list for a text": (
        "title: Overskrift",
        "title: [Overskrift]",
        "a translation must be a text where the file has a text",
    ),
    "a text for a list": ("parts: {one: {title: One,", "parts: One #", "not readable"),
}


@pytest.mark.parametrize("case", list(WRONG)[:-1])
def test_a_translation_is_refused_for(case):
    old, new, message = WRONG[case]
    assert FILE.count(old) == 1
    assert any(message in line for line in told(FILE.replace(old, new)))


@pytest.mark.parametrize("foot", ["translations: text", "translations: [nb]", "translations: {nb: text}"])
def test_translations_that_are_no_maps_are_refused(foot):
    assert any("must be one map of texts" in line for line in told(f"language: sv\ntitle: Rubrik\n{foot}\n"))


TWICE = {
    "two transitions": ("{id: again, kind", "{id: back, kind", "small.yaml:62: transitions.back.id"),
    "two texts": (
        "text: Fråga först.}",
        "text: Fråga först.}\n  - {id: tone, show: model, text: Fråga sedan.}",
        "small.yaml:14: guidance.tone.id",
    ),
    "actions of two stages": (
        "      - id: way\n",
        "      - id: call_home\n",
        "stages.help.actions.call_home.id",
    ),
}


@pytest.mark.parametrize("case", TWICE)
def test_an_id_that_stands_twice_is_refused(case):
    old, new, place = TWICE[case]
    with pytest.raises(DefinitionError) as error:
        small((old, new))
    assert [problem.message.split("”")[-1] for problem in error.value.problems] == [" stands twice"]
    assert place in str(error.value)


def test_an_unknown_language_of_the_file_is_refused():
    assert told("language: fi\ntitle: Otsikko") == [
        "a.yaml:1: language: unknown language “fi”; known: sv, nb, en"
    ]


def test_every_text_is_found_and_no_rule_and_no_quoted_source():
    data = {
        "title": "A",
        "owner": "mentor",
        "source": {"document": "x", "title": "y"},
        "parts": [{"label": "B"}],
    }
    assert list(texts(data)) == [(("title",), "A"), (("parts", 0, "label"), "B")]


def test_actions_are_translated_by_their_id_whatever_their_stage():
    assert small().in_language("en").action("call_home").title == "Call home"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_model_speaks_every_language(language):
    workflow = five_step().in_language(language)
    assert workflow.language == language
    assert workflow.title
    assert all(stage.title and stage.name for stage in workflow.stages)


def test_no_text_of_the_shipped_model_is_left_in_swedish():
    own = dict(texts(five_step().in_language("sv").model_dump()))
    for language in ("nb", "en"):
        other = dict(texts(five_step().in_language(language).model_dump()))
        same = {text for path, text in own.items() if other[path] == text and len(text) > 12}
        assert same == set()
