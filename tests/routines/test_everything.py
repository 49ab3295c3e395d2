"""Whatever the language of models can say is said in the routine, and changing any of it changes the text."""

from __future__ import annotations

from collections.abc import Iterator

import flask_babel
import pytest
from pydantic import BaseModel

from casework.cli.definitions import in_words
from casework.engine.guard import Guard
from casework.engine.parts import Part
from casework.engine.quantities import LIMITS
from casework.engine.shape import Shape
from casework.engine.workflow import Workflow
from tests.routines.everything import (
    alternatives,
    branches,
    data,
    leaves,
    put,
    text_of,
    valid,
    without,
)

MODEL = Workflow.model_validate(data())
# Actions that follow from others and that no file says.
UNWRITTEN = ("casework.engine.followed", "casework.engine.guardians")


def parts(value: object) -> Iterator[BaseModel]:
    """Every part of the model, inner ones too."""
    if isinstance(value, BaseModel):
        yield value
        for field in type(value).model_fields:
            yield from parts(getattr(value, field))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from parts(inner)


def classes(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Every class of the language that parts of a model are made of; following up is written in no file."""
    for one in base.__subclasses__():
        yield from classes(one)
        if not one.__subclasses__() and not issubclass(one, Shape):
            yield one


def test_the_model_uses_every_kind_and_every_field_of_the_language() -> None:
    used: dict[type, set[str]] = {}
    for part in parts(MODEL):
        used.setdefault(type(part), set()).update(part.model_fields_set)
    lacking = {
        f"{one.__name__}.{field}"
        for base in (Part, Guard)
        for one in classes(base)
        if one.__module__.startswith("casework.") and one.__module__ not in UNWRITTEN
        for field in one.model_fields
        if field not in used.get(one, set()) and field not in LIMITS and not _is_shared(one, field)
    }
    assert lacking == set()


def _is_shared(one: type[BaseModel], field: str) -> bool:
    """What a class has from the one that it builds on is tried where it is used."""
    return any(field in getattr(base, "model_fields", {}) for base in one.__mro__[1:]) and one in KINDS


# Words that choose what else may stand beside them, or are the only ones: taking them out is tried below.
ALONE = {"do", "per", "same_day", "due", "members", "same"}
# Where the engine knows one word only, and the check of the model lets no other stand.
SETTLED = {
    ("roles", "mentor", "side"),
    ("transitions", 1, "needs", 6, "is", 0),
    ("transitions", 3, "to"),
    ("transitions", 4, "from"),
}
KINDS = {type(part) for part in parts(MODEL)}


@pytest.fixture(scope="module", autouse=True)
def _words() -> Iterator[None]:
    """English, straight from the source: looking a thousand routines up in a catalog takes minutes."""
    with in_words("en"), pytest.MonkeyPatch.context() as patched:
        patched.setattr(flask_babel, "gettext", lambda text, /, **told: text % told if told else text)
        yield


@pytest.mark.long
def test_changing_any_word_or_number_changes_the_routine() -> None:
    before, unsaid = text_of(MODEL), []
    for path, value in leaves(data()):
        told = [text_of(model) for model in alternatives(path, value) if model != MODEL]
        lacks = not told and path[-1] not in ALONE
        if path not in SETTLED and (lacks or before in told or len(set(told)) < len(told)):
            unsaid.append((path, value))
    assert unsaid == []


def test_taking_anything_out_changes_the_routine() -> None:
    before = text_of(MODEL)
    shortened = {path: valid(without(path)) for path in branches(data())}
    different = {
        path: model
        for path, model in shortened.items()
        if model is not None and model != MODEL and path not in SETTLED
    }
    assert [path for path, model in different.items() if text_of(model) == before] == []


@pytest.mark.parametrize("word", LIMITS)
def test_each_limit_is_said_in_its_own_words(word: str) -> None:
    model = valid(put(("triggers", 6, "when", "age"), {word: 18}))
    assert model
    said = {"at_least": "at least", "more_than": "over", "at_most": "at most", "less_than": "under"}[word]
    assert f"when the student is {said} 18 years old" in text_of(model)
