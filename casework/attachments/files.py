"""Where attached files lie: below the instance, by random names, for the program only, whole or not at all.

A file is written to the side and checked there; it gets its place as the last thing before the commit. So
there is no row without its file. A file without its row is left when the commit fails or the machine stops;
nobody can reach it, and `casework files tidy` takes it away.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO
from uuid import UUID, uuid4

from casework.attachments.inspection import NO_ROOM, inspect
from casework.attachments.scanning import scan
from casework.errors import Damaged, NoRoom, NotAcceptable
from casework.extensions import file_limits, files_folder

INCOMING = "incoming"
PIECE = 64 * 1024


@dataclass(frozen=True)
class Arrived:
    """A file that has been found good and waits for its place; `previews` are the hashes of its pictures."""

    id: UUID
    kind: str
    pages: int
    size: int
    sha256: str
    previews: tuple[str, ...]
    at: Path


@contextmanager
def received(stream: IO[bytes]) -> Iterator[Arrived]:
    """The file from the stream, checked and scanned; what is not kept inside the block is gone after it.

    Raises NotAcceptable where it is not taken, NoRoom where the disk is full.
    """
    for folder in (files_folder(), files_folder() / INCOMING):
        folder.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=files_folder() / INCOMING) as aside:
        with _room():
            arrived = _examined(stream, Path(aside))
        yield arrived


def _examined(stream: IO[bytes], aside: Path) -> Arrived:
    most, came = file_limits().bytes_each, aside / "came"
    _copy(stream, came, most)
    scan(came)
    look = inspect(came, aside / "answer", most)
    if look.content:
        came.unlink()
        _write(came, look.content)
    for number, picture in enumerate(look.previews, 1):
        _write(aside / str(number), picture)
    with came.open("rb") as content:
        sha = hashlib.file_digest(content, "sha256").hexdigest()
    previews = tuple(hashlib.sha256(picture).hexdigest() for picture in look.previews)
    return Arrived(uuid4(), look.kind, look.pages, came.stat().st_size, sha, previews, aside)


def keep(arrived: Arrived) -> None:
    """Gives the file and its pictures their place: the last thing in a unit of work."""
    folder = files_folder()
    for number in range(1, len(arrived.previews) + 1):
        (arrived.at / str(number)).replace(folder / name_of(arrived.id, number))
    (arrived.at / "came").replace(folder / name_of(arrived.id))
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def read(version_id: UUID, sha256: str, number: int = 0) -> bytes:
    """The file, or its picture with that number. Raises Damaged where it is not what was kept."""
    try:
        content = (files_folder() / name_of(version_id, number)).read_bytes()
    except OSError:
        raise Damaged from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged
    return content


def forget(version_ids: Iterable[UUID]) -> None:
    """Takes the files and their pictures away; called when the commit that says so is done."""
    for version_id in version_ids:
        for file in files_folder().glob(f"{version_id.hex}*"):
            file.unlink(missing_ok=True)


def names() -> dict[str, datetime]:
    """Every file that lies in its place and what is still on its way, with when each was written."""
    folder = files_folder()
    found = [one for one in folder.glob("*") if one.name != INCOMING] + list((folder / INCOMING).glob("*"))
    return {
        str(one.relative_to(folder)): datetime.fromtimestamp(one.stat().st_mtime).astimezone()
        for one in found
    }


def take_away(name: str) -> None:
    """Takes away what `names` told of."""
    path = files_folder() / name
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def name_of(version_id: UUID, number: int = 0) -> str:
    """Under what name the file lies, or the picture of its page."""
    return f"{version_id.hex}.{number}.png" if number else version_id.hex


def _copy(stream: IO[bytes], to: Path, most: int) -> None:
    """Writes what comes, and stops as soon as it is too much."""
    written = 0
    with _new(to) as file:
        while piece := stream.read(PIECE):
            written += len(piece)
            if written > most:
                raise NotAcceptable("file_too_large")
            file.write(piece)
        _settle(file)


def _write(to: Path, content: bytes) -> None:
    with _new(to) as file:
        file.write(content)
        _settle(file)


def _new(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _settle(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def _room() -> Iterator[None]:
    """Tells a full disk from every other mishap."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise NoRoom from None
        raise
