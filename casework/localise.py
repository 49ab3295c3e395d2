"""Gives a definition file in every language: the texts at its foot laid over the texts of its body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

from casework.definitions import DefinitionError, Document, Path, Problem
from casework.remarks import Remark, remark, unknown

LANGUAGES = ("sv", "nb", "en")
TEXT_KEYS = frozenset(
    {"title", "short", "label", "help", "text", "guidance", "low", "high", "unit", "row", "add"}
)
NAMED_TEXTS = frozenset({"options", "rows", "marks", "reasons", "result", "ends_with", "track"})


def localised(document: Document, *, is_whole: bool = True) -> dict[str, Document]:
    """The document once per language, each without its `translations`.

    Raises DefinitionError where a translation belongs to nothing in the body; where it has to be whole, also
    for each that is missing.
    """
    body = {key: value for key, value in document.data.items() if key != "translations"}
    own = str(body.get("language", LANGUAGES[0]))
    if own not in LANGUAGES:
        raise DefinitionError([document.problem(("language",), no_language(own, LANGUAGES))])
    overlays = document.data.get("translations") or {}
    problems = [*_misplaced(document, overlays, own), *_doubles(document, body)]
    if problems:
        raise DefinitionError(problems)
    found = {own: replace(document, data=body)}
    for language in LANGUAGES:
        if language != own:
            data = deepcopy(body)
            _lay(data, overlays.get(language) or {}, ("translations", language), document, problems)
            if is_whole:
                _demand_all(body, data, overlays.get(language) or {}, language, document, problems)
            found[language] = replace(document, data=data | {"language": language})
    if problems:
        raise DefinitionError(problems)
    return found


def no_language(word: str, known: Iterable[str]) -> Remark:
    """What is told of a language that is not spoken here."""
    return unknown(remark("unknown language “%(word)s”", word=word), word, known)


def _misplaced(document: Document, overlays: Any, own: str) -> Iterator[Problem]:
    """What stands under `translations` and is not one map of texts per other language."""
    others = [language for language in LANGUAGES if language != own]
    for language in overlays if isinstance(overlays, dict) else ():
        if language not in others:
            yield document.problem(("translations", language), no_language(language, others))
    maps = overlays.values() if isinstance(overlays, dict) else [overlays]
    if any(not isinstance(value, dict) for value in (*maps, overlays) if value is not None):
        told = remark("must be one map of texts for each of %(languages)s", languages=", ".join(others))
        yield document.problem(("translations",), told)


def _doubles(document: Document, body: dict[str, Any]) -> Iterator[Problem]:
    """Elements whose id stands twice, so that a translation would not know which one it means."""
    seen: set[Path] = set()
    for path, element_id in _ids(body, ()):
        # Actions are translated by their id whatever their stage.
        holder: Path = ("actions",) if path[-2:-1] == ("actions",) else path[:-1]
        if (*holder, element_id) in seen:
            yield document.problem((*path, "id"), remark("the id “%(id)s” stands twice", id=element_id))
        seen.add((*holder, element_id))


def _ids(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        here = (*path, key)
        if isinstance(key, int) and isinstance(value, dict) and isinstance(value.get("id"), str):
            yield here, value["id"]
        yield from _ids(value, here)


def texts(data: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text that a person reads, with its path; a routine's `source` is quoted and stays as it is.

    Nor is there one in where a field takes its value `from`: that names columns by their ids.
    """
    if isinstance(data, dict):
        for key, value in data.items():
            if (key in ("source", "translations") and not path) or (
                key == "from" and isinstance(value, list)
            ):
                continue
            if isinstance(value, str) and _is_text(key, path):
                yield (*path, key), value
            elif isinstance(value, dict | list):
                yield from texts(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            if isinstance(value, dict | list):
                yield from texts(value, (*path, index))


def _is_text(key: str, path: Path) -> bool:
    """Whether the word holds a text that a person reads; every other word is a rule and the same for all."""
    return key in TEXT_KEYS or bool(path and path[-1] in NAMED_TEXTS)


def _lay(body: Any, overlay: Any, path: Path, document: Document, problems: list[Problem]) -> None:
    """Puts the overlay's texts into the body; elements of lists are found by their id."""
    for key, value in overlay.items():
        target, holder, slot = _target(body, key)
        here = (*path, key)
        if holder is None:
            told = remark("translates “%(key)s”, which is not in the file", key=key)
            problems.append(document.problem(here, told))
        elif isinstance(value, dict) and isinstance(target, dict | list):
            _lay(target, value, here, document, problems)
        elif isinstance(value, str) and isinstance(target, dict) and {"label", "title"} & target.keys():
            target["label" if "label" in target else "title"] = value
        elif isinstance(value, str) and isinstance(target, str) and _is_text(key, path):
            holder[slot] = value
        else:
            told = remark("a translation must be a text where the file has a text")
            problems.append(document.problem(here, told))


def _target(body: Any, key: str) -> tuple[Any, Any, Any]:
    """What the key names in the body: (value, its holder, its slot).

    A form's fields are found in any section, a model's actions in any stage.
    """
    if isinstance(body, dict):
        if key in body:
            return body[key], body, key
        if key == "fields" and isinstance(body.get("sections"), list):
            return [field for section in body["sections"] for field in section.get("fields", ())], body, key
        if key == "actions" and isinstance(body.get("stages"), list):
            holders = (*body["stages"], *body.get("duties", ()))
            return [action for holder in holders for action in holder.get("actions", ())], body, key
    if isinstance(body, list):
        for index, element in enumerate(body):
            if isinstance(element, dict) and element.get("id") == key:
                return element, body, index
    return None, None, None


def _demand_all(
    body: Any, data: Any, overlay: Any, language: str, document: Document, problems: list[Problem]
) -> None:
    """Reports each text of the body that the overlay did not reach."""
    laid = _reached(body, overlay)
    for path, text in texts(body):
        if path not in laid:
            short = text if len(text) < 40 else text[:37] + "…"
            told = remark("no translation to %(language)s: “%(text)s”", language=language, text=short)
            problems.append(document.problem(path, told))


def _reached(body: Any, overlay: Any) -> set[Path]:
    """The paths in the body that the overlay gives a text for."""
    marked = deepcopy(body)
    _lay(marked, _marks(overlay), (), Document("", {}, {}), [])
    return {path for path, text in texts(marked) if text == _MARK}


_MARK = "\0"


def _marks(overlay: Any) -> Any:
    return {k: _marks(v) for k, v in overlay.items()} if isinstance(overlay, dict) else _MARK
