"""Lists that forms share are complete in every language, and stand in the form that names them."""

from __future__ import annotations

import pytest

from casework.definitions import DefinitionError
from casework.forms.definition import load_form
from casework.forms.shared import load_shared
from tests.forms.examples import a_field, form_text, shared

LISTS = """
language: sv
options:
  channel: {phone: Telefon, letter: Brev}
translations:
  nb: {channel: {letter: Brev, phone: Telefon}}
  en: {channel: {phone: Phone, letter: Letter}}
"""


def test_a_named_list_stands_in_the_form_in_its_language():
    form = load_form(
        form_text(a_field("choice", options="channel")), "talk.yaml", load_shared(LISTS, "o.yaml")
    )
    assert list(form.in_language("sv").field("asked").known_options.items()) == [
        ("phone", "Telefon"),
        ("letter", "Brev"),
    ]
    assert form.in_language("en").field("asked").known_options["letter"] == "Letter"


def test_the_order_is_that_of_the_body_in_every_language():
    lists = load_shared(LISTS, "o.yaml")
    assert list(lists.in_language("nb")["channel"]) == ["phone", "letter"]


def test_a_column_may_name_a_list():
    table = a_field("table", columns=[a_field("choice", "how", options="channel")])
    form = load_form(form_text(table), "talk.yaml", load_shared(LISTS, "o.yaml")).in_language("sv")
    assert form.field("asked").column("how").known_options["phone"] == "Telefon"


@pytest.mark.parametrize(
    ("said", "instead", "reason"),
    [
        ("letter: Letter", "", "o.yaml:4: options.channel.letter: no translation to en: “Brev”"),
        ("letter: Letter", "letter: Letter, fax: Fax", "translates “fax”"),
        ("  en:", "  de:", "unknown language “de”; known: nb, en"),
        ("language: sv", "language: de", "unknown language “de”; known: sv, nb, en"),
        ("channel: {phone: Telefon, letter: Brev}", "channel: {}", "at least one option is needed"),
    ],
)
def test_lists_are_refused_that_are_not_whole(said, instead, reason):
    with pytest.raises(DefinitionError) as caught:
        load_shared(LISTS.replace(said, instead, 1), "o.yaml")
    assert reason in str(caught.value)


def test_the_shipped_lists_are_whole():
    assert "absence_pattern" in shared().ids()
