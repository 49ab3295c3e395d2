"""Two models in one of their languages: what changes for whom, and which texts change in the others only."""

from __future__ import annotations

from collections.abc import Iterator

from casework.catalog import Catalog
from casework.engine.diff import Change, diff
from casework.engine.workflow import LocalisedWorkflow
from casework.routines.changes import changes
from casework.routines.speaker import speaker
from casework.web.languages import NAMES
from casework.web.text import ngettext


def compare(old: LocalisedWorkflow, new: LocalisedWorkflow, found: Catalog, language: str) -> list[str]:
    """Every difference in a sentence of the language; nothing where the models are equal."""
    said = changes(speaker(old, found, language), speaker(new, found, language))
    return [*said, *_elsewhere(old, new, language)]


def _elsewhere(old: LocalisedWorkflow, new: LocalisedWorkflow, language: str) -> Iterator[str]:
    """How many texts differ in each other language and not in this one."""
    seen = {_place(one) for one in _differences(old, new, language)}
    for code, name in NAMES.items():
        only_there = [one for one in _differences(old, new, code) if _place(one) not in seen]
        if only_there and code != language:
            yield ngettext(
                "In the language %(language)s only, %(num)d text changes.",
                "In the language %(language)s only, %(num)d texts change.",
                len(only_there),
                language=name,
            )


def _differences(old: LocalisedWorkflow, new: LocalisedWorkflow, language: str) -> list[Change]:
    return diff(old.in_language(language), new.in_language(language))


def _place(change: Change) -> tuple[str, str, str]:
    return change.part, change.id, change.field
