"""Begins to read a file by a profile: what it turned out to be, and what it says one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from casework.feeds import edlevo, opening
from casework.feeds.events import Spoken
from casework.feeds.profile import Profile
from casework.feeds.reading import TableReader
from casework.feeds.records import Unreadable
from casework.feeds.table import Sheet, has_open_end, places_of, sheet


@dataclass(frozen=True)
class Begun:
    """What is being read; `encoding` and `delimiter` as they were found, empty where it is no table.

    `called` is what the file calls the columns that a fault may name. `has_open_end`: its last line has no
    end.
    """

    found: Iterator[Spoken]
    called: Mapping[str, str]
    encoding: str = ""
    delimiter: str = ""
    has_open_end: bool = False


@contextmanager
def begun(path: Path, profile: Profile, latest: date) -> Iterator[Begun]:
    """What the file says, for as long as the block lasts; `latest` is the last day that can have been.

    Raises Unreadable where it is no such file, and while it is read where it breaks off.
    """
    kind = opening.kind_of(path)
    if profile.kind != "table":
        if kind != "xml":
            raise Unreadable("no_xml")
        is_presence = profile.kind == "edlevo_presence"
        yield Begun(edlevo.records(path, is_presence=is_presence, latest=latest), edlevo.CALLED)
        return
    with opened(path, kind, profile) as (encoding, table):
        reader = TableReader(profile, places_of(profile, table.headings), table.headings, latest)
        is_open = has_open_end(path)
        found = reader.records(table.rows, has_open_end=is_open)
        yield Begun(found, reader.called, encoding, table.delimiter, is_open)


@contextmanager
def opened(path: Path, kind: str, profile: Profile) -> Iterator[tuple[str, Sheet]]:
    """The table in the file, and in which encoding it was found. Raises Unreadable."""
    if kind == "xml":
        raise Unreadable("is_xml")
    encoding = opening.encoding_of(path, profile.encoding)
    # Only the last sign can be broken, where the file was cut off: the rest has been gone through.
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        yield opening.NAMES[encoding], sheet(file, profile.delimiter, has_headings=profile.has_headings)
