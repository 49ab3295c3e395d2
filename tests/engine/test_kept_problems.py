"""What is told of every broken model, with place and line, is as it was when somebody looked at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from casework.access import table
from casework.definitions import DefinitionError, Problem
from casework.engine.accounts import out_of_sight, without_account
from casework.engine.check import check
from casework.engine.coverage import coverage, limits
from casework.engine.outside import Known, not_there
from casework.engine.workflow import LocalisedWorkflow
from tests.engine import (
    test_attainable,
    test_bad_models,
    test_check,
    test_ladder,
    test_naming,
    test_outside,
    test_references,
)
from tests.engine.examples import found, shapes, small
from tests.engine.keeping import compare, kept
from tests.engine.test_named_words import FORMS_HERE, NAMES, WITHIN, alone, renamed
from tests.routines.everything import data

LONGEST = 240
Changes = tuple[tuple[str, str], ...]


def broken() -> Iterator[tuple[str, Changes]]:
    """The broken small models: what is wrong with each, and the changes that make it so."""
    for name, (changes, _) in test_attainable.NEVER.items():
        yield name, tuple(changes)
    for name, (change, *_) in test_bad_models.CASES.items():
        yield name, (change,)
    for cases in (test_check.WRONG, test_ladder.SENSELESS, test_references.UNKNOWN, test_references.WRONG):
        for name, (old, new, *_) in cases.items():
            yield name, ((old, new),)


def told(find: Callable[[], list[Problem]]) -> list[str]:
    """The problems in one line each, of those in a list of all that is known the beginning."""
    try:
        problems = find()
    except DefinitionError as error:  # a model that cannot be read
        problems = [*error.problems]
    return [f"  {one}"[:LONGEST] for one in problems]


def looked_at(model: LocalisedWorkflow) -> Iterator[Problem]:
    """What is wrong with a model where there is nothing outside it: no accounts, forms or documents."""
    yield from without_account(model, frozenset({"rector"}))
    yield from out_of_sight(model, table.product().when_handed_over | {"mentor"})
    yield from not_there(model, Known({}, {}, frozenset()))
    yield from limits(model, coverage(model, {}))
    yield from check(model, {})


@kept("problems.txt")
def text() -> str:
    """Every broken model with its problems, and what is wrong with sound ones that stand alone."""
    lines = []
    for name, changes in broken():
        lines += [name, *told(lambda changes=changes: found(*changes))]
    for name, (word, wrong, *_) in test_naming.WRONG.items():
        part = test_naming.with_part(word, wrong)
        lines += [name, *told(lambda part=part: test_naming.problems(part))]
    for words in (NAMES, FORMS_HERE, WITHIN):
        lines += ["names", *told(lambda words=words: check(alone(renamed(words)), shapes()))]
    for word in ("what", "document", "place", "asked", "field"):
        model = test_outside.model(**{word: "moon"})
        lines += [word, *told(lambda model=model: not_there(model, test_outside.KNOWN))]
    for model in (small(), alone(data())):
        lines += [model.rules.workflow, *told(lambda model=model: [*looked_at(model)])]
    return "\n".join(lines) + "\n"


def test_what_is_told_of_broken_models_is_as_it_was() -> None:
    compare("problems.txt")
