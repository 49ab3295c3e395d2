"""What a file is before anything of it is read: text in which encoding, a table, XML, or something else."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from casework.beginnings import HEAD, other_kind
from casework.feeds.records import Unreadable

PIECE = 256 * 1024
BOM8, BOMS16 = codecs.BOM_UTF8, (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
PAGES = ("<!doctype html", "<html", "<head", "<body")
JSON = re.compile(r"\[?\s*\{")
NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
STATED = {"utf-8": "utf-8-sig", "windows-1252": "cp1252"}


def kind_of(path: Path) -> str:
    """`xml` or `text`. Raises Unreadable for a file that is nothing of what is read here."""
    with path.open("rb") as file:
        return kind_by(file.read(HEAD))


def kind_by(head: bytes) -> str:
    """The same, by how the file begins."""
    if not head.strip():
        raise Unreadable("empty")
    other = other_kind(head)
    if other:
        raise Unreadable(other)
    is_utf16 = head.startswith(BOMS16)
    if b"\0" in head and not is_utf16:
        raise Unreadable("not_text")
    text = head.decode("utf-16" if is_utf16 else "latin-1", "ignore").removeprefix("ï»¿").lstrip().lower()
    if text.startswith(PAGES) or (text.startswith("<?xml") and "<html" in text):
        raise Unreadable("web_page")
    if JSON.match(text):
        raise Unreadable("json")
    return "xml" if text.startswith("<") else "text"


def encoding_of(path: Path, stated: str) -> str:
    """The encoding by Python's name: as the profile states it, or by its mark, or UTF-8 where all of it is.

    What is neither is read as older Windows writes. Raises Unreadable for what is no text in that encoding.
    """
    with path.open("rb") as file:
        head = file.read(4)
    if stated == "auto" and head.startswith(BOMS16):
        return _demanded(path, "utf-16")
    if stated == "auto":
        is_marked = head.startswith(BOM8)
        return "utf-8-sig" if is_marked or _is_in(path, "utf-8") else _demanded(path, "cp1252")
    return _demanded(path, STATED[stated])


def beginning_of(data: bytes) -> tuple[str, str]:
    """The text in the first bytes of a file, and the encoding that they show. Raises Unreadable."""
    if kind_by(data[:HEAD]) != "text":
        raise Unreadable("is_xml")
    utf8 = "utf-8-sig" if data.startswith(BOM8) else "utf-8"
    for encoding in ("utf-16",) if data.startswith(BOMS16) else (utf8, "cp1252"):
        try:
            return codecs.getincrementaldecoder(encoding)().decode(data), encoding
        except UnicodeDecodeError:
            continue
    raise Unreadable("not_text")


def decoded_anew(text: str, encoding: str, stated: str) -> str:
    """What was read in the one encoding, read as a profile states it. Raises Unreadable."""
    try:
        return text if stated == "auto" else text.encode(encoding).decode(STATED[stated])
    except UnicodeError:
        raise Unreadable("not_text") from None


def _demanded(path: Path, encoding: str) -> str:
    if not _is_in(path, encoding):
        raise Unreadable("not_text")
    return encoding


def _is_in(path: Path, encoding: str) -> bool:
    """Whether all of it is text in the encoding; a last sign that was cut off in the middle is none."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                if "\0" in decoder.decode(piece):
                    return False
    except UnicodeDecodeError:
        return False
    return True
