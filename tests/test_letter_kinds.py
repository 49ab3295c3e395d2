"""The kinds of letters are read whole and in every language, or refused with file, line and known words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from casework.catalog import PRODUCT, product, questions_of
from casework.definitions import DefinitionError, read
from casework.letter_kinds import VALUES, letter_schema, load_letter
from casework.letters.values import TITLES
from casework.localise import LANGUAGES
from casework.own_definitions import with_own
from tests.cli.terminal import run

FOLDER = PRODUCT / "letters"
KEPT = PRODUCT / "schema" / "letter.json"
FORMS = {"home_talk": ["talked_on", "agreed"]}
# What the authorities of the five routines send, and what each country has besides.
KINDS = {
    "action_plan": "school",
    "authority_report": "school",
    "certificate_request": "school",
    "concern_report_summary": "student_health",
    "home_municipality_notice": "school",
    "information_letter_injunction": "school",
    "meeting_invitation": "school",
    "meeting_minutes": "school",
    "routine_information": "open",
    "student_finance_basis": "school",
    "youth_followup_handover": "school",
}
SMALL = """\
letter: small
language: sv
title: Litet brev
help: Till hemmet.
class: school
to: [home]
parts:
  - id: about
    facts: [student, school]
  - id: talk
    title: Samtalet
    answers: {form: home_talk, fields: [agreed]}
  - id: own
    write: true
    text: Hej {student}!
translations:
  nb:
    title: Lite brev
    help: Til hjemmet.
    parts: {talk: Samtalen, own: {text: "Hei {student}!"}}
  en:
    title: Small letter
    help: To the home.
    parts: {talk: The talk, own: {text: "Hello {student}!"}}
"""
FACTS = "    facts: [student, school]"
PARTS = SMALL[SMALL.index("parts:") : SMALL.index("translations")]
# Why → what is changed in the small file, and what is said.
REFUSED = {
    "an unknown value": ("facts: [student,", "facts: [pupil,", "small.yaml:9: parts.about.facts.0: unknown"),
    "an unknown place": (
        "Hej {student}",
        "Hej {pupil}",
        "small.yaml:15: parts.own.text: unknown value “pupil",
    ),
    "one in a translation": (
        "Hei {student}",
        "Hei {elev}",
        "small.yaml:20: translations.nb.parts.own.text: unknown value “elev”",
    ),
    "an unknown form": ("form: home_talk", "form: talk", "parts.talk.answers.form: unknown form “talk”"),
    "an unknown question": (
        "fields: [agreed]",
        "fields: [agree]",
        "parts.talk.answers.fields.0: unknown question “agree” (did you mean “agreed”?); known: talked_on",
    ),
    "nobody": ("to: [home]", "to: []", "a letter goes `to` somebody"),
    "somebody unknown": ("to: [home]", "to: [police]", "small.yaml:6: to.0: unknown word “police”; known: "),
    "no parts": (PARTS, "parts: []\n", "at least one part"),
    "two things in one part": (
        FACTS,
        "    facts: [student]\n    text: Hej",
        "parts.about: a part holds one of `text`, `facts`, `answers`",
    ),
    "writing on facts": (FACTS, "    facts: [student]\n    write: true", "begins with a"),
    "two to write": (FACTS, "    write: true\n    text: Hej", "only one part of a letter"),
    "an unknown class": ("class: school", "class: secret", "unknown word “secret”"),
    "a missing translation": ("    help: To the home.\n", "", "no translation to en: “Till hemmet.”"),
}


@pytest.mark.parametrize(("old", "new", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_is_refused_for(old: str, new: str, said: str) -> None:
    assert load_letter(SMALL, "small.yaml", FORMS).id == "small"
    assert old in SMALL
    with pytest.raises(DefinitionError, match=r"^small\.yaml:\d+: ") as caught:
        load_letter(SMALL.replace(old, new, 1), "small.yaml", FORMS)
    assert said in str(caught.value)


def test_the_kinds_that_authorities_send_are_there_in_every_language() -> None:
    found = product().letters
    assert {name: one.in_language("sv").confidentiality for name, one in found.items()} == KINDS
    for language in LANGUAGES:
        titles = {one.in_language(language).title for one in found.values()}
        assert len(titles) == len(KINDS)


def test_what_meetings_tell_goes_outside_only_where_consent_and_ground_are_asked_for() -> None:
    inside = {"home", "student", "school_authority"}
    found = {name: set(product().letters[name].in_language("sv").to) for name in KINDS}
    assert found["meeting_minutes"] <= inside
    assert product().letters["meeting_invitation"].in_language("sv").is_of_meeting  # which asks for both
    assert found["concern_report_summary"] - inside


def test_every_value_that_a_letter_may_name_has_a_title() -> None:
    assert set(TITLES) == set(VALUES)


def test_the_kept_schema_is_current_and_every_file_keeps_to_it() -> None:
    again = "from casework.letter_kinds import letter_schema as s; print(s(), end='')"
    assert KEPT.read_text("utf-8") == letter_schema(), f'python -c "{again}" > {KEPT}'
    editor = Draft202012Validator(json.loads(letter_schema()))
    for file in sorted(FOLDER.glob("*.yaml")):
        text = file.read_text("utf-8")
        assert text.startswith("# yaml-language-server: $schema=../schema/letter.json\n")
        assert not list(editor.iter_errors(read(text, file.name).data)), file.name
    assert list(editor.iter_errors(read(SMALL.replace("class: school", "class: secret"), "x").data))


def test_a_letter_of_its_own_takes_the_place_of_ours_and_a_broken_one_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "workflows" / "letters"
    folder.mkdir(parents=True)
    ours = (FOLDER / "routine_information.yaml").read_text("utf-8")
    (folder / "routine_information.yaml").write_text(ours.replace("Så arbetar skolan", "Så gör vi"), "utf-8")
    (folder / "odd.yaml").write_text(SMALL.replace("letter: small", "letter: odd"), "utf-8")
    found = with_own(product(), tmp_path)
    assert found.letters["routine_information"].in_language("sv").title == "Så gör vi med närvaro"
    assert "odd" not in found.letters
    assert [str(one) for one in found.broken if "home_talk" in one.message]
    answer = run("letter", "check", "--instance", str(tmp_path))
    assert answer.exit_code == 1
    assert "odd.yaml:12: parts.talk.answers.form: unknown form “home_talk”" in answer.output


def test_the_page_that_teaches_has_an_example_that_is_one() -> None:
    page = (FOLDER / "README.md").read_text("utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    assert load_letter(example, "thanks.yaml", questions_of(product().forms), is_own=True).id == "thanks"


def test_the_command_tells_how_many_there_are_and_tries_the_head(tmp_path: Path) -> None:
    answer = run("letter", "check", "--instance", str(tmp_path))
    assert answer.output.splitlines()[-1] == f"{len(KINDS)} letters, 0 problems"
    (tmp_path / "config.toml").write_text('[letters]\nlogo = "logo.png"\n', "utf-8")
    assert "there is no file logo.png" in run("letter", "check", "--instance", str(tmp_path)).output
    (tmp_path / "logo.png").write_bytes(b"not a picture")
    assert "the head cannot be set on paper" in run("letter", "check", "--instance", str(tmp_path)).output
