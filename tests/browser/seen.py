"""What has been looked at closely, kept where all processes of one run find it: once is enough."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path


class Seen:
    """A set of texts in a file that only grows; several processes read it and add to it."""

    def __init__(self, file: Path) -> None:
        self._file, self._known, self._read = file, set[str](), 0
        file.parent.mkdir(exist_ok=True)
        file.touch()

    def new(self, texts: Iterable[str]) -> list[str]:
        """The texts that nobody has noted yet."""
        with self._file.open("rb") as lines:
            lines.seek(self._read)
            whole, end, _ = lines.read().rpartition(b"\n")
        self._read += len(whole + end)
        self._known.update(whole.decode().split("\n"))
        return [text for text in texts if _short(text) not in self._known]

    def note(self, texts: Iterable[str]) -> None:
        """Adds the texts; what another has added meanwhile stands twice, which does no harm."""
        with self._file.open("ab", buffering=0) as lines:
            lines.write("".join(f"{_short(text)}\n" for text in texts).encode())


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:20]
