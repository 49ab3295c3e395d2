"""The program knows no routine: nothing of a model's own stands in the code, and each number counts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any, get_args

from pydantic import ValidationError

from casework.engine import actions, conditions, guards, moments
from casework.engine.elements import Kind
from casework.engine.quantities import UNITS
from casework.engine.roles import PARTIES, PURPOSES, SIDES
from casework.engine.windows import Stretch
from casework.engine.workflow import Workflow
from tests.engine.models import MODELS, every_model
from tests.house.source import PACKAGE, Module, modules

# Words of the language itself and of the program; a model may use one of them as an id of its own.
LANGUAGE = {*actions.KINDS, *guards.KINDS, *conditions.KINDS, *get_args(Kind), *get_args(Stretch), *UNITS}
KNOWN = LANGUAGE | {*SIDES, *PARTIES, *PURPOSES, *moments.BUILT_IN, *Workflow.model_fields}
ROOMS = {folder.name for folder in PACKAGE.iterdir()}
CODE = [module for module in modules() if module.room != "demo"]


@cache
def own_words() -> dict[str, str]:
    """What each model calls its own things, with the model."""
    found: dict[str, str] = {}
    for name, model in MODELS.items():
        rules = model.rules
        duties = [action for duty in rules.duties for action in duty.actions]
        parts = (*rules.stages, *rules.transitions, *rules.triggers, *rules.duties, *duties)
        ids = [part.id for part in parts] + [action.id for _, action in rules.actions()]
        found |= dict.fromkeys(ids, name)
    return {word: name for word, name in found.items() if word not in KNOWN | ROOMS | set(rules_forms())}


def rules_forms() -> Iterator[str]:
    """The forms, which the program ships beside the models and whose ids actions often have."""
    for model in MODELS.values():
        yield from model.rules.forms


def literals(module: Module) -> Iterator[tuple[int, str]]:
    """Every text in the code with its line; what only explains the code is none."""
    explaining = {
        id(node.body[0].value)
        for node in module.nodes
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explaining:
            yield node.lineno, node.value


def test_no_routine_stands_in_the_code() -> None:
    own, told = own_words(), []
    for module in CODE:
        for line, text in literals(module):
            names = [own[text]] if text in own else [name for name in MODELS if name in text.lower()]
            told += [f"{module.name}:{line}: “{text}” of {name}" for name in names]
    assert told == []


def numbers(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every number in the rules of a model with its path: bare, in an amount, in a clock time or date."""
    if path[:1] in (("source",), ("translations",)) or path[:1] == ("guidance",):
        return
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from numbers(value, (*path, key))
    elif type(data) is int or (isinstance(data, str) and is_amount(data)):
        yield path, data


def is_amount(text: str) -> bool:
    """Whether the text is a number with its unit, a percentage, a time of day or a day."""
    head, _, unit = text.partition(" ")
    plain = head.replace(":", "").replace("-", "").replace(".", "")
    return plain.isdigit() and (not unit or unit.rstrip("s") + "s" in UNITS)


def other(value: Any) -> list[Any]:
    """Values near the one, the nearest first: a rule with one of them says something else."""
    if isinstance(value, int):
        return [value + 1, value - 1]
    head, _, unit = value.partition(" ")
    digits = [index for index, sign in enumerate(head) if sign.isdigit()]
    last = digits[-1]
    changed = [head[:last] + str((int(head[last]) + way) % 10) + head[last + 1 :] for way in (1, -1)]
    return [f"{one} {unit}".rstrip() for one in changed if one.strip("0:-. ")]


@every_model
def test_every_number_of_a_model_changes_what_it_says(name: str) -> None:
    data = {key: value for key, value in MODELS[name].document.data.items() if key != "translations"}
    rules = Workflow.model_validate(data)
    unread = []
    for path, value in numbers(data):
        changed = [one for one in map(lambda new, at=path: read_with(data, at, new), other(value)) if one]
        if not changed or any(one == rules for one in changed):
            unread.append((path, value))
    assert unread == []


def read_with(data: dict[str, Any], path: tuple[str | int, ...], value: Any) -> Workflow | None:
    """The rules with another value at the path; None where that value cannot be."""
    body = deepcopy(data)
    here: Any = body
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    try:
        return Workflow.model_validate(body)
    except ValidationError:
        return None
