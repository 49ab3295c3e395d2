"""Word and OpenDocument texts: zip containers whose contents prove what they are. Nothing is unpacked.

Every member is read once, in small pieces, to count what it holds really; the promises of the directory are
not believed. What an office program would run, load from elsewhere, or unpack again is not taken.
"""

from __future__ import annotations

import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .found import Found, Unfit

MOST_MEMBERS = 1_000
MOST_BYTES = 100 * 1024 * 1024
MOST_RATIO = 100  # bytes unpacked for each byte of the file
SMALL = 64 * 1024  # below this a ratio says nothing
PIECE = 64 * 1024
LONGEST_MARK = 256 * 1024  # bytes of a member that says what the container is

END = b"PK\x05\x06"
END_LENGTH = 22
ODT = b"application/vnd.oasis.opendocument.text"
DOCX = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
LONGEST_WORD = 10  # bytes of what DECLARES looks for, which may lie across two pieces
# Programs, old Office files and archives by their first bytes; and where office files keep programs.
OTHER_FILES = (
    b"MZ",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"PK\x03\x04",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
)
PROGRAMS = re.compile(
    r"(^|/)(vbaProject\.bin|vbaData\.xml|activeX|embeddings|Basic|Scripts)(/|$)", re.IGNORECASE
)
FROM_ELSEWHERE = re.compile(rb"(attachedTemplate|oleObject|frame|subDocument)\b", re.IGNORECASE)


def look_at_zip(content: bytes) -> Found:
    """The text document; a fault for any other archive and for what hides in one."""
    with opened(content) as archive:
        return Found(_kind(archive, archive.infolist(), len(content)))


@contextmanager
def opened(content: bytes) -> Iterator[ZipFile]:
    """The archive, whose directory promises nothing unbearable. Raises Unfit, also for what breaks in it."""
    if content[-END_LENGTH:][:4] != END or content[-2:] != b"\0\0":
        raise Unfit("file_broken")  # something stands behind the archive
    try:
        with ZipFile(BytesIO(content)) as archive:
            _demand_plain(archive.infolist(), len(content))
            yield archive
    except (
        BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        UnicodeError,
        OSError,
    ):
        raise Unfit("file_broken") from None


def _demand_plain(members: list[ZipInfo], length: int) -> None:
    """By the directory alone: few members, of a bearable size, with names that lead nowhere else."""
    if len(members) > MOST_MEMBERS:
        raise Unfit("file_bomb")
    demand_bearable(sum(one.file_size for one in members), length)
    names = [one.filename for one in members]
    if len(set(names)) < len(names):
        raise Unfit("file_broken")
    for one in members:
        if one.flag_bits & 0x1:
            raise Unfit("file_locked")
        leads_out = one.filename.startswith("/") or ".." in one.filename.split("/")
        if leads_out or re.search(r"[\\:\x00-\x1f]", one.filename) or stat.S_ISLNK(one.external_attr >> 16):
            raise Unfit("file_broken")
        if one.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Unfit("file_broken")
        if PROGRAMS.search(one.filename):
            raise Unfit("file_programs")


def _kind(archive: ZipFile, members: list[ZipInfo], length: int) -> str:
    """What the contents prove the archive to be, every member read to its end."""
    marks: dict[str, bytes] = {}
    unpacked = 0
    for member in members:
        unpacked = _read(archive, member, marks, unpacked, length)
    if members[0].filename == "mimetype" and marks.get("mimetype") == ODT and "content.xml" in marks:
        return "odt"
    if DOCX in marks.get("[Content_Types].xml", b"") and "word/document.xml" in marks:
        return "docx"
    raise Unfit("file_kind")


def _read(archive: ZipFile, member: ZipInfo, marks: dict[str, bytes], unpacked: int, length: int) -> int:
    """Reads the member in pieces; keeps its first bytes; answers how many came so far."""
    name, head, last = member.filename.lower(), b"", b""
    is_xml = name.endswith((".xml", ".rels", ".rdf"))
    with archive.open(member) as inside:
        while piece := inside.read(PIECE):
            unpacked += len(piece)
            demand_bearable(unpacked, length)
            if is_xml and (b"\0" in piece or DECLARES.search(last + piece)):
                raise Unfit(
                    "file_bomb"
                )  # entities: a page of them can stand for gigabytes, or for other files
            last = piece[-LONGEST_WORD:]
            head += piece if len(head) < LONGEST_MARK else b""
    marks[member.filename] = head
    if head.startswith(OTHER_FILES) or (name.endswith(".rels") and _loads(head)):
        raise Unfit("file_programs")
    return unpacked


def _loads(relations: bytes) -> bool:
    """Whether opening the document fetches something from elsewhere; links that one has to click do not."""
    return any(
        b"External" in one and FROM_ELSEWHERE.search(one)
        for one in re.findall(rb"<Relationship\b[^>]*>", relations)
    )


def demand_bearable(unpacked: int, length: int) -> None:
    """Raises Unfit for more than an archive of the length may hold."""
    if unpacked > MOST_BYTES or (unpacked > SMALL and unpacked > MOST_RATIO * length):
        raise Unfit("file_bomb")
