"""Counts the steps that a regular expression takes on a text, going back and forth as `re` does.

Time says little on a busy machine; steps are the same everywhere. The parsed form comes from `re` itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from re import _parser  # type: ignore[attr-defined] # the library's own reading of a pattern
from typing import Any

Node = tuple[Any, Any]
MANY, REPEATED = 40, ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
BAD = "\x01"  # a sign that hardly any pattern takes, which makes it go back and try everything else


class TooMany(Exception):
    """More steps than were allowed."""


class Walk:
    """One text, and how many steps may be taken over it."""

    def __init__(self, text: str, most: int) -> None:
        self.text, self.left = text, most

    def run(self, items: Sequence[Node], at: int) -> Iterator[int]:
        """Where a match of the items that begins there may end, tried in turn."""
        if not items:
            yield at
            return
        for middle in self._one(items[0], at):
            yield from self.run(items[1:], middle)

    def _one(self, node: Node, at: int) -> Iterator[int]:
        self.left -= 1
        if self.left < 0:
            raise TooMany
        kind, value = str(node[0]), node[1]
        if kind in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            if at < len(self.text) and takes(node, self.text[at]):
                yield at + 1
        elif kind == "BRANCH":
            for way in value[1]:
                yield from self.run(list(way), at)
        elif kind == "SUBPATTERN":
            yield from self.run(list(value[3]), at)
        elif kind in REPEATED:
            low, high, inside = value
            yield from self._again(int(low), int(high), list(inside), at)
        elif kind == "AT":
            is_there = at == len(self.text) if "END" in str(value) else at == 0 or "BOUNDARY" in str(value)
            yield from [at] if is_there else []
        elif kind in ("ASSERT", "ASSERT_NOT"):
            found = any(True for _ in self.run(list(value[1]), at))
            yield from [at] if found == (kind == "ASSERT") else []
        else:
            yield at

    def _again(self, low: int, high: int, inside: list[Node], at: int) -> Iterator[int]:
        if high:
            for middle in self.run(inside, at):
                if middle != at:
                    yield from self._again(max(low - 1, 0), high - 1, inside, middle)
        if low == 0:
            yield at


def takes(node: Node, sign: str) -> bool:
    """Whether the node matches the one sign."""
    kind, value = str(node[0]), node[1]
    if kind == "LITERAL":
        return chr(value) == sign
    if kind == "NOT_LITERAL":
        return chr(value) != sign
    if kind == "ANY":
        return sign != "\n"
    is_denied = str(value[0][0]) == "NEGATE"
    return any(_holds(one, sign) for one in value[is_denied:]) != is_denied


def _holds(one: Node, sign: str) -> bool:
    kind, value = str(one[0]), one[1]
    if kind == "LITERAL":
        return chr(value) == sign
    if kind == "RANGE":
        return value[0] <= ord(sign) <= value[1]
    name = str(value)
    is_in = sign.isdigit() if "DIGIT" in name else sign.isspace() if "SPACE" in name else sign.isalnum()
    return is_in != ("NOT" in name)


def parsed(pattern: re.Pattern[Any]) -> list[Node]:
    """The pattern as the library reads it."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    return list(_parser.parse(source, pattern.flags & re.VERBOSE))


def attacks(items: list[Node]) -> Iterator[str]:
    """Texts that begin like a match, go on with one or two signs many times over, and end badly."""
    signs = sorted({sign for node in _all(items) for sign in _sample(node)})[:12]
    begins = {"", *("".join(_least(items[:count])) for count in range(1, len(items)))}
    pumps = [*signs, *(one + two for one in signs[:6] for two in signs[:6] if one != two)]
    for begin in sorted(begins):
        for pump in pumps:
            yield begin + pump * MANY + BAD


def _all(items: Sequence[Node]) -> Iterator[Node]:
    for node in items:
        yield node
        kind, value = str(node[0]), node[1]
        if kind == "BRANCH":
            for way in value[1]:
                yield from _all(list(way))
        elif kind in ("SUBPATTERN", *REPEATED, "ASSERT", "ASSERT_NOT"):
            yield from _all(list(value[-1]))


def _sample(node: Node) -> list[str]:
    """Signs that the node takes."""
    if str(node[0]) not in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
        return []
    return [sign for sign in "a0 -.x_<>/" if takes(node, sign)][:2] or _own(node)


def _own(node: Node) -> list[str]:
    return [chr(node[1])] if str(node[0]) == "LITERAL" else []


def _least(items: Sequence[Node]) -> Iterator[str]:
    """A short text that the items match, more or less."""
    for node in items:
        kind, value = str(node[0]), node[1]
        if kind == "BRANCH":
            yield from _least(list(value[1][0]))
        elif kind == "SUBPATTERN":
            yield from _least(list(value[3]))
        elif kind in REPEATED:
            yield from list(_least(list(value[2]))) * max(int(value[0]), 1)
        else:
            yield from (_own(node) or _sample(node))[:1]


def steps(pattern: re.Pattern[Any], text: str, most: int) -> int:
    """How many steps it takes to find that the text holds no match, or to find the first; TooMany beyond."""
    walk, items = Walk(text, most), parsed(pattern)
    for at in range(len(text) + 1):
        if next(walk.run(items, at), None) is not None:
            break
    return most - walk.left
