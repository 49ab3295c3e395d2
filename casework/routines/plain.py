"""The routine as plain text, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from casework.routines.paper import Chapter, Matrix, Routine

WIDTH = 100


def plain(routine: Routine) -> str:
    """The whole routine as text."""
    return "\n".join(_lines(routine)) + "\n"


def _lines(routine: Routine) -> Iterator[str]:
    yield from (routine.title, "=" * len(routine.title), "")
    yield from (_filled(line) for line in routine.about)
    yield from _matrix(routine.matrix)
    for chapter in routine.chapters:
        yield from _chapter(chapter)


def _matrix(matrix: Matrix) -> Iterator[str]:
    """Each row as lines that begin with the heading of their column."""
    for stage in matrix.stages:
        yield from ("", stage.title, "-" * len(stage.title))
        yield from (_filled(line) for line in stage.lines)
        for row in stage.rows:
            cells = [
                (heading, line)
                for heading, cell in zip(matrix.headings, row.cells, strict=True)
                for line in cell
            ]
            for place, (heading, line) in enumerate(cells):
                yield _filled(f"{heading}: {line}", "  - " if place == 0 else "    ", "      ")


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield from ("", "", chapter.title, "=" * len(chapter.title))
    yield from (_filled(line) for line in chapter.paragraphs)
    for part in chapter.parts:
        if part.title:
            yield from ("", part.title, "-" * len(part.title))
        yield from (_filled(line) for line in part.paragraphs)
        for entry in part.entries:
            yield _filled(entry.title, "  - ", "    ")
            if entry.lines:
                yield _filled(" ".join(entry.lines), "    ", "    ")
            yield from (_filled(point, "    * ", "      ") for point in entry.points)


def _filled(text: str, first: str = "", others: str = "") -> str:
    return fill(text, WIDTH, initial_indent=first, subsequent_indent=others, break_on_hyphens=False)
