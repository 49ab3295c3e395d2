"""Where files of attendance lie while they wait: below the instance, by random names, for nobody else."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import UUID

from casework.errors import NoRoom
from casework.extensions import feeds_folder
from casework.feeds.records import Unreadable

MOST_BYTES = 250 * 1024 * 1024
PIECE = 256 * 1024
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def make_folder() -> None:
    """Makes the folder, for nobody but who runs the program."""
    feeds_folder().mkdir(mode=0o700, exist_ok=True)


def file_of(import_id: UUID) -> Path:
    """The file as it was sent."""
    return feeds_folder() / f"{import_id.hex}.file"


def stage_of(import_id: UUID) -> Path:
    """What has been read of it."""
    return feeds_folder() / f"{import_id.hex}.stage"


def keep(import_id: UUID, stream: IO[bytes]) -> int:
    """Writes what comes; answers how many bytes that are.

    Raises Unreadable where it is nothing or too much, NoRoom on a full disk; then nothing is kept.
    """
    make_folder()
    size = 0
    try:
        handle = os.open(file_of(import_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            while piece := stream.read(PIECE):
                size += len(piece)
                if size > MOST_BYTES:
                    raise Unreadable("too_large")
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if not size:
            raise Unreadable("nothing_sent")
    except OSError as error:
        forget(import_id)
        raise (NoRoom if error.errno in NO_ROOM else error) from None
    except Unreadable:
        forget(import_id)
        raise
    return size


def forget(import_id: UUID) -> None:
    """Takes away the file and all that was read of it."""
    for path in feeds_folder().glob(f"{import_id.hex}.*"):
        path.unlink(missing_ok=True)


def lock_of(import_id: UUID) -> Path:
    """What the process holds that has the import in hand; the system lets it go with the process."""
    make_folder()
    return feeds_folder() / f"{import_id.hex}.lock"


@contextmanager
def at_work(import_id: UUID) -> Iterator[bool]:
    """Whether the import is this process's for as long as the block lasts."""
    with lock_of(import_id).open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def is_at_work(import_id: UUID) -> bool:
    """Whether a process has the import in hand now."""
    if not lock_of(import_id).exists():
        return False
    with at_work(import_id) as is_free:
        return not is_free
