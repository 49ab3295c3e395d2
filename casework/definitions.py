"""Reads definition files: YAML into plain data that remembers its lines, and problems that say where.

Only what an official can read aloud is accepted: no aliases, no tags, no duplicate keys, no implicit types
(`no`, `on` and `2026-08-01` stay words; only `true` and `false` are booleans, only bare digits are numbers).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from casework.explain import child, explained

MAX_BYTES = 256 * 1024
MAX_DEPTH = 30
FORBIDDEN_IDS = frozenset({"on", "off", "yes", "no", "y", "n", "true", "false", "null"})
PARSER_SAYS = {
    "mapping values are not allowed in this context": "a text that holds a colon stands in quotes; "
    "and what belongs together begins under each other"
}
WHOLE_NUMBER = re.compile(r"-?\d{1,9}\Z")

Path = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a definition file: where it is and what would be right."""

    source: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        where = f"{self.source}:{self.line}: " if self.line else f"{self.source}: "
        return where + (f"{self.path}: " if self.path else "") + self.message


class DefinitionError(Exception):
    """A definition file that cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True)
class Document:
    """Plain data (dicts, lists, str, int, bool) from one file, with the line of every path."""

    source: str
    data: dict[str, Any]
    lines: Mapping[Path, int]

    def problem(self, path: Path, message: str) -> Problem:
        """A problem at the path, or at the nearest thing above it that has a line."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return Problem(self.source, self.lines.get(known, 0), spoken_path(self.data, path), message)

    def validated(self, model: type[Model]) -> Model:
        """The data as the frozen model, or a DefinitionError with every problem."""
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            found = (explained(model, self.data, item) for item in _own_faults(error))
            raise DefinitionError([self.problem(path, message) for path, message in found]) from None


def _own_faults(error: ValidationError) -> list[Any]:
    """The faults without lists that are only too short because something in them is wrong."""
    items = error.errors()
    broken = {item["loc"][:end] for item in items for end in range(len(item["loc"]))}
    return [item for item in items if item["type"] != "too_short" or item["loc"] not in broken]


def read(text: str, source: str) -> Document:
    """The document in the text; the source is the file's name in messages.

    Raises DefinitionError for anything but one plain YAML map of at most MAX_BYTES.
    """
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise DefinitionError([Problem(source, 0, "", f"larger than {MAX_BYTES // 1024} KiB")])
    try:
        _refuse_forbidden(text, source)
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        said = PARSER_SAYS.get(str(error.problem), error.problem)
        raise DefinitionError([Problem(source, line, "", f"not readable: {said}")]) from None
    except (yaml.YAMLError, UnicodeError) as error:
        raise DefinitionError([Problem(source, 0, "", f"not readable: {type(error).__name__}")]) from None
    if not isinstance(node, yaml.MappingNode):
        raise DefinitionError([Problem(source, 1, "", "the file must be one map of words")])
    lines: dict[Path, int] = {}
    slips: list[tuple[int, Path, str]] = []
    data: dict[str, Any] = _plain(node, (), lines, slips)
    if slips:
        told = (Problem(source, line, spoken_path(data, path), message) for line, path, message in slips)
        raise DefinitionError(list(told))
    return Document(source, data, lines)


def spoken_path(data: Any, path: Path) -> str:
    """The path in words: list elements by their id where they have one (`stages.mapping.actions.2`)."""
    parts: list[str] = []
    here = data
    for step in path:
        here = child(here, step)
        named = isinstance(step, int) and isinstance(here, dict) and isinstance(here.get("id"), str)
        parts.append(str(here["id"]) if named else str(step))
    return ".".join(parts)


def _refuse_forbidden(text: str, source: str) -> None:
    """Refuses what the plain part of YAML leaves out; before composing, which a deep nesting would crash."""
    depth = 0
    for token in yaml.scan(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        message = ""
        if isinstance(token, yaml.AliasToken | yaml.AnchorToken):
            message = "anchors and aliases (& and *) are not used here; write the text out"
        elif isinstance(token, yaml.TagToken):
            message = "tags (!) are not used here"
        elif depth > MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} levels"
        if message:
            raise DefinitionError([Problem(source, token.start_mark.line + 1, "", message)])


_OPENING = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
_CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)


def _plain(node: Any, path: Path, lines: dict[Path, int], slips: list[tuple[int, Path, str]]) -> Any:
    """The node as plain data; notes the line of everything, and keys that are none or stand twice."""
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, index), lines, slips) for index, item in enumerate(node.value)]
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line, key = key_node.start_mark.line + 1, str(key_node.value)
        if not isinstance(key_node, yaml.ScalarNode):
            slips.append((line, path, "a word must stand before the colon"))
            continue
        if key in data:
            slips.append((line, path, f"“{key}” stands twice; keep one of them"))
        data[key] = _plain(value_node, (*path, key), lines, slips)
        lines[(*path, key)] = line
    return data


def _scalar(node: yaml.ScalarNode) -> str | int | bool | None:
    text = str(node.value)
    if node.style:  # quoted or a block; a plain word has None or, from libyaml, an empty style
        return text
    if text in ("true", "false"):
        return text == "true"
    if text in ("", "~"):
        return None
    return int(text) if WHOLE_NUMBER.match(text) else text
