"""Every text that people read is there in Swedish and Bokmål, its values in place, and nothing else is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from casework.web.languages import FOLDER, NAMES
from tests.house.source import PACKAGE

KEYWORDS = {"gettext": None, "lazy_gettext": None, "_": None, "remark": None, "ngettext": (1, 2)}
TRANSLATED = sorted(NAMES.keys() - {"en"})  # English stands in the source
PLACE = re.compile(r"%\(\w+\)[sd]|%(?!\()")

Text = str | tuple[str, ...]


@cache
def texts() -> frozenset[Text]:
    """Every text in the program; a text with a plural as both of its forms."""
    with (FOLDER / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = extract_from_dir(PACKAGE, methods, options, KEYWORDS)
    return frozenset(message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found)


@cache
def catalog(language: str) -> Catalog:
    """The catalog as it lies in the repository."""
    with (FOLDER / language / "messages.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def messages(language: str) -> Iterator[Message]:
    """The catalog's messages without its head."""
    return (message for message in catalog(language) if message.id)


def forms(text: Text | list[str] | None) -> tuple[str, ...]:
    """The text as a tuple, whether it has a plural or not."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def misplaced(message: Message) -> bool:
    """Whether a form of the translation has other places for values than the form that it translates."""
    ids = forms(message.id)
    pairs = zip(forms(message.string), (ids[0], *ids[1:] * 5), strict=False)
    return any(sorted(PLACE.findall(text)) != sorted(PLACE.findall(source)) for text, source in pairs)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    ready = {m.id for m in messages(language) if not m.fuzzy and all(forms(m.string))}
    assert texts() - ready == set(), f"add these to {language}/messages.po"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_form_of_a_plural_is_translated(language: str) -> None:
    plurals = [m for m in messages(language) if m.pluralizable]
    assert plurals
    assert [m.id for m in plurals if len(forms(m.string)) != catalog(language).num_plurals] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_same_places_for_values(language: str) -> None:
    assert [m.id for m in messages(language) if misplaced(m)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogs_hold_nothing_unused(language: str) -> None:
    assert {m.id for m in messages(language)} - texts() == set(), f"take these out of {language}/messages.po"
    assert not catalog(language).obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogs_are_sorted_and_name_no_lines_of_the_source(language: str) -> None:
    order = [forms(m.id)[0] for m in messages(language)]
    assert order == sorted(order)
    assert "\n#: " not in (FOLDER / language / "messages.po").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "translation", "is_wrong"),
    [
        ("Saved %(time)s", "Sparat %(time)s", False),
        ("Saved %(time)s", "Sparat %(tid)s", True),
        ("Saved %(time)s", "Sparat", True),
        (("One thing", "%(num)d things"), ("En sak", "%(num)d saker"), False),
        (("One thing", "%(num)d things"), ("En sak", "Flera saker"), True),
    ],
)
def test_a_place_that_is_lost_in_translation_is_found(text: Text, translation: Text, is_wrong: bool) -> None:
    assert misplaced(Message(text, translation)) is is_wrong


def test_the_collector_finds_texts_in_modules_and_in_templates() -> None:
    assert {"Students", "Skip to the content", ("%(num)d day", "%(num)d days")} <= texts()
