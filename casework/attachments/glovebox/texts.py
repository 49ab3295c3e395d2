"""Plain text: UTF-8 and nothing that steers a terminal. It is never shown as anything but text."""

from __future__ import annotations

import re

from .found import Found, Unfit

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")


def look_at_text(content: bytes) -> Found:
    """The text; `file_kind` for whatever is none, which is every kind of file that nobody asked for."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unfit("file_kind") from None
    if _NOT_TEXT.search(text):
        raise Unfit("file_kind")
    if not text.strip():
        raise Unfit("file_empty")
    return Found("txt")
