"""What a document consists of, in plain values, whatever it is about; all words are in its own language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Letterhead:
    """Who writes: the authority, its school, lines on how to reach them, and its logo as SVG, PNG or JPEG."""

    authority: str
    school: str = ""
    lines: tuple[str, ...] = ()
    logo: bytes = b""


@dataclass(frozen=True)
class Table:
    """Rows below headings; each row has as many cells as there are headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Part:
    """Something under a heading, or under none: facts with their labels, paragraphs, points, a table.

    They are set in this order. A line break in a text is one on paper.
    """

    title: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    table: Table | None = None

    def lines(self) -> Iterator[str]:
        """Everything that is said in it, line by line."""
        yield from (line for line in (self.title,) if line)
        yield from (text for pair in self.facts for text in pair)
        yield from (*self.paragraphs, *self.points)
        if self.table:
            yield from self.table.headings
            yield from (cell for row in self.table.rows for cell in row)


@dataclass(frozen=True)
class Document:
    """A letter, minutes, a plan: one document in one language (`sv`, `nb`, `en`).

    `marks` stand beside the head: the date, the registry number, how it is delivered. `addressee` is the
    lines in the window of an envelope. `signature` is who signs: the name, below it role and school. `dated`
    is the day that the file says it is from.
    """

    language: str
    title: str
    head: Letterhead
    parts: tuple[Part, ...]
    marks: tuple[tuple[str, str], ...] = ()
    addressee: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    dated: date | None = None

    def lines(self) -> Iterator[str]:
        """Everything that is said, line by line, without how it is set."""
        yield from (line for line in (self.head.authority, self.head.school) if line)
        yield from (text for pair in self.marks for text in pair)
        yield from (*self.addressee, self.title)
        for part in self.parts:
            yield from part.lines()
        yield from (*self.signature, *self.head.lines)
