"""The words that models, databases and pages know things by are those that they have always been.

Everything that the engine's modules name so, what a part of a model is where the file says nothing, and the
roles. A word that is called otherwise would no longer be found in what is kept.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from fractions import Fraction
from types import ModuleType
from typing import Any

from pydantic import BaseModel

from casework.engine import actions, conditions, guards
from casework.remarks import Remark
from tests.engine.keeping import compare, kept, plain

ROOMS = ("casework.engine", "casework.access")
PERMITTED = ("ABOUT_", "PERMISSIONS")  # what there is to be allowed has an oracle of its own
WORDS = (str, int, tuple, list, dict, set, frozenset, Fraction)


def modules() -> Iterator[ModuleType]:
    """Every module of the rooms."""
    for room in ROOMS:
        for one in pkgutil.iter_modules(importlib.import_module(room).__path__, f"{room}."):
            yield importlib.import_module(one.name)


def own_classes(module: ModuleType) -> list[type]:
    """The classes that the module makes, by name."""
    found = [one for one in vars(module).values() if isinstance(one, type)]
    return sorted(
        (one for one in found if one.__module__ == module.__name__), key=lambda one: one.__qualname__
    )


def words_of(module: ModuleType, seen: set[tuple[str, int]]) -> Iterator[str]:
    """The names in capitals that hold plain words, each once; what its classes are by themselves."""
    for name, value in sorted(vars(module).items()):
        is_word = name.strip("_").isupper() and isinstance(value, WORDS) and not _is_told(value)
        if is_word and (name, id(value)) not in seen and not name.startswith(PERMITTED):
            seen.add((name, id(value)))
            yield f"  {name} = {plain(value)}"
    for one in own_classes(module):
        yield from (f"  {one.__name__}.{name}: {said}" for name, said in usual(one))


def usual(one: type) -> Iterator[tuple[str, str]]:
    """What values of the class are by themselves: fields that need not be said, words of the class."""
    for word in ("kind", "known", "natural", "milestones", "do"):
        if isinstance(vars(one).get(word), str | tuple):
            yield word, plain(vars(one)[word])
    if is_dataclass(one):
        yield from ((each.name, plain(each.default)) for each in fields(one) if each.default is not MISSING)
    if issubclass(one, tuple):
        yield from ((name, plain(value)) for name, value in getattr(one, "_field_defaults", {}).items())
    if issubclass(one, BaseModel):
        for name, field in one.model_fields.items():
            if not field.is_required():
                yield f"{name} ({field.alias or name})", plain(field.get_default(call_default_factory=True))


def _is_told(value: Any) -> bool:
    """Whether it is of what is said to people, or holds more than words."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else ()
    return any(isinstance(one, Remark) or callable(one) or " at 0x" in repr(one) for one in inner)


@kept("words.txt")
def words() -> str:
    """All the words, module by module; which kinds of things there are."""
    lines: list[str] = []
    seen: set[tuple[str, int]] = set()
    for module in modules():
        lines += [module.__name__, *words_of(module, seen)]
    for kinds in (actions.KINDS, conditions.KINDS, guards.KINDS):
        lines += [f"{word} {kind.__name__}" for word, kind in kinds.items()]
    return "\n".join(lines) + "\n"


def test_words_are_as_they_were() -> None:
    compare("words.txt")


def test_nothing_that_is_read_is_changed_afterwards() -> None:
    """Parts of models and of the table know only their own words; facts and answers stay as they are."""
    for module in modules():
        for one in own_classes(module):
            if issubclass(one, BaseModel):
                assert one.model_config.get("frozen"), one
                assert one.model_config.get("extra") == "forbid", one
            elif is_dataclass(one):
                assert one.__dataclass_params__.frozen or one.__name__ in CHANGED, one


CHANGED = {"_Story", "_Day", "_Picture"}
