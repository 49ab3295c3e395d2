"""What a request may hold at all: text that people write, of a bearable size, sent by our own pages."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import request

from casework.errors import NotAcceptable

_LINES = "\t\n\r"
_NOT_UTF8 = "\ufffd"  # what the library puts where the bytes were not text


def check_request() -> None:
    """Before every request: raises NotAcceptable for what no page of ours sends."""
    if request.method not in ("GET", "HEAD", "OPTIONS") and _is_foreign():
        raise NotAcceptable("foreign_page")
    if request.files:
        raise NotAcceptable("file")
    for text in _texts():
        if any(ord(sign) < 32 and sign not in _LINES for sign in text) or _NOT_UTF8 in text or "\x7f" in text:
            raise NotAcceptable("not_text")


def _texts() -> Iterator[str]:
    yield request.path
    for key, value in request.args.items(multi=True):
        yield from (key, value)
    for key, value in request.form.items(multi=True):
        yield from (key, value)


def _is_foreign() -> bool:
    """Whether another site's page sent the request; our own send no origin, or ours."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin", "null")
    return origin != "null" and urlsplit(origin).netloc != request.host
