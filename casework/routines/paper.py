"""What a written routine consists of, whoever sets it: on a page, as plain text or as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A thing with a name, what is said about it, and the points that the last sentence announces."""

    title: str
    lines: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A heading with paragraphs and entries."""

    title: str
    paragraphs: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands under the heading."""
        return not self.paragraphs and not self.entries


@dataclass(frozen=True)
class Chapter:
    """A part of the routine: a step of the ladder, or what stands beside it; an appendix is set small."""

    anchor: str
    title: str
    paragraphs: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    is_appendix: bool = False


@dataclass(frozen=True)
class MatrixRow:
    """The cells of one row; each cell is lines below one another."""

    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class MatrixStage:
    """A step with its rows in the matrix, and what holds for the whole step."""

    title: str
    anchor: str
    lines: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class Matrix:
    """The steps against what, who, with whom … or (`own`) against the routine's own headings."""

    headings: tuple[str, ...]
    stages: tuple[MatrixStage, ...]
    own: bool = False


@dataclass(frozen=True)
class Rung:
    """A step in the picture of the ladder."""

    number: int
    short: str
    title: str
    state: str = "ahead"
    visits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ladder:
    """The picture of the ladder, with nobody standing anywhere on it."""

    steps: tuple[Rung, ...]
    summary: str
    description: str
    back: None = None


@dataclass(frozen=True)
class Routine:
    """The whole routine, in one language."""

    name: str
    language: str
    title: str
    about: tuple[str, ...]
    ladder: Ladder
    matrix: Matrix
    chapters: tuple[Chapter, ...]

    def lines(self) -> Iterator[str]:
        """Everything that is said, line by line, without how it is set."""
        yield self.title
        yield from self.about
        yield from self.matrix.headings
        for stage in self.matrix.stages:
            yield from (stage.title, *stage.lines)
            yield from (line for row in stage.rows for cell in row.cells for line in cell)
        for chapter in self.chapters:
            yield from (chapter.title, *chapter.paragraphs)
            for part in chapter.parts:
                yield from (part.title, *part.paragraphs)
                yield from (
                    line for entry in part.entries for line in (entry.title, *entry.lines, *entry.points)
                )
