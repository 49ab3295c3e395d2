"""What a look at a file ends with: what it is, or why it is not taken."""

from __future__ import annotations

from dataclasses import dataclass


class Unfit(Exception):
    """The file is not taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Found:
    """The kind of the file, its pages, pictures of the first ones, and what to keep in its place.

    Of an archive of tables `parts` says which tables lie behind one another in the content: name, bytes.
    """

    kind: str
    pages: int = 0
    previews: tuple[bytes, ...] = ()
    content: bytes = b""
    parts: tuple[tuple[str, int], ...] = ()
