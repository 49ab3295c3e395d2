"""Says what is wrong with the shape of a definition, in the words of its author instead of the library's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from casework.remarks import Remark, Wrong, remark, unknown

_QUOTE = "'"
_A_MAP = remark("must be a map of words")
_WHOLE = remark("must be a whole number")
_TRUTH = remark("must be true or false")
_SHAPES = {
    "tuple_type": remark("must be a list: [one, another]"),
    "dict_type": _A_MAP,
    "mapping_type": _A_MAP,
    "model_type": _A_MAP,
    "string_type": remark("must be a text"),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "string_pattern_mismatch": remark(
        "must begin with a letter and hold small letters a–z, digits and _ only"
    ),
}
# Where one of several shapes may stand, the library's message holds the words for them.
_CHOICES = {
    "one_kind_word": remark("needs exactly one kind word; known: %(known)s"),
    "known_action": remark("`do:` must be one of: %(known)s"),
    "window": remark("must be one of: %(known)s"),
}


def explained(
    model: type[BaseModel], data: Any, item: Mapping[str, Any]
) -> tuple[tuple[str | int, ...], Remark]:
    """Where in the data the library's error belongs, and what it means."""
    kind, context = item["type"], item.get("ctx", {})
    path = _within(data, item["loc"])
    if kind == "extra_forbidden":
        return path, _no_such(path[-1], sorted(_known_words(model, item["loc"][:-1])))
    if kind == "missing":
        return (*path, item["loc"][-1]), _MISSING.about(word=item["loc"][-1])
    if kind == "union_tag_not_found":
        return path, _MISSING.about(word=context["discriminator"].strip(_QUOTE))
    if kind == "union_tag_invalid":
        known = context["expected_tags"].replace(_QUOTE, "").split(", ")
        return (*path, context["discriminator"].strip(_QUOTE)), _no_such(context["tag"], known)
    if kind == "literal_error":
        known = context["expected"].replace(_QUOTE, "").replace(" or ", ", ").replace("True", "true")
        return path, _no_such(item["input"], known.split(", "))
    return path, _of_value(kind, context, item)


_MISSING = remark("“%(word)s” is missing")


def _no_such(word: object, known: list[str]) -> Remark:
    return unknown(remark("unknown word “%(word)s”", word=word), str(word), known)


def _of_value(kind: str, context: Mapping[str, Any], item: Mapping[str, Any]) -> Remark:
    """What is wrong with a value where it stands."""
    if kind in _CHOICES:
        told = _CHOICES[kind].about(known=item["msg"])
        if isinstance(item["input"], str) and kind == "one_kind_word":
            return remark("“%(word)s” stands alone here; %(told)s", word=item["input"], told=told)
        return told
    if kind == "greater_than_equal":
        return remark("must be at least %(limit)s", limit=context["ge"])
    if kind == "less_than_equal":
        return remark("must be at most %(limit)s", limit=context["le"])
    if kind == "too_short":
        return remark("must hold at least %(limit)s", limit=context["min_length"])
    fault = context.get("error")
    if isinstance(fault, Wrong):
        return fault.said
    if isinstance(fault, ValueError):  # what refuses the value has its own words
        return Remark(str(fault))
    return _SHAPES.get(kind) or remark("not as it should be: %(why)s", why=item["msg"])


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
