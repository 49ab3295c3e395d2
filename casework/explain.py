"""Says what is wrong with the shape of a definition, in the words of its author instead of the library's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

_QUOTE = "'"
_SHAPES = {
    "tuple_type": "must be a list: [one, another]",
    "dict_type": "must be a map of words",
    "mapping_type": "must be a map of words",
    "model_type": "must be a map of words",
    "string_type": "must be a text",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "string_pattern_mismatch": "must begin with a letter and hold small letters a–z, digits and _ only",
}


_KIND_WORDS = ("one_kind_word", "one_condition", "student_condition")


def perhaps(word: str, known: Iterable[str]) -> str:
    """What may have been meant, as an addition to the sentence; nothing where no known word is near."""
    near = get_close_matches(word, list(known), 1, cutoff=0.7) if len(word) > 3 else []
    return f" (did you mean “{near[0]}”?)" if near else ""


def explained(
    model: type[BaseModel], data: Any, item: Mapping[str, Any]
) -> tuple[tuple[str | int, ...], str]:
    """Where in the data the library's error belongs, and what it means."""
    kind, context = item["type"], item.get("ctx", {})
    path = _within(data, item["loc"])
    if kind == "extra_forbidden":
        known = sorted(_known_words(model, item["loc"][:-1]))
        told = perhaps(str(path[-1]), known)
        return path, f"unknown word “{path[-1]}”{told}; known words: {', '.join(known)}"
    if kind == "missing":
        return (*path, item["loc"][-1]), f"“{item['loc'][-1]}” is missing"
    if kind == "union_tag_not_found":
        return path, f"“{context['discriminator'].strip(_QUOTE)}” is missing"
    if kind == "union_tag_invalid":
        what, known = context["discriminator"].strip(_QUOTE), context["expected_tags"].replace(_QUOTE, "")
        return (*path, what), f"unknown {what} “{context['tag']}”; known words: {known}"
    if kind == "literal_error":
        known = context["expected"].replace(_QUOTE, "").replace(" or ", ", ").replace("True", "true")
        return path, f"unknown word “{item['input']}”; known words: {known}"
    if kind in ("greater_than_equal", "less_than_equal"):
        border = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
        return path, f"must be {border}"
    if kind in _KIND_WORDS and isinstance(item["input"], str):
        return path, f"“{item['input']}” stands alone here; {item['msg']}"
    if kind == "too_short":
        return path, f"must hold at least {context['min_length']}"
    return path, _SHAPES.get(kind) or str(item["msg"]).removeprefix("Value error, ")


def child(here: Any, step: str | int) -> Any:
    """What lies one step further into the data, or None."""
    if isinstance(here, dict):
        return here.get(step)
    if isinstance(here, list) and isinstance(step, int) and 0 <= step < len(here):
        return here[step]
    return None


def _within(data: Any, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The steps of the path that exist in the data (pydantic adds names of its own in between)."""
    found: list[str | int] = []
    here = data
    for step in path:
        if (isinstance(here, dict) and step in here) or (isinstance(here, list) and isinstance(step, int)):
            found.append(step)
            here = child(here, step)
    return tuple(found)


def _known_words(model: type[BaseModel], path: tuple[str | int, ...]) -> Iterator[str]:
    """The words that the model knows at the path; where several models may stand, the path names the kind."""
    current: list[type[BaseModel]] = [model]
    for step in path:
        if not isinstance(step, str):
            continue
        field = next((found for each in current if (found := _field(each, step))), None)
        if field and len(current) == 1:
            current = _inner_models(field.annotation)
        elif len(current) > 1:
            current = [each for each in current if _kind(each) == step.rpartition(":")[2]] or current
    for each in current[:1]:
        for name, field in each.model_fields.items():
            yield str(field.alias or name)
    if not path:
        yield "translations"


def _field(model: type[BaseModel], word: str) -> Any:
    for name, field in model.model_fields.items():
        if word in (name, field.alias):
            return field
    return None


def _inner_models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [inner for argument in getattr(annotation, "__args__", ()) for inner in _inner_models(argument)]


def _kind(model: type[BaseModel]) -> Any:
    """The word that chooses the model among others: its fixed `do` or `kind`, or the kind its class names."""
    for name in ("do", "kind"):
        field = model.model_fields.get(name)
        if field:
            return next(iter(getattr(field.annotation, "__args__", ())), None)
    return getattr(model, "kind", None)
