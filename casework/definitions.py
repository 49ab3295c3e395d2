"""Reads definition files: YAML into plain data that remembers its lines, and problems that say where.

Only what an official can read aloud is accepted: no aliases, no tags, no duplicate keys, no implicit types
(`no`, `on` and `2026-08-01` stay words; only `true` and `false` are booleans, only bare digits are numbers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from casework.explain import child, explained
from casework.remarks import Remark, remark

MAX_BYTES = 256 * 1024
MAX_DEPTH = 30
FORBIDDEN_IDS = frozenset({"on", "off", "yes", "no", "y", "n", "true", "false", "null"})
PARSER_SAYS = {
    "mapping values are not allowed in this context": remark(
        "a text that holds a colon stands in quotes; and what belongs together begins under each other"
    )
}
TOO_LARGE = remark("larger than %(size)s KiB", size=MAX_BYTES // 1024)
UNREADABLE = remark("not readable: %(why)s")
WHOLE_NUMBER = re.compile(r"-?\d{1,9}\Z")

Path = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a definition file: where it is and what would be right."""

    source: str
    line: int
    path: str
    remark: Remark

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return str(self.remark)

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

    def problem(self, path: Path, told: Remark | str) -> Problem:
        """A problem at the path, or at the nearest thing above it that has a line.

        A plain text is for files that only the command line reads, which speaks English.
        """
        said = Remark(told) if isinstance(told, str) else told
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return Problem(self.source, self.lines.get(known, 0), spoken_path(self.data, path), said)

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
        raise DefinitionError([Problem(source, 0, "", TOO_LARGE)])
    reader = _Reader(source)
    try:
        data = reader.document(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        why = PARSER_SAYS.get(str(error.problem), error.problem)
        raise DefinitionError([Problem(source, line, "", UNREADABLE.about(why=why))]) from None
    except (yaml.YAMLError, UnicodeError) as error:
        why = type(error).__name__
        raise DefinitionError([Problem(source, 0, "", UNREADABLE.about(why=why))]) from None
    if reader.slips:
        told = (Problem(source, line, spoken_path(data, path), text) for line, path, text in reader.slips)
        raise DefinitionError(list(told))
    return Document(source, data, reader.lines)


def spoken_path(data: Any, path: Path) -> str:
    """The path in words: list elements by their id where they have one (`stages.mapping.actions.2`)."""
    parts: list[str] = []
    here = data
    for step in path:
        here = child(here, step)
        named = isinstance(step, int) and isinstance(here, dict) and isinstance(here.get("id"), str)
        parts.append(str(here["id"]) if named else str(step))
    return ".".join(parts)


class _Reader:
    """Builds plain data from the parser's events, in one pass; what plain YAML leaves out is refused at once.

    Notes the line of everything, and keys that are none or stand twice.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines: dict[Path, int] = {}
        self.slips: list[tuple[int, Path, Remark]] = []

    def document(self, events: Iterator[Any]) -> dict[str, Any]:
        """The one map of the file."""
        first: Any = next((event for event in events if not isinstance(event, _OUTSIDE)), None)
        data: dict[str, Any] = {}
        if isinstance(first, yaml.MappingStartEvent):
            data = self._value(first, events, ())
        else:
            self._refuse(
                first.start_mark.line + 1 if first else 1, remark("the file must be one map of words")
            )
        more: Any = next((event for event in events if isinstance(event, yaml.DocumentStartEvent)), None)
        if more:
            self._refuse(more.start_mark.line + 1, remark("not readable: more than one document"))
        return data

    def _refuse(self, line: int, told: Remark) -> None:
        raise DefinitionError([Problem(self.source, line, "", told)])

    def _line(self, event: Any) -> int:
        """The event's line; refuses what has an anchor or a tag, and an alias, which names an anchor."""
        line: int = event.start_mark.line + 1
        if event.anchor is not None:
            self._refuse(line, remark("anchors and aliases (& and *) are not used here; write the text out"))
        if event.tag is not None:
            self._refuse(line, remark("tags (!) are not used here"))
        return line

    def _value(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        line = self.lines[path] = self._line(event)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if len(path) >= MAX_DEPTH:
            self._refuse(line, remark("nested deeper than %(levels)s levels", levels=MAX_DEPTH))
        if isinstance(event, yaml.SequenceStartEvent):
            found = enumerate(takewhile(_is_no_end, events))
            return [self._value(item, events, (*path, index)) for index, item in found]
        return self._map(events, path)

    def _map(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_event in takewhile(_is_no_end, events):
            line = self._line(key_event)
            if not isinstance(key_event, yaml.ScalarEvent):
                self._value(key_event, events, (*path, ""))
                self._value(next(events), events, (*path, ""))
                self.slips.append((line, path, remark("a word must stand before the colon")))
                continue
            key = str(key_event.value)
            if key in data:
                self.slips.append((line, path, remark("“%(key)s” stands twice; keep one of them", key=key)))
            data[key] = self._value(next(events), events, (*path, key))
            self.lines[(*path, key)] = line
        return data


def _is_no_end(event: Any) -> bool:
    return not isinstance(event, yaml.CollectionEndEvent)


_OUTSIDE = (yaml.StreamStartEvent, yaml.DocumentStartEvent, yaml.StreamEndEvent)


def _scalar(event: yaml.ScalarEvent) -> str | int | bool | None:
    text = str(event.value)
    if event.style:  # quoted or a block; a plain word has None or, from libyaml, an empty style
        return text
    if text in ("true", "false"):
        return text == "true"
    if text in ("", "~"):
        return None
    return int(text) if WHOLE_NUMBER.match(text) else text
