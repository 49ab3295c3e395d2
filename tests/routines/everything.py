"""The model that says everything, how it is written out, and every way to change one thing in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from casework.catalog import product
from casework.definitions import read
from casework.engine.workflow import Workflow
from casework.routines.paper import Routine
from casework.routines.speaker import Speaker
from casework.routines.writing import write

FILE = Path(__file__).parent / "everything.yaml"
# What accounts for the written routine, or names things for the program: no reader of the routine needs it.
UNSAID = frozenset({"covers", "proved", "waiting", "demands", "workflow", "language", "id"})
TRIED = (
    "zzz_zz",
    "second",
    "third",
    "term",
    "signal",
    "reason",
    "2 days",
    "03-03",
    "2028-03-03",
    "07:07",
    "9",
)
Path_ = tuple[str | int, ...]


@cache
def data() -> dict[str, Any]:
    """The model as plain data."""
    return read(FILE.read_text("utf-8"), FILE.name).data


@cache
def _titles(language: str) -> tuple[dict[str, Any], dict[str, str]]:
    found = product()
    forms = {name: form.in_language(language) for name, form in found.forms.items()}
    return forms, {kind.id: kind.title for kind in found.documents.in_language(language).values()}


def spoken(model: Workflow, language: str = "en") -> Speaker:
    """The model with the titles of the product's forms and documents."""
    return Speaker(model, *_titles(language))


def written(model: Workflow, language: str = "en") -> Routine:
    """The routine of the model; to be called inside `in_words`."""
    return write(spoken(model, language))


def text_of(model: Workflow) -> str:
    """Everything that the routine says, in one text; nothing where the model names a step that is missing."""
    try:
        return "\n".join(written(model).lines())
    except KeyError:
        return ""


def valid(changed: Any) -> Workflow | None:
    """The model of the data, where it has the right shape."""
    try:
        return Workflow.model_validate(changed)
    except ValidationError:
        return None


def leaves(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Every single value in the data with its path; what is never said is left out."""
    if path and path[-1] in UNSAID:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path, value


def alternatives(path: Path_, value: Any) -> list[Workflow]:
    """Other models: with each word of a closed list at the path, else with the first that may stand there."""
    known = _known(path)
    if isinstance(value, bool | int):
        known = [not value] if isinstance(value, bool) else [value + 1, value - 1]
    closed = [model for one in known if one != value and (model := valid(put(path, one)))]
    if closed:
        return closed
    if not isinstance(value, str):
        return []
    numbered = (value.replace(number, str(int(number) + 1), 1) for number in re.findall(r"^\d+", value))
    tried = (valid(put(path, one)) for one in (*numbered, *TRIED) if one != value)
    found = next((model for model in tried if model and text_of(model)), None)
    return [found] if found else []


def put(path: Path_, value: Any) -> dict[str, Any]:
    """The data with the value at the path."""
    changed, holder = _copied(path)
    holder[path[-1]] = value
    return changed


def without(path: Path_) -> dict[str, Any]:
    """The data without what stands at the path."""
    changed, holder = _copied(path)
    del holder[path[-1]]
    return changed


def branches(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The path of everything that could be taken out."""
    if path and path[-1] in UNSAID:
        return
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from branches(inner, (*path, key))


def _copied(path: Path_) -> tuple[dict[str, Any], Any]:
    """The data with copies of its own of all that holds the place, and what holds it closest."""
    changed = copy(data())
    holder: Any = changed
    for step in path[:-1]:
        holder[step] = copy(holder[step])
        holder = holder[step]
    return changed, holder


def _known(path: Path_) -> list[Any]:
    """The words of a closed list that may stand at the path."""
    try:
        Workflow.model_validate(put(path, "no_such_word"))
    except ValidationError as error:
        told = [one["ctx"]["expected"] for one in error.errors() if one["type"] == "literal_error"]
        return [word for words in told for word in re.findall(r"'([^']+)'", words)]
    return []
