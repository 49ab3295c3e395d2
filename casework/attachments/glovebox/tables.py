"""Archives of tables, as other systems deliver them: each table is read in pieces, and no other file."""

from __future__ import annotations

from zipfile import ZipFile, ZipInfo

from .found import Found, Unfit
from .zips import PIECE, demand_bearable, opened

ENDING = ".csv"
MOST_TABLES = 40


def unpack(content: bytes, most: int) -> Found:
    """The tables of the archive, together at most so many bytes, in whatever folder they lie."""
    with opened(content) as archive:
        wanted = [one for one in archive.infolist() if _is_table(one)]
        if len(wanted) > MOST_TABLES:
            raise Unfit("file_bomb")
        read: dict[str, bytes] = {}
        for member in wanted:
            name = _name(member)
            if name in read:
                raise Unfit("file_broken")
            read[name] = _read(archive, member, most - sum(map(len, read.values())), len(content))
    if not read:
        raise Unfit("file_kind")
    parts = tuple((name, len(table)) for name, table in read.items())
    return Found("tables", content=b"".join(read.values()), parts=parts)


def _is_table(member: ZipInfo) -> bool:
    """Whether it is a table; macOS lays a shadow beside each file, whose name begins with a dot."""
    return _name(member).endswith(ENDING) and not _name(member).startswith(".")


def _name(member: ZipInfo) -> str:
    return member.filename.rpartition("/")[2].lower()


def _read(archive: ZipFile, member: ZipInfo, room: int, length: int) -> bytes:
    found = bytearray()
    with archive.open(member) as inside:
        while piece := inside.read(PIECE):
            found += piece
            demand_bearable(len(found), length)
            if len(found) > room:
                raise Unfit("file_bomb")
    return bytes(found)
