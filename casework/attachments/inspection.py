"""Asks what a file is: another process opens it (see glovebox), with little time, memory and room."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from casework.attachments.kinds import TYPES
from casework.errors import NoRoom, NotAcceptable

GLOVEBOX = [sys.executable, "-P", "-s", "-m", "glovebox"]
FOLDER = Path(__file__).parent
PATIENCE = 40  # seconds on the clock; the process itself may calculate for half of that
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
PNG = b"\x89PNG\r\n\x1a\n"
LONGEST_ANSWER = 4096

_AT_ONCE = BoundedSemaphore(2)  # each may take a gibibyte of memory


@dataclass(frozen=True)
class Look:
    """What a file is, its pages, pictures of the first ones (PNG), and what to keep in its place."""

    kind: str
    pages: int
    previews: tuple[bytes, ...]
    content: bytes


def inspect(file: Path, answer: Path, most: int) -> Look:
    """What the file is; `answer` is written for that. Raises NotAcceptable, or NoRoom on a full disk."""
    with _AT_ONCE, file.open("rb") as content, answer.open("w+b") as told:
        _ask(str(most), stdin=content, stdout=told)
        told.seek(0)
        found = _said(told.readline(LONGEST_ANSWER))
        look = Look(
            str(found["kind"]),
            int(found["pages"]),
            content=told.read(int(found["content"])),
            previews=tuple(told.read(int(length)) for length in found["previews"]),
        )
    if look.kind not in TYPES or not all(one.startswith(PNG) for one in look.previews):
        raise NotAcceptable("file_broken")
    return look


def unpack(archive: bytes) -> dict[str, bytes]:
    """The tables in a zip archive by name in small letters. Raises NotAcceptable for whatever else it is."""
    with _AT_ONCE:
        answer = _ask(str(len(archive)), "tables", input=archive, stdout=subprocess.PIPE).stdout
    line, _, content = answer.partition(b"\n")
    found, tables = _said(line), {}
    for name, length in found["parts"]:
        tables[str(name)], content = content[:length], content[length:]
    return tables


def _ask(*words: str, **streams: Any) -> subprocess.CompletedProcess[bytes]:
    """Lets the other process look. Raises NotAcceptable where it was ended, NoRoom on a full disk."""
    try:
        ended = subprocess.run(  # noqa: S603 our own program
            [*GLOVEBOX, *words],
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(FOLDER)},
            timeout=PATIENCE,
            check=False,
            **streams,
        )
    except subprocess.TimeoutExpired:
        raise NotAcceptable("file_bomb") from None
    if ended.returncode in NO_ROOM:
        raise NoRoom
    if ended.returncode:  # it was ended for taking too much, or fell over the file
        raise NotAcceptable("file_bomb" if ended.returncode < 0 else "file_broken")
    return ended


def _said(line: bytes) -> dict[str, Any]:
    """The first line of the answer. Raises NotAcceptable where it tells a fault."""
    found: dict[str, Any] = json.loads(line)
    if "fault" in found:
        raise NotAcceptable(str(found["fault"]))
    return found
